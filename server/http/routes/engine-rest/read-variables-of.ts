import type { VariableValue, Variables } from '../../../engine/instance/value.ts';
import type { RestParts } from './rest-parts.ts';

/** Scopes whose variables are read with one statement. */
const BATCH = 500;

/** The variables of each row of history, as `withVariables` tells them; the rows' ids with their instance's. */
export async function readHistoricVariables(
  { reader, readVariable }: Pick<RestParts, 'reader' | 'readVariable'>,
  rows: readonly { readonly id: string; readonly processInstanceId: string | null }[],
): Promise<ReadonlyMap<string, Variables>> {
  const found = new Map<string, Map<string, VariableValue>>();
  for (let from = 0; from < rows.length; from += BATCH) {
    const scopes = rows.slice(from, from + BATCH).flatMap((row) => [row.id, row.processInstanceId ?? row.id]);
    const variables = await reader.list('history-variable-instance', {
      filters: new Map([['ofScopes', [...new Set(scopes)]]]),
      sorting: [],
      firstResult: 0,
      maxResults: null,
    });
    for (const row of variables) {
      const scope = String(row['scope_id']);
      const own = found.get(scope) ?? new Map<string, VariableValue>();
      found.set(scope, own.set(String(row['name']), readVariable(row)));
    }
  }
  const of = (id: string | null): Variables => (id === null ? undefined : found.get(id)) ?? new Map();
  // A task sees those of its instance, and its own before them.
  return new Map(rows.map(({ id, processInstanceId }) => [id, new Map([...of(processInstanceId), ...of(id)])]));
}

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
