import { z } from 'zod';
import { endpoint } from '../endpoint.ts';

/** Which definition a path names. */
export interface DefinitionAddress {
  readonly id?: string;
  readonly key?: string;
  readonly tenantId?: string;
}

interface Addressed {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly summary: string;
  readonly access?: 'user' | readonly ('analyst' | 'operator' | 'worker')[];
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType | 'none' | 'stream';
  readonly errors?: Readonly<Record<number, string>>;
}

/**
 * Gives an operation on definitions its three addresses: by id, by key (latest version without tenant), by key and
 * tenant.
 * @param resource `process-definition` or `decision-definition`
 */
export function addressedDefinitions(resource: string, tag: string) {
  return function addressed<const Id extends string, const A extends Addressed>(
    name: Id,
    suffix: string,
    operation: A,
  ) {
    const make = (address: string, params: z.ZodType) =>
      endpoint({
        tag,
        access: operation.access ?? 'user',
        ...operation,
        path: `/engine-rest/${resource}/${address}${suffix}`,
        params,
      });
    return {
      [name]: [
        make(':id', z.object({ id: z.string() })),
        make('key/:key', z.object({ key: z.string() })),
        make('key/:key/tenant-id/:tenantId', z.object({ key: z.string(), tenantId: z.string() })),
      ],
    } as unknown as Record<
      Id,
      readonly (A & {
        readonly path: string;
        readonly tag: string;
        readonly access: 'user';
        readonly params: z.ZodType<DefinitionAddress>;
      })[]
    >;
  };
}
