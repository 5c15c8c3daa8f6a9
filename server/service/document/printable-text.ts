/** Control characters and such as turn the writing direction or have no width. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** What the fonts of a PDF reader have: Western letters. */
const BUILT_IN = /[^\n\t\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/gu;
/** What the letters' own font has: all Latin letters with their marks, Greek and Cyrillic. */
const EMBEDDED =
  /[^\n\t\u0020-\u007e\u00a0-\u0377\u0388-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20a0-\u20be\u2212\u2248\u2264\u2265]/gu;

/**
 * A text with the letters that the font has: others lose their marks, and what is left without a shape becomes `?`.
 */
export function toPrintable(text: string, font: 'embedded' | 'built-in'): string {
  const missing = font === 'embedded' ? EMBEDDED : BUILT_IN;
  return text
    .normalize('NFC')
    .replaceAll(UNSEEN, '')
    .replaceAll(missing, (letter) => {
      const base = letter.normalize('NFKD').replaceAll(/\p{M}/gu, '');
      return base !== '' && !base.match(missing) ? base : '?';
    });
}
