import type { Row } from '../../../application/ports/database.ts';
import { startProcess } from '../../../application/start-process.ts';
import { restartEndpoints as endpoints } from '../../../contract/engine-rest/restart.ts';
import type { Variables, VariableValue } from '../../../engine/instance/value.ts';
import { readInstructions } from '../../engine-rest/modification-instruction.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { selectInstances } from './bulk.ts';
import { findDefinition } from './process-definition.ts';
import type { RestParts } from './rest-parts.ts';

/** Starting ended instances again. Each is a new instance, which names the one it comes from. */
export function restartRoutes(parts: RestParts): Route[] {
  const list = (kind: 'history-process-instance' | 'history-variable-instance', ids: readonly string[]) =>
    parts.reader.list(kind, {
      filters: new Map([[kind === 'history-process-instance' ? 'processInstanceIds' : 'processInstanceIdIn', ids]]),
      sorting: [],
      firstResult: 0,
      maxResults: null,
    });
  return [
    route(endpoints.restartProcessInstances, async ({ params, body }, { caller }) => {
      const instructions = readInstructions(body.instructions);
      if (instructions.length === 0) throw refuse('instructions is empty: say where the instances start.');
      if (instructions.some(({ type }) => type.startsWith('cancel')))
        throw refuse("Instances cannot be restarted with a 'cancel' instruction.");
      const found = await findDefinition(params, parts);
      const ids = [...(await selectInstances({ ...body, processInstanceQuery: undefined }, parts))];
      const ended = new Map((await list('history-process-instance', ids)).map((row) => [String(row['id']), row]));
      for (const id of ids) check(id, ended.get(id), found.row.id);
      const last = body.initialVariables ? new Map<string, Variables>() : await lastVariables(ids, list, parts);
      for (const id of ids) {
        const row = ended.get(id);
        await startProcess(
          {
            ...found,
            businessKey: body.withoutBusinessKey ? null : textOf(row?.['business_key']),
            variables: body.initialVariables ? initialVariables(row, parts) : (last.get(id) ?? new Map()),
            caller,
            restartedProcessInstanceId: id,
            startAt: {
              instructions,
              skipListeners: body.skipCustomListeners ?? false,
              skipMappings: body.skipIoMappings ?? false,
            },
          },
          parts,
        );
      }
    }),
  ];
}

function check(id: string, row: Row | undefined, definitionId: string): void {
  if (!row) throw refuse(`Historic process instance cannot be found: ${id}.`);
  if (row['ended_at'] === null) throw refuse(`Process instance ${id} still runs; only ended ones are restarted.`);
  if (row['definition_id'] !== definitionId)
    throw refuse(
      `Its process definition '${String(row['definition_id'])}' does not match given process definition '${definitionId}'`,
    );
}

/** Variables of the instances' own scopes as they were at the end. */
async function lastVariables(
  ids: readonly string[],
  list: (kind: 'history-variable-instance', ids: readonly string[]) => Promise<readonly Row[]>,
  { readVariable }: RestParts,
): Promise<ReadonlyMap<string, Variables>> {
  const all = new Map<string, Map<string, VariableValue>>();
  for (const row of await list('history-variable-instance', ids)) {
    const id = String(row['process_instance_id']);
    if (row['scope_id'] !== id) continue;
    const variables = all.get(id) ?? new Map<string, VariableValue>();
    all.set(id, variables.set(String(row['name']), readVariable(row)));
  }
  return all;
}

function initialVariables(row: Row | undefined, { readVariable }: RestParts): Variables {
  const cells = JSON.parse(String(row?.['initial_variables'] ?? '[]')) as readonly (Row & { readonly name: string })[];
  return new Map(cells.map((each) => [each.name, readVariable(each)]));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function refuse(message: string): EngineRestError {
  return new EngineRestError(400, 'InvalidRequestException', message);
}
