import { broadcastSignal } from '../../../application/broadcast-signal.ts';
import {
  type Correlated,
  correlateMessage,
  MismatchingCorrelation,
  NobodyWaits,
} from '../../../application/correlate-message.ts';
import { startByCondition } from '../../../application/start-by-condition.ts';
import { messageEndpoints as endpoints } from '../../../contract/engine-rest/message.ts';
import { eventSubscriptionDto, storedActivityInstanceId } from '../../engine-rest/dto.ts';
import { fromDtoMap, toDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError, wrapped } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

/** Messages, signals, and who waits for them. */
export function messageRoutes(parts: RestParts): Route[] {
  const { reader, correlation, keptMessages } = parts;
  return [
    route(endpoints.correlateMessage, async ({ body }, { caller, reach }) => {
      if (!body.messageName)
        throw new EngineRestError(400, 'InvalidRequestException', 'No message name supplied: give messageName.');
      if (body.tenantId && body.withoutTenantId)
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          "Parameter 'tenantId' cannot be used together with parameter 'withoutTenantId': leave one out.",
        );
      if (body.variablesInResultEnabled && !body.resultEnabled)
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          'Parameter variablesInResultEnabled cannot be used without resultEnabled set to true.',
        );
      if (body.timeToLive && body.all)
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          'A message with timeToLive waits for one receiver: leave out all, or timeToLive.',
        );
      const request = {
        name: body.messageName,
        all: body.all ?? false,
        correlationKeys: fromDtoMap(body.correlationKeys, 'message'),
        localCorrelationKeys: fromDtoMap(body.localCorrelationKeys, 'message'),
        variables: fromDtoMap(body.processVariables, 'message'),
        localVariables: fromDtoMap(body.processVariablesLocal, 'message'),
        triggeredVariables: fromDtoMap(body.processVariablesToTriggeredScope, 'message'),
        ...(body.businessKey ? { businessKey: body.businessKey } : {}),
        ...(body.processInstanceId ? { processInstanceId: body.processInstanceId } : {}),
        ...(body.withoutTenantId ? { tenantId: null } : body.tenantId ? { tenantId: body.tenantId } : {}),
      };
      const correlated = await wrapped(() => correlateMessage(request, caller, { ...correlation, reach }), {
        status: 500,
      }).catch(async (error: unknown) => {
        if (error instanceof NobodyWaits && body.timeToLive) {
          await keptMessages.keep(request, caller, body.timeToLive);
          return [];
        }
        throw error instanceof MismatchingCorrelation
          ? new EngineRestError(400, 'RestException', error.message)
          : error;
      });
      return body.resultEnabled
        ? correlated.map((each) => describe(each, body.variablesInResultEnabled ?? false))
        : undefined;
    }),
    route(endpoints.throwSignal, ({ body }, { caller, reach }) => {
      const { name, executionId, tenantId, withoutTenantId } = body;
      if (!name) throw new EngineRestError(400, 'InvalidRequestException', 'No signal name given: give name.');
      if ((executionId && (tenantId || withoutTenantId)) || (tenantId && withoutTenantId))
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          'Give one of executionId, tenantId and withoutTenantId: an execution has its own tenant.',
        );
      return wrapped(
        () =>
          broadcastSignal(
            {
              name,
              variables: fromDtoMap(body.variables, 'signal'),
              ...(executionId ? { executionId: storedActivityInstanceId(executionId) } : {}),
              ...(withoutTenantId ? { tenantId: null } : tenantId ? { tenantId } : {}),
            },
            caller,
            { ...correlation, reader, reach },
          ),
        { status: 500 },
      );
    }),
    route(endpoints.evaluateCondition, async ({ body }, { caller, reach }) => {
      const { tenantId, withoutTenantId, processDefinitionId } = body;
      if (tenantId && withoutTenantId)
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          "Parameter 'tenantId' cannot be used together with parameter 'withoutTenantId': leave one out.",
        );
      const started = await startByCondition(
        {
          variables: fromDtoMap(body.variables, 'condition'),
          businessKey: body.businessKey ?? null,
          ...(processDefinitionId ? { processDefinitionId } : {}),
          ...(withoutTenantId ? { tenantId: null } : tenantId ? { tenantId } : {}),
        },
        caller,
        { ...correlation, openConditionPorts: parts.openConditionPorts, reach },
      );
      return started.map(({ id, row, businessKey, result }) => ({
        id,
        definitionId: row.id,
        definitionKey: row.key,
        businessKey,
        caseInstanceId: null,
        ended: result.ended,
        suspended: result.suspended,
        tenantId: row.tenantId,
        links: [],
      }));
    }),
    route(endpoints.listEventSubscriptions, async ({ query }) =>
      (await reader.list('event-subscription', query)).map(eventSubscriptionDto),
    ),
    route(endpoints.countEventSubscriptions, async ({ query }) => ({
      count: await reader.count('event-subscription', query),
    })),
  ];
}

function describe(correlated: Correlated, withVariables: boolean) {
  const variables = withVariables ? { variables: toDtoMap(correlated.result.variables) } : {};
  if (correlated.type === 'execution') {
    const { activityInstanceId, processInstanceId, tenantId } = correlated.subscriber;
    return {
      resultType: 'Execution' as const,
      execution: { id: activityInstanceId, processInstanceId, ended: false, tenantId },
      processInstance: null,
      ...variables,
    };
  }
  const { processInstanceId, definitionId, definitionKey, businessKey, tenantId, result } = correlated;
  return {
    resultType: 'ProcessDefinition' as const,
    execution: null,
    ...variables,
    processInstance: {
      id: processInstanceId,
      definitionId,
      definitionKey,
      businessKey,
      caseInstanceId: null,
      ended: result.ended,
      suspended: result.suspended,
      tenantId,
      links: [],
    },
  };
}
