import { InvalidInput } from '../application/errors.ts';

/**
 * Refuses the character U+0000 in what a request says: databases cannot store it in text, and no name or text that
 * people write has it.
 * @param place where it came from: `query`, `body`, `path`, or the name of a form field
 * @throws InvalidInput
 */
export function refuseNul(value: unknown, place: string): void {
  if (!hasNul(value)) return;
  throw new InvalidInput({
    en: `The ${place} has the character U+0000 (NUL) in it. Leave it out.`,
    id: `Ada karakter U+0000 (NUL) pada ${place}. Hapus karakter itu.`,
  });
}

function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => name.includes('\u0000') || hasNul(inner));
}
