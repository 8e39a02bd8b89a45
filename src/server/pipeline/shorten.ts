/** Longest text from the caller that is repeated in a message, in UTF-16 code units. */
const LONGEST = 300;
/** Code units kept from the end, where messages say what was expected. */
const END = 100;

/**
 * Cuts out the middle of a long text, so that it can be shown and searched. Names and values in graphql-js's messages
 * come from the caller and can be as long as a request body.
 */
export function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST - END)}…${text.slice(-END)}`.toWellFormed();
}
