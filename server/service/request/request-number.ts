import { randomInt } from 'node:crypto';

/** Crockford base32: no I, L, O, U, which are misread. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const REGENCY = 'BWS';

/**
 * A new number for a request, e.g. `BWS-PEN-2611-7K3MQ-9`: service, year and month by local time, five random letters
 * and a check letter. It tells nothing of how many requests there are and cannot be guessed from another.
 */
export function createRequestNumber(serviceCode: string, now: number): string {
  const month = new Date(now + 7 * 3_600_000).toISOString().slice(2, 7).replace('-', '');
  const random = Array.from({ length: 5 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  const body = `${REGENCY}-${serviceCode}-${month}-${random}`;
  return `${body}-${checkLetterOf(body)}`;
}

/** Weighted sum of all letters and digits modulo 32: finds every single wrong letter and most swapped neighbours. */
export function checkLetterOf(body: string): string {
  let sum = 0;
  let position = 1;
  for (const letter of body.replaceAll('-', '')) {
    // Odd weights have an inverse modulo 32, so a wrong letter always changes the sum.
    sum += valueOf(letter) * (2 * position - 1);
    position += 1;
  }
  return LETTERS.charAt(sum % 32);
}

/** Whether the check letter of a number fits: what fails was mistyped and need not be looked up. */
export function isRequestNumber(number: string): boolean {
  const cut = number.lastIndexOf('-');
  return cut > 0 && checkLetterOf(number.slice(0, cut)) === number.slice(cut + 1);
}

/** Letters outside of the alphabet (service codes have I, L, O, U) count as their place in the Latin one. */
function valueOf(letter: string): number {
  const value = LETTERS.indexOf(letter);
  return value >= 0 ? value : letter.charCodeAt(0) - 55;
}
