const POSITIONS: readonly (readonly [RegExp, string])[] = [
  [/\bintermediate catch event\b/, 'Peristiwa antara, terima'],
  [/\bintermediate throw event\b/, 'Peristiwa antara, kirim'],
  [/\bstart event\b/, 'Peristiwa mulai'],
  [/\bboundary event\b/, 'Peristiwa tepi'],
  [/\bend event\b/, 'Peristiwa selesai'],
];
const DEFINITIONS: Readonly<Record<string, string>> = {
  message: 'pesan',
  timer: 'pewaktu',
  conditional: 'syarat',
  signal: 'sinyal',
  error: 'kesalahan',
  escalation: 'eskalasi',
  compensation: 'kompensasi',
  compensate: 'kompensasi',
  link: 'tautan',
  cancel: 'pembatalan',
  terminate: 'penghentian',
};

/**
 * The name of a kind of event in Indonesian; undefined when the text is none. bpmn-js composes these names
 * (`Message start event (non-interrupting)`, `Timer Boundary Event`), and so do we.
 */
export function findEventWords(text: string): string | undefined {
  const name = text.toLowerCase();
  const position = POSITIONS.find(([pattern]) => pattern.test(name));
  if (!position) return undefined;
  const rest = name.replace(position[0], '').replace('(non-interrupting)', '').replace('(non interrupting)', '').trim();
  const kind = rest === '' ? '' : DEFINITIONS[rest];
  if (kind === undefined) return undefined;
  const passing = name.includes('non-interrupting') || name.includes('non interrupting');
  return `${position[1]}${kind === '' ? '' : `: ${kind}`}${passing ? ' (tidak memutus)' : ''}`;
}
