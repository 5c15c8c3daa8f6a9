/** A JSON object of a form file, as it came from outside. */
export type Json = Readonly<Record<string, unknown>>;

/** An object of a form file, not a list. */
export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text, or a number as text; anything else is empty. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A number from 0 on that stands in text, else `otherwise`. */
export function positive(value: string | undefined, otherwise: number): number {
  const parsed = Number(value);
  return value !== undefined && Number.isFinite(parsed) && parsed >= 0 ? parsed : otherwise;
}

/** The property if it is a number; nothing otherwise, for spreading. */
export function number<K extends string>(json: Json, name: K): Partial<Record<K, number>> {
  const parsed = Number(json[name]);
  return json[name] === undefined || json[name] === '' || !Number.isFinite(parsed)
    ? {}
    : ({ [name]: parsed } as Partial<Record<K, number>>);
}
