import { z } from 'zod';

/**
 * An error answer of `/engine-rest`: `type` is the class name that Camunda 7 answers. Some errors carry more fields.
 */
export const engineError = z
  .looseObject({ type: z.string(), message: z.string().nullable(), code: z.number().int().nullable() })
  .meta({ id: 'ExceptionDto' });
