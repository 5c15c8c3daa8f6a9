import type { InstanceState } from '../engine/instance/state.ts';
import { Rejection } from '../engine/errors.ts';
import type { Variables, VariableValue } from '../engine/instance/value.ts';
import { reachesTenant } from './access/tenant.ts';
import { InvalidInput } from './errors.ts';
import type { InstanceViews } from './instance-views.ts';
import type { Caller } from './ports/caller.ts';
import type { Definitions } from './ports/definitions.ts';
import type { DeploymentStore } from './ports/deployment-store.ts';
import type { CommandResult, Dispatcher } from './ports/dispatcher.ts';
import type { MessageSubscriber, RuntimeStore } from './ports/runtime-store.ts';
import { startProcess } from './start-process.ts';

export interface Correlation {
  readonly name: string;
  readonly businessKey?: string;
  readonly processInstanceId?: string;
  /** Null: only instances without tenant. */
  readonly tenantId?: string | null;
  /** Must equal variables of the process instance. */
  readonly correlationKeys: Variables;
  /** Must equal variables of the waiting scope. */
  readonly localCorrelationKeys: Variables;
  readonly variables: Variables;
  readonly localVariables: Variables;
  /** Every match, instead of exactly one. */
  readonly all: boolean;
}
export type Correlated =
  | { readonly type: 'execution'; readonly subscriber: MessageSubscriber; readonly result: CommandResult }
  | {
      readonly type: 'definition';
      readonly processInstanceId: string;
      readonly definitionId: string;
      readonly definitionKey: string;
      readonly businessKey: string | null;
      readonly tenantId: string | null;
      readonly result: CommandResult;
    };

/** Nobody waits for the message, or more than one. */
export class MismatchingCorrelation extends InvalidInput {}

export interface CorrelationOptions {
  readonly store: RuntimeStore;
  readonly deployments: DeploymentStore;
  readonly definitions: Definitions;
  readonly views: InstanceViews;
  readonly dispatcher: Dispatcher;
  readonly newId: () => string;
}

/** More waiting instances than this are not compared for one message. */
const MOST_CANDIDATES = 1_000;

/**
 * Delivers a message to the instance that waits for it; if none does, to a message start event (Camunda 7 semantics,
 * section 7). A message with a process instance id never starts a new one.
 */
export async function correlateMessage(
  request: Correlation,
  caller: Caller,
  options: CorrelationOptions,
): Promise<readonly Correlated[]> {
  const waiting = (await findWaiting(request, options)).filter(({ tenantId }) => reachesTenant(caller, tenantId));
  if (!request.all && waiting.length > 1)
    throw mismatch(request, `${waiting.length} executions match the correlation keys`);
  const correlated: Correlated[] = [];
  for (const subscriber of waiting) {
    try {
      const result = await options.dispatcher.send({
        processInstanceId: subscriber.processInstanceId,
        userId: caller.userId,
        groups: caller.groups,
        command: {
          type: 'deliverMessage',
          subscriptionId: subscriber.subscriptionId,
          variables: request.variables,
          localVariables: request.localVariables,
        },
      });
      correlated.push({ type: 'execution', subscriber, result });
    } catch (error) {
      // Somebody else's message was faster: nobody waits here any more.
      if (!(error instanceof Rejection && error.reason === 'notFound')) throw error;
    }
  }
  if ((correlated.length > 0 && !request.all) || request.processInstanceId !== undefined) {
    if (correlated.length === 0 && !request.all)
      throw mismatch(request, 'No process definition or execution matches the parameters');
    return correlated;
  }
  const starts =
    request.localCorrelationKeys.size > 0
      ? []
      : (await options.deployments.findEventStarts('message', request.name, request.tenantId)).filter(({ tenantId }) =>
          reachesTenant(caller, tenantId),
        );
  if (!request.all && starts.length > 1)
    throw mismatch(request, `${starts.length} process definitions start with this message`);
  for (const start of starts) {
    const found = await options.definitions.findProcess({ by: 'id', id: start.definitionId });
    if (!found) continue;
    const { id, result } = await startProcess(
      {
        ...found,
        businessKey: request.businessKey ?? null,
        variables: new Map([...request.variables, ...request.localVariables]),
        caller,
        startActivityId: start.activityId,
      },
      options,
    );
    correlated.push({
      type: 'definition',
      processInstanceId: id,
      definitionId: found.row.id,
      definitionKey: found.row.key,
      businessKey: request.businessKey ?? null,
      tenantId: found.row.tenantId,
      result,
    });
  }
  if (correlated.length === 0 && !request.all)
    throw mismatch(request, 'No process definition or execution matches the parameters');
  return correlated;
}

async function findWaiting(request: Correlation, options: CorrelationOptions): Promise<readonly MessageSubscriber[]> {
  const subscribers = await options.store.findMessageSubscribers(
    {
      name: request.name,
      ...(request.businessKey === undefined ? {} : { businessKey: request.businessKey }),
      ...(request.processInstanceId === undefined ? {} : { processInstanceId: request.processInstanceId }),
      ...(request.tenantId === undefined ? {} : { tenantId: request.tenantId }),
    },
    MOST_CANDIDATES,
  );
  if (request.correlationKeys.size === 0 && request.localCorrelationKeys.size === 0) return subscribers;
  const states = await options.views.findMany(subscribers.map((subscriber) => subscriber.processInstanceId));
  return subscribers.filter((subscriber) => {
    const state = states.get(subscriber.processInstanceId);
    return (
      state !== undefined &&
      equalIn(state, state.id, request.correlationKeys) &&
      equalIn(state, subscriber.activityInstanceId, request.localCorrelationKeys)
    );
  });
}

function equalIn(state: InstanceState, scopeId: string, keys: Variables): boolean {
  const scope = state.variables.get(scopeId);
  return [...keys].every(([name, value]) => isEqual(scope?.get(name), value));
}

/** Numbers of different types are equal when their values are. */
function isEqual(left: VariableValue | undefined, right: VariableValue): boolean {
  return (
    left !== undefined && String(left.value) === String(right.value) && (left.value === null) === (right.value === null)
  );
}

function mismatch(request: Correlation, reason: string): MismatchingCorrelation {
  return new MismatchingCorrelation(
    `org.camunda.bpm.engine.MismatchingMessageCorrelationException: Cannot correlate message '${request.name}': ${reason}`,
  );
}
