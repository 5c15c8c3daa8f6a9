import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import { Rejection } from '../engine/errors.ts';
import type { Variables } from '../engine/instance/value.ts';
import type { ModificationInstruction } from '../engine/record/command.ts';
import type { Caller } from './ports/caller.ts';
import type { CommandRequest, CommandResult, Dispatcher } from './ports/dispatcher.ts';
import type { ProcessDefinitionRow } from './ports/deployment-store.ts';

export interface StartRequest {
  readonly row: ProcessDefinitionRow;
  readonly definition: ProcessDefinition;
  readonly businessKey: string | null;
  readonly variables: Variables;
  readonly caller: Caller;
  /** The variables are fields of a form, for history. */
  readonly byForm?: boolean;
  /** A message start event; absent: the none start event. */
  readonly startActivityId?: string;
  /** The ended instance that is started again. */
  readonly restartedProcessInstanceId?: string;
  /** Where to start instead of a start event. */
  readonly startAt?: {
    readonly instructions: readonly ModificationInstruction[];
    readonly skipListeners: boolean;
    readonly skipMappings: boolean;
  };
}

/** Starts a process instance; suspended definitions start none. */
export async function startProcess(
  request: StartRequest,
  options: { readonly dispatcher: Dispatcher; readonly newId: () => string },
): Promise<{ readonly id: string; readonly result: CommandResult }> {
  refuseSuspended(request.row);
  const id = options.newId();
  return { id, result: await options.dispatcher.send(startCommand(request, id)) };
}

/** The command that starts instance `id`. */
export function startCommand(
  request: Omit<StartRequest, 'row' | 'caller'> & { readonly caller: Pick<Caller, 'userId' | 'groups'> },
  id: string,
): CommandRequest {
  return {
    processInstanceId: id,
    userId: request.caller.userId,
    groups: request.caller.groups,
    definition: request.definition,
    ...(request.byForm ? { form: { taskId: null, fields: request.variables } } : {}),
    command: {
      type: 'startProcessInstance',
      instanceId: id,
      businessKey: request.businessKey,
      variables: request.variables,
      startUserId: request.caller.userId,
      ...request.startAt,
      ...(request.restartedProcessInstanceId === undefined
        ? {}
        : { restartedProcessInstanceId: request.restartedProcessInstanceId }),
      ...(request.startActivityId === undefined ? {} : { startActivityId: request.startActivityId }),
    },
  };
}

/** @throws Rejection when no instances may be started */
export function refuseSuspended({ id, suspended }: Pick<ProcessDefinitionRow, 'id' | 'suspended'>): void {
  if (suspended)
    throw new Rejection('suspended', `Process definition ${id} is suspended. Activate it to start instances.`);
}
