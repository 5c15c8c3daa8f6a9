import { findConditional } from '../engine/context/condition.ts';
import { ProcessingFailure } from '../engine/errors.ts';
import type { Variables } from '../engine/instance/value.ts';
import { type ConditionPorts, evaluateStartCondition } from './evaluation/evaluate-condition.ts';
import type { Reach } from './access/reach.ts';
import { reachesTenant } from './access/tenant.ts';
import type { Caller } from './ports/caller.ts';
import type { Definitions } from './ports/definitions.ts';
import type { DeploymentStore, ProcessDefinitionRow } from './ports/deployment-store.ts';
import type { CommandResult, Dispatcher } from './ports/dispatcher.ts';
import { startProcess } from './start-process.ts';

export interface ConditionRequest {
  readonly variables: Variables;
  readonly businessKey: string | null;
  /** Only this definition. */
  readonly processDefinitionId?: string;
  /** Null: only definitions without tenant; absent: all. */
  readonly tenantId?: string | null;
}

export interface ConditionOptions {
  readonly deployments: Pick<DeploymentStore, 'findEventStarts'>;
  readonly definitions: Pick<Definitions, 'findProcess'>;
  readonly dispatcher: Dispatcher;
  readonly newId: () => string;
  readonly openConditionPorts: (caller: Caller) => ConditionPorts;
}

export interface StartedByCondition {
  readonly id: string;
  readonly row: ProcessDefinitionRow;
  readonly businessKey: string | null;
  readonly result: CommandResult;
}

/**
 * Starts an instance for every conditional start event whose condition holds with the variables (Camunda 7 REST,
 * "Condition"). None that holds is no error.
 * @throws ProcessingFailure when nothing starts by a condition at all, or a condition cannot be evaluated: then nothing
 * has started
 */
export async function startByCondition(
  request: ConditionRequest,
  caller: Caller,
  options: ConditionOptions & { readonly reach: Reach },
): Promise<readonly StartedByCondition[]> {
  const starts = (await options.deployments.findEventStarts('conditional', undefined, request.tenantId)).filter(
    ({ definitionId, tenantId }) =>
      reachesTenant(caller, tenantId) &&
      (request.processDefinitionId === undefined || definitionId === request.processDefinitionId),
  );
  if (starts.length === 0)
    throw new ProcessingFailure(
      request.processDefinitionId ?? '',
      request.processDefinitionId === undefined
        ? 'No subscriptions were found during evaluation of the conditional start events: no process starts by a condition.'
        : `Process definition with id '${request.processDefinitionId}' does not declare conditional start event, or it is not the latest version.`,
    );
  const holding = [];
  for (const start of starts) {
    const found = await options.definitions.findProcess({ by: 'id', id: start.definitionId });
    const node = found?.definition.nodes.get(start.activityId);
    const event = node && findConditional(node, start.name);
    if (!found || !event) continue;
    const about = {
      processDefinitionId: start.definitionId,
      activityId: start.activityId,
      variables: request.variables,
    };
    try {
      if (await evaluateStartCondition(event.condition, about, options.openConditionPorts(caller)))
        holding.push({ found, startActivityId: start.activityId });
    } catch (error) {
      throw new ProcessingFailure(
        start.activityId,
        `The condition of ${start.activityId} in ${start.definitionId} cannot be evaluated: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }
  const { businessKey, variables } = request;
  await options.reach.require(
    'process-definition',
    holding.map(({ found }) => found.row.id),
  );
  return await Promise.all(
    holding.map(async ({ found, startActivityId }) => ({
      ...(await startProcess({ ...found, businessKey, variables, caller, startActivityId }, options)),
      row: found.row,
      businessKey,
    })),
  );
}
