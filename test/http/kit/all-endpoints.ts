import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { api } from '../../../server/contract/api.ts';
import type { Endpoint } from '../../../server/contract/endpoint.ts';

/**
 * Every endpoint that the contract describes, found in all of its files: one that a route table forgets is here all
 * the same.
 */
export async function allEndpoints(): Promise<readonly Endpoint[]> {
  const folder = join(import.meta.dirname, '../../../server/contract/engine-rest');
  const found: Endpoint[] = Object.values(api);
  for (const file of await readdir(folder)) {
    const exported = (await import(join(folder, file))) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(exported))
      if (name.endsWith('Endpoints'))
        found.push(...Object.values(value as Record<string, Endpoint | Endpoint[]>).flat());
  }
  return found;
}
