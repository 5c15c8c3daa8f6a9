import { z } from 'zod';

/** A typed variable value as Camunda 7 sends it (`VariableValueDto`). */
export const variableValue = z
  .object({ value: z.unknown(), type: z.string().nullable(), valueInfo: z.record(z.string(), z.unknown()) })
  .meta({ id: 'VariableValueDto' });
export type VariableValueDto = z.infer<typeof variableValue>;
/** Variables by name, as an answer. */
export const variableMap = z.record(z.string(), variableValue);

/** A value as a client sends it: everything may be missing. */
export const variableValueInput = z.looseObject({
  value: z.unknown().optional(),
  type: z.string().nullish(),
  valueInfo: z.record(z.string(), z.unknown()).nullish(),
});
export type VariableValueInput = z.infer<typeof variableValueInput>;

/** Names that would reach into JavaScript's own objects somewhere. */
const HOSTILE_NAME = /(?:^|\.)(?:__proto__|constructor|prototype)(?:\.|$)/;

/** Name of a variable: anything that is not empty and not hostile. */
export const variableName = z
  .string()
  .min(1)
  .max(255)
  .refine((name) => !HOSTILE_NAME.test(name), 'this name is not allowed for a variable');

/** A JSON object whose keys come from outside, read into a Map. */
function mapOf<V extends z.ZodType>(value: V) {
  return z.unknown().transform((input, context): ReadonlyMap<string, z.output<V>> => {
    const map = new Map<string, z.output<V>>();
    if (input === null || input === undefined) return map;
    if (typeof input !== 'object' || Array.isArray(input)) {
      context.addIssue({ code: 'custom', message: 'must be an object' });
      return map;
    }
    for (const [name, raw] of Object.entries(input)) {
      const checkedName = variableName.safeParse(name);
      const checked = value.safeParse(raw);
      for (const issue of [...(checkedName.error?.issues ?? []), ...(checked.error?.issues ?? [])]) {
        context.addIssue({ code: 'custom', message: issue.message, path: [name, ...issue.path] });
      }
      if (checked.success) map.set(name, checked.data);
    }
    return map;
  });
}

/** Variables by name as a client sends them; absent and null are none. */
export const variableMapInput = mapOf(variableValueInput).meta({
  override: { type: 'object', additionalProperties: { $ref: '#/components/schemas/VariableValueDto' } },
});
export type VariableMapInput = z.output<typeof variableMapInput>;
/** Correlation keys and the like: plain names and typed values. */
export const plainMapInput = mapOf(z.union([z.string(), z.number(), z.boolean(), z.null()])).meta({
  override: { type: 'object' },
});

/** `POST …/variables`. */
export const variablePatch = z.object({
  modifications: variableMapInput.optional(),
  deletions: z.array(variableName).nullish(),
});

export const link = z.object({ method: z.string(), href: z.string(), rel: z.string() }).meta({ id: 'AtomLink' });
export const count = z.object({ count: z.number().int() }).meta({ id: 'CountResultDto' });

/** Text or null: an absent value is null, never left out. */
export const text = z.string().nullable();
export const integer = z.number().int().nullable();
/** `2026-03-05T14:07:09.123+0000`. */
export const date = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
  .nullable();

/** Path with one id. */
export const idParams = z.object({ id: z.string() });
export const idAndNameParams = z.object({ id: z.string(), name: variableName });

/** A query flag: only `true` counts, anything else is as if it were absent. */
export const flag = z
  .string()
  .optional()
  .transform((value) => value === 'true');
/** A query flag that is on unless it is `false`. */
export const flagOnByDefault = z
  .string()
  .optional()
  .transform((value) => value !== 'false');
