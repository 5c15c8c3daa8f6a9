import type { Row } from '../../../application/ports/database.ts';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import type { TaskDto } from '../../../contract/engine-rest/task.ts';
import { taskDto } from '../../engine-rest/dto.ts';
import { toDtoMap } from '../../engine-rest/typed-value.ts';
import { isAsked } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Tasks of a page, with what the query asked to be told beside them. */
export async function describeTasks(
  rows: readonly Row[],
  request: ListRequest,
  { taskDetails, readVariable }: Pick<RestParts, 'taskDetails' | 'readVariable'>,
): Promise<TaskDto[]> {
  const ids = rows.map((row) => String(row['id']));
  const noted = isAsked(request, 'withCommentAttachmentInfo', false) ? await taskDetails.findNoted(ids) : undefined;
  const all = isAsked(request, 'withTaskVariablesInReturn', false);
  const variables =
    all || isAsked(request, 'withTaskLocalVariablesInReturn', false)
      ? await taskDetails.readVariables(ids, { local: !all })
      : undefined;
  return rows.map((row) => {
    const task = taskDto(row);
    return {
      ...task,
      ...(noted ? { comment: noted.commented.has(task.id), attachment: noted.attached.has(task.id) } : {}),
      ...(variables
        ? {
            variables: toDtoMap(
              new Map((variables.get(task.id) ?? []).map((each) => [String(each['name']), readVariable(each)])),
            ),
          }
        : {}),
    };
  });
}
