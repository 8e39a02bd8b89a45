/** Maximum length of a text in a message, in UTF-16 code units. */
const LONGEST = 300;
/** Number of code units that are kept at the end: there, messages say what was expected. */
const END = 100;

/**
 * Removes the middle of a long text, so that the text can be shown and searched. Names and values in graphql-js's
 * messages come from the caller and can be as long as a request body.
 */
export function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST - END)}…${text.slice(-END)}`.toWellFormed();
}
