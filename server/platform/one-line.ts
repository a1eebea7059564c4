/** What was typed as one line: spaces of any kind, and what no paper shows, are one space; none at the ends, no half of a letter. Pure. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
