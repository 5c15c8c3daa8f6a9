import type { z } from 'zod';
import { type FieldProblem, InvalidInput } from '../application/errors.ts';

/**
 * The value as the schema gives it.
 * @param place where it came from, for the message: `query`, `body` or `path`.
 * @throws InvalidInput naming every field that is wrong.
 */
export function validate(schema: z.ZodType | undefined, value: unknown, place: string): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues
    .slice(0, 20)
    .map((issue): FieldProblem => ({ path: pathText(issue.path), message: issue.message }));
  const summary = fields
    .map((field) => (field.path === '' ? field.message : `${field.path}: ${field.message}`))
    .join('; ');
  throw new InvalidInput(
    { en: `The ${place} is not as it should be: ${summary}`, id: `Isian tidak sesuai (${place}): ${summary}` },
    { fields },
  );
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

/** Query parameters by name. Of a name that is given several times the last counts, as in Camunda. */
export function readQuery(search: string): Readonly<Record<string, string>> {
  const query = Object.create(null) as Record<string, string>;
  if (search === '') return query;
  for (const [name, value] of new URLSearchParams(search)) query[name] = value;
  return query;
}
