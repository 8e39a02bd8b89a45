/** Longest text of a caller's that is repeated in a message, in characters of 16 bits. */
const LONGEST = 300;
/** How much of its end is kept, where messages say what would be right. */
const END = 100;

/**
 * A text short enough to be told and searched: its beginning and its end. Names and values in messages of graphql-js
 * come from callers, who can make them as long as a body may be.
 */
export function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST - END)}…${text.slice(-END)}`.toWellFormed();
}
