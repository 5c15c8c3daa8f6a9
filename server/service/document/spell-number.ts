const DIGITS = [
  '',
  'satu',
  'dua',
  'tiga',
  'empat',
  'lima',
  'enam',
  'tujuh',
  'delapan',
  'sembilan',
  'sepuluh',
  'sebelas',
];
const SCALES: readonly (readonly [number, string])[] = [
  [1e12, 'triliun'],
  [1e9, 'miliar'],
  [1e6, 'juta'],
];

/**
 * A whole number in Indonesian words, as official papers repeat amounts: `seribu dua ratus lima puluh`. @throws
 * RangeError beyond 999 trillion.
 */
export function spellNumber(value: number): string {
  const whole = Math.trunc(value);
  if (Math.abs(whole) >= 1e15) throw new RangeError(`${value} is too large to be spelled out.`);
  if (whole === 0) return 'nol';
  return whole < 0 ? `minus ${spell(-whole)}` : spell(whole);
}

function spell(value: number): string {
  if (value < 12) return DIGITS[value] ?? '';
  if (value < 20) return `${spell(value - 10)} belas`;
  if (value < 100) return join(`${spell(Math.floor(value / 10))} puluh`, value % 10);
  if (value < 200) return join('seratus', value - 100);
  if (value < 1000) return join(`${spell(Math.floor(value / 100))} ratus`, value % 100);
  if (value < 2000) return join('seribu', value - 1000);
  if (value < 1e6) return join(`${spell(Math.floor(value / 1000))} ribu`, value % 1000);
  for (const [scale, name] of SCALES)
    if (value >= scale) return join(`${spell(Math.floor(value / scale))} ${name}`, value % scale);
  return '';
}

function join(head: string, rest: number): string {
  return rest === 0 ? head : `${head} ${spell(rest)}`;
}
