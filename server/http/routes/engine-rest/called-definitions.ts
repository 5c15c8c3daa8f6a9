import { staticCallsOf } from '../../../application/static-calls.ts';
import type { ProcessDefinition } from '../../../engine/definition/process-definition.ts';
import { processDefinitionDto } from '../../engine-rest/dto.ts';
import type { RestParts } from './rest-parts.ts';

/** Definitions that a definition calls by plain text, each with the call activities that do. */
export async function listCalledDefinitions(definition: ProcessDefinition, parts: RestParts) {
  const callers = new Map<string, string[]>();
  for (const { reference, activityId } of staticCallsOf(definition)) {
    const called = await parts.definitions.findProcess(reference);
    if (!called) continue;
    const activities = callers.get(called.row.id) ?? [];
    activities.push(activityId);
    callers.set(called.row.id, activities);
  }
  const rows =
    callers.size === 0
      ? []
      : await parts.reader.list('process-definition', {
          filters: new Map([['processDefinitionIdIn', [...callers.keys()]]]),
          sorting: [],
          firstResult: 0,
          maxResults: null,
        });
  return rows.map((row) => {
    const called = processDefinitionDto(row);
    return {
      ...called,
      calledFromActivityIds: callers.get(called.id) ?? [],
      callingProcessDefinitionId: definition.id,
    };
  });
}
