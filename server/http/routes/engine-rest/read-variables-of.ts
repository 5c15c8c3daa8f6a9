import type { VariableValue } from '../../../engine/instance/value.ts';
import type { RestParts } from './rest-parts.ts';

/** Scopes whose variables are read with one statement. */
const BATCH = 500;

/** The variables of the instances' own scopes, by instance. */
export async function readVariablesOf(
  { reader, readVariable }: Pick<RestParts, 'reader' | 'readVariable'>,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, VariableValue>>> {
  const found = new Map<string, Map<string, VariableValue>>(instanceIds.map((id) => [id, new Map()]));
  for (let from = 0; from < instanceIds.length; from += BATCH) {
    const rows = await reader.list('variable-instance', {
      filters: new Map([['variableScopeIdIn', instanceIds.slice(from, from + BATCH)]]),
      sorting: [],
      firstResult: 0,
      maxResults: null,
    });
    for (const row of rows) found.get(String(row['scope_id']))?.set(String(row['name']), readVariable(row));
  }
  return found;
}
