import { Rejection } from '../engine/errors.ts';
import type { Variables } from '../engine/instance/value.ts';
import { startDefinition } from './access/needs.ts';
import type { Reach } from './access/reach.ts';
import { reachesTenant } from './access/tenant.ts';
import type { Caller } from './ports/caller.ts';
import type { Definitions } from './ports/definitions.ts';
import type { DeploymentStore } from './ports/deployment-store.ts';
import type { CommandRequest, Dispatcher } from './ports/dispatcher.ts';
import type { ListReader } from './ports/list-reader.ts';
import { sendAsOne } from './send-as-one.ts';
import { refuseSuspended, startCommand } from './start-process.ts';

export interface SignalRequest {
  readonly name: string;
  /** Only this execution (activity instance); it must wait for the signal. */
  readonly executionId?: string;
  /** Null: only instances and definitions without tenant; absent: all. */
  readonly tenantId?: string | null;
  readonly variables: Variables;
}

export interface SignalOptions {
  readonly reader: ListReader;
  readonly deployments: DeploymentStore;
  readonly definitions: Definitions;
  readonly dispatcher: Dispatcher;
  readonly newId: () => string;
  readonly reach: Reach;
}

/**
 * Throws a signal from outside: everybody who waits for it gets it, and processes that begin with it start (Camunda 7
 * REST, "Signal"). Nobody waiting is no error, but for a single execution that is named.
 * @throws Rejection when the named execution does not wait for it.
 */
export async function broadcastSignal(request: SignalRequest, caller: Caller, options: SignalOptions): Promise<void> {
  const waiting = await options.reader.list('event-subscription', {
    filters: new Map<string, string | boolean | readonly string[]>([
      ['eventType', 'signal'],
      ['eventName', request.name],
      ...(request.executionId === undefined ? [] : ([['executionId', request.executionId]] as const)),
      ...(request.tenantId === null ? ([['withoutTenantId', true]] as const) : []),
      ...(typeof request.tenantId === 'string' ? ([['tenantIdIn', [request.tenantId]]] as const) : []),
    ]),
    sorting: [],
    firstResult: 0,
    maxResults: null,
  });
  if (request.executionId !== undefined && waiting.length === 0)
    throw new Rejection(
      'wrongState',
      `Execution ${request.executionId} has not subscribed to signal event '${request.name}'. GET /event-subscription tells what it waits for.`,
    );
  const reached = waiting.filter(({ tenant_id: tenant }) =>
    reachesTenant(caller, typeof tenant === 'string' ? tenant : null),
  );
  const starts =
    request.executionId === undefined
      ? (await options.deployments.findEventStarts('signal', request.name, request.tenantId)).filter(({ tenantId }) =>
          reachesTenant(caller, tenantId),
        )
      : [];
  // All are looked at before the first gets it (Camunda 7, `SignalEventReceivedCmd`).
  await options.reach.require(
    'process-instance',
    reached.map((each) => String(each['process_instance_id'])),
  );
  await options.reach.require(
    'process-definition',
    starts.map(({ definitionId }) => definitionId),
    startDefinition,
  );
  const commands: CommandRequest[] = reached
    .filter((subscription) => subscription['suspended'] !== 1)
    .map((subscription) => ({
      processInstanceId: String(subscription['process_instance_id']),
      userId: caller.userId,
      groups: caller.groups,
      command: { type: 'deliverEvent', subscriptionId: String(subscription['id']), variables: request.variables },
      // It went on meanwhile: it waits no longer.
      ifGone: 'leaveOut',
    }));
  for (const start of starts) {
    const found = await options.definitions.findProcess({ by: 'id', id: start.definitionId });
    if (!found) continue;
    refuseSuspended(found.row);
    const started = { ...found, businessKey: null, variables: request.variables, caller };
    commands.push(startCommand({ ...started, startActivityId: start.activityId }, options.newId()));
  }
  await sendAsOne(commands, options.dispatcher).catch((error: unknown) => {
    if (!(error instanceof Rejection && error.reason === 'notFound')) throw error;
  });
}
