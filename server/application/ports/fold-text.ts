/** A text as a search compares it: small letters without marks, `Dr. Ñuri` as `dr. nuri`. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
