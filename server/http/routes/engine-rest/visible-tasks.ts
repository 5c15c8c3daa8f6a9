import { InvalidInput } from '../../../application/errors.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import { seesAllTasks } from '../../../application/user-tasks.ts';

/** An officer's query is narrowed to tasks that are his or his groups'. */
export function visibleTo(caller: Caller, request: ListRequest): ListRequest {
  if (
    request.filters.has('includeAssignedTasks') &&
    !['candidateGroup', 'candidateGroups', 'candidateUser'].some((name) => request.filters.has(name))
  ) {
    throw new InvalidInput(
      'includeAssignedTasks goes with candidateGroup, candidateGroups or candidateUser: add one of them.',
    );
  }
  if (seesAllTasks(caller)) return request;
  return { ...request, filters: new Map([...request.filters, ['visibleTo', [caller.userId ?? '', ...caller.groups]]]) };
}
