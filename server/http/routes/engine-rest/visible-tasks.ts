import type { AccessControl } from '../../../application/access/access-control.ts';
import { InvalidInput } from '../../../application/errors.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import { seesAllTasks } from '../../../application/user-tasks.ts';

const READ_TASK = [
  { resource: 'task', permission: 'READ' },
  { resource: 'processDefinition', permission: 'READ_TASK' },
] as const;

/** @throws InvalidInput for filters that do not go together */
export function checkedFilters(request: ListRequest): ListRequest {
  if (
    request.filters.has('includeAssignedTasks') &&
    !['candidateGroup', 'candidateGroups', 'candidateUser'].some((name) => request.filters.has(name))
  ) {
    throw new InvalidInput(
      'includeAssignedTasks goes with candidateGroup, candidateGroups or candidateUser: add one of them.',
    );
  }
  return request;
}

/** A query of tasks narrowed to those that the caller would find by `POST /task`. @throws InvalidInput */
export async function visibleTo(caller: Caller, request: ListRequest, access: AccessControl): Promise<ListRequest> {
  const byRole = seesAllTasks(caller) || { own: [caller.userId ?? '', ...caller.groups] };
  const scope = await access.scopeOf(caller, READ_TASK, byRole);
  return { ...checkedFilters(request), ...(scope ? { scope } : {}) };
}
