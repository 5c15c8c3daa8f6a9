import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import type { Variables, VariableValue } from '../engine/instance/value.ts';
import type { ModificationInstruction } from '../engine/record/command.ts';
import { InvalidInput } from './errors.ts';
import type { Caller } from './ports/caller.ts';
import type { Row } from './ports/database.ts';
import type { ProcessDefinitionRow } from './ports/deployment-store.ts';
import type { CommandRequest } from './ports/dispatcher.ts';
import type { ListReader } from './ports/list-reader.ts';
import { refuseSuspended, startCommand } from './start-process.ts';

export interface Restart {
  readonly row: ProcessDefinitionRow;
  readonly definition: ProcessDefinition;
  readonly instructions: readonly ModificationInstruction[];
  /** The variables an instance was started with; otherwise those it had at its end. */
  readonly initialVariables: boolean;
  readonly withoutBusinessKey: boolean;
  readonly skipListeners: boolean;
  readonly skipMappings: boolean;
  readonly caller: Pick<Caller, 'userId' | 'groups'>;
}
export interface RestartOptions {
  readonly reader: ListReader;
  readonly newId: () => string;
  /** The typed value of a row of a variable table. */
  readonly readVariable: (row: Row) => VariableValue;
}

/**
 * For each ended instance the command that starts it again as a new one, or why it cannot be started again.
 * @throws Rejection when the definition is suspended
 */
export async function restartCommands(
  ids: readonly string[],
  restart: Restart,
  options: RestartOptions,
): Promise<ReadonlyMap<string, CommandRequest | InvalidInput>> {
  refuseSuspended(restart.row);
  const ended = new Map(
    (await list('history-process-instance', ids, options.reader)).map((row) => [String(row['id']), row]),
  );
  const last = restart.initialVariables ? new Map<string, Variables>() : await lastVariables(ids, options);
  const { instructions, skipListeners, skipMappings } = restart;
  return new Map(
    ids.map((id): [string, CommandRequest | InvalidInput] => {
      const row = ended.get(id);
      const problem = problemOf(id, row, restart.row.id);
      if (problem !== undefined) return [id, new InvalidInput(problem)];
      return [
        id,
        startCommand(
          {
            definition: restart.definition,
            businessKey: restart.withoutBusinessKey ? null : textOf(row?.['business_key']),
            variables: restart.initialVariables
              ? initialVariables(row, options.readVariable)
              : (last.get(id) ?? new Map()),
            caller: restart.caller,
            restartedProcessInstanceId: id,
            startAt: { instructions, skipListeners, skipMappings },
          },
          options.newId(),
        ),
      ];
    }),
  );
}

function problemOf(id: string, row: Row | undefined, definitionId: string): string | undefined {
  if (!row) return `Historic process instance cannot be found: ${id}.`;
  if (row['ended_at'] === null) return `Process instance ${id} still runs; only ended ones are restarted.`;
  if (row['definition_id'] !== definitionId)
    return `Its process definition '${String(row['definition_id'])}' does not match given process definition '${definitionId}'`;
  return undefined;
}

function list(
  kind: 'history-process-instance' | 'history-variable-instance',
  ids: readonly string[],
  reader: ListReader,
): Promise<readonly Row[]> {
  return reader.list(kind, {
    filters: new Map([[kind === 'history-process-instance' ? 'processInstanceIds' : 'processInstanceIdIn', ids]]),
    sorting: [],
    firstResult: 0,
    maxResults: null,
  });
}

/** Variables of the instances' own scopes as they were at the end. */
async function lastVariables(
  ids: readonly string[],
  { reader, readVariable }: RestartOptions,
): Promise<ReadonlyMap<string, Variables>> {
  const all = new Map<string, Map<string, VariableValue>>();
  for (const row of await list('history-variable-instance', ids, reader)) {
    const id = String(row['process_instance_id']);
    if (row['scope_id'] !== id) continue;
    const variables = all.get(id) ?? new Map<string, VariableValue>();
    all.set(id, variables.set(String(row['name']), readVariable(row)));
  }
  return all;
}

function initialVariables(row: Row | undefined, readVariable: RestartOptions['readVariable']): Variables {
  const cells = JSON.parse(String(row?.['initial_variables'] ?? '[]')) as readonly (Row & { readonly name: string })[];
  return new Map(cells.map((each) => [each.name, readVariable(each)]));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
