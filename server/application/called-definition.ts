import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import type { Effect } from '../engine/record/effect.ts';
import type { DefinitionReference } from './ports/deployment-store.ts';

/** Which definition a call activity means (Camunda 7: `calledElementBinding`). */
export function calledDefinitionReference(
  call: Pick<Extract<Effect, { type: 'callProcess' }>, 'key' | 'binding' | 'version' | 'tenantId'>,
  source: ProcessDefinition,
): DefinitionReference {
  const { key, tenantId } = call;
  switch (call.binding) {
    case 'latest':
      return { by: 'latest', key, tenantId };
    case 'deployment':
      return { by: 'deployment', key, deploymentId: source.deploymentId };
    case 'version':
      return { by: 'version', key, version: Number(call.version), tenantId };
    case 'versionTag':
      return { by: 'versionTag', key, versionTag: call.version ?? '', tenantId };
  }
}
