import { z } from 'zod';

/**
 * An error answer of `/api`: problem details (RFC 9457). `detail` is written for the person who reads it, in the
 * language of the request; `fields` names form fields with the message to show beside each.
 */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  /** Machine-readable reason, e.g. `not-found`, `already-decided`, `invalid-form`. */
  code: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;
