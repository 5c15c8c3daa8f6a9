import { executionEndpoints as endpoints, localVariableEndpoints } from '../../../contract/engine-rest/execution.ts';
import { Rejection } from '../../../engine/errors.ts';
import { eventSubscriptionDto, executionDto, incidentDto, storedActivityInstanceId } from '../../engine-rest/dto.ts';
import { fromDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError, wrapped } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { getRow, paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import { variableRoutes } from './variable-routes.ts';

/** Executions: each activity instance of a running instance under Camunda's name for it, and its own variables. */
export function executionRoutes(parts: RestParts): Route[] {
  const { reader, views, dispatcher } = parts;
  const find = async (id: string) => {
    const scopeId = storedActivityInstanceId(id);
    const [row] = await reader.list('execution', {
      filters: new Map([['executionId', scopeId]]),
      sorting: [],
      firstResult: 0,
      maxResults: 1,
    });
    const state = row && (await views.find(String(row['process_instance_id'])));
    return state?.activities.has(scopeId) ? { state, scopeId } : undefined;
  };
  const get = async (id: string) => {
    const found = await find(id);
    if (found) return found;
    throw new Rejection('notFound', `execution ${id} doesn't exist: execution is null. It may have ended.`);
  };
  return [
    route(endpoints.listExecutions, async ({ query }) => (await reader.list('execution', query)).map(executionDto)),
    route(endpoints.countExecutions, async ({ query }) => ({ count: await reader.count('execution', query) })),
    route(endpoints.queryExecutions, async ({ query, body }) =>
      (await reader.list('execution', paged(body, query))).map(executionDto),
    ),
    route(endpoints.queryExecutionCount, async ({ body }) => ({ count: await reader.count('execution', body) })),
    route(endpoints.createIncident, async ({ params, body }, { caller }) => {
      const found = await find(params.id);
      if (!found)
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          `Cannot find an execution with executionId '${params.id}': execution is null. It may have ended.`,
        );
      const { events } = await dispatcher.send({
        processInstanceId: found.state.id,
        userId: caller.userId,
        command: {
          type: 'createIncident',
          activityInstanceId: found.scopeId,
          kind: body.incidentType,
          configuration: body.configuration ?? null,
          message: body.message ?? null,
        },
      });
      const opened = events.find(
        ({ processInstanceId, event }) => processInstanceId === found.state.id && event.type === 'incidentOpened',
      )?.event;
      if (opened?.type !== 'incidentOpened') throw new Error(`No incident was opened at execution ${params.id}.`);
      return incidentDto(await getRow(parts, 'incident', ['incidentId', opened.incident.id]));
    }),
    route(endpoints.getMessageSubscription, async ({ params }) => {
      const [row] = await reader.list('event-subscription', {
        filters: new Map([
          ['executionId', storedActivityInstanceId(params.id)],
          ['eventName', params.name],
          ['eventType', 'message'],
        ]),
        sorting: [],
        firstResult: 0,
        maxResults: 1,
      });
      if (row) return eventSubscriptionDto(row);
      throw new EngineRestError(
        404,
        'InvalidRequestException',
        `Message event subscription for execution ${params.id} named ${params.name} does not exist`,
      );
    }),
    route(endpoints.getExecution, async ({ params }) =>
      executionDto(await getRow(parts, 'execution', ['executionId', storedActivityInstanceId(params.id)])),
    ),
    route(endpoints.signalExecution, ({ params, body }, { caller }) =>
      wrapped(
        async () => {
          const { state, scopeId } = await get(params.id);
          await dispatcher.send({
            processInstanceId: state.id,
            userId: caller.userId,
            command: {
              type: 'signalActivity',
              activityInstanceId: scopeId,
              variables: fromDtoMap(body.variables, 'execution'),
            },
          });
        },
        { status: 500, prefix: `Cannot signal execution ${params.id}: ` },
      ),
    ),
    route(endpoints.triggerMessage, ({ params, body }, { caller }) =>
      wrapped(
        async () => {
          const { state, scopeId } = await get(params.id);
          const subscription = [...state.subscriptions.values()].find(
            (each) => each.activityInstanceId === scopeId && each.kind === 'message' && each.name === params.name,
          );
          if (!subscription)
            throw new Rejection(
              'wrongState',
              `the execution does not wait for this message. GET /event-subscription tells what it waits for.`,
            );
          await dispatcher.send({
            processInstanceId: state.id,
            userId: caller.userId,
            command: {
              type: 'deliverEvent',
              subscriptionId: subscription.id,
              variables: fromDtoMap(body.variables, 'execution'),
            },
          });
        },
        { status: 500, prefix: `Cannot trigger message ${params.name} for execution ${params.id}: ` },
      ),
    ),
    ...variableRoutes(localVariableEndpoints, 'execution', {
      parts,
      find: async (id) => {
        const found = await find(id);
        return (
          found && {
            address: { processInstanceId: found.state.id, scopeId: found.scopeId, local: true },
            variables: new Map(found.state.variables.get(found.scopeId)),
          }
        );
      },
    }),
  ];
}
