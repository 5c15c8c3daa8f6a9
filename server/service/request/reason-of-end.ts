import type { InstanceHistory } from '../../application/ports/service-history.ts';
import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';

/**
 * Why a request ended as it did, for its applicant: the end event names the variable with the reason in its property
 * `alur:reason`. Null when it names none or the variable holds no text.
 */
export function reasonOfEnd(
  request: { readonly definition: ProcessDefinition; readonly variables: ReadonlyMap<string, unknown> },
  instance: InstanceHistory | undefined,
): string | null {
  const end = instance?.endActivityId == null ? undefined : request.definition.nodes.get(instance.endActivityId);
  const reason = request.variables.get(end?.properties['alur:reason'] ?? '');
  return typeof reason === 'string' && reason !== '' ? reason : null;
}
