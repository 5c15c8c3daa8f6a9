/** Names and values that tell values of one metric apart. */
export type Labels = Readonly<Record<string, string>>;

/** `{a="b",c="d"}`, or nothing. */
export function writeLabels(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Two lines that say what the metric is. */
export function heading(name: string, type: 'counter' | 'gauge' | 'histogram', help: string): string[] {
  return [`# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`, `# TYPE ${name} ${type}`];
}

/** One value, or one for each set of labels. */
export function values(
  name: string,
  type: 'counter' | 'gauge',
  { help, of }: { readonly help: string; readonly of: readonly (readonly [Labels, number])[] },
): string[] {
  return of.length === 0
    ? []
    : [...heading(name, type, help), ...of.map(([labels, value]) => `${name}${writeLabels(labels)} ${value}`)];
}
