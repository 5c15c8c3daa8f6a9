import { standaloneTaskEndpoints as endpoints } from '../../../contract/engine-rest/standalone-task.ts';
import { Rejection } from '../../../engine/errors.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

/** Tasks that belong to no process are made and deleted; all else is done with them as with every task. */
export function standaloneTaskRoutes({ tasks, newId }: RestParts): Route[] {
  return [
    route(endpoints.createTask, ({ body }, { caller }) =>
      tasks
        .create(
          {
            id: body.id ?? newId(),
            name: body.name ?? null,
            description: body.description ?? null,
            // Camunda's REST sends no default: a priority that is left out is 0.
            priority: body.priority ?? 0,
            assignee: body.assignee || null,
            owner: body.owner ?? null,
            delegationState: body.delegationState ?? null,
            dueAt: body.due ?? null,
            followUpAt: body.followUp ?? null,
            parentTaskId: body.parentTaskId ?? null,
            tenantId: body.tenantId ?? null,
          },
          caller,
        )
        .catch(notSaved),
    ),
    route(endpoints.deleteTask, ({ params }, { caller }) => tasks.delete(params.id, caller)),
  ];
}

/** As Camunda wraps what makes a task invalid. */
function notSaved(error: unknown): never {
  if (!(error instanceof Rejection) || error.reason !== 'invalid') throw error;
  throw new EngineRestError(400, 'InvalidRequestException', `Could not save task: ${error.message}`, { cause: error });
}
