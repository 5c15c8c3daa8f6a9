import type { FlowNode } from '../engine/definition/flow-node.ts';
import { firstTimerOf, jobTypeOf } from '../engine/instance/job-type.ts';
import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import type { JobKind } from '../engine/instance/state.ts';

/** A place of a process definition where jobs are made: an async continuation or a timer. It follows from the model. */
export interface JobDefinition {
  /** @see jobDefinitionIdOf */
  readonly id: string;
  readonly processDefinitionId: string;
  readonly processDefinitionKey: string;
  readonly deploymentId: string;
  readonly tenantId: string | null;
  readonly activityId: string;
  /** Camunda's names (Camunda 7 REST, "Job Definition"). */
  readonly jobType: string;
  readonly jobConfiguration: string;
}

/** The id of a job definition, as the store composes it for a job. */
export function jobDefinitionIdOf(place: {
  readonly definitionId: string;
  readonly activityId: string;
  readonly kind: JobKind;
}): string {
  return `${place.definitionId}:${place.activityId}:${place.kind}`;
}

/** The job definitions of a process definition, in the order of its nodes. */
export function jobDefinitionsOf(definition: ProcessDefinition): readonly JobDefinition[] {
  return [...definition.nodes.values()].flatMap((node) =>
    kindsOf(node).map((kind) => {
      const { type, configuration } = jobTypeOf(node, kind, definition.key);
      return {
        id: jobDefinitionIdOf({ definitionId: definition.id, activityId: node.id, kind }),
        processDefinitionId: definition.id,
        processDefinitionKey: definition.key,
        deploymentId: definition.deploymentId,
        tenantId: definition.tenantId,
        activityId: node.id,
        jobType: type,
        jobConfiguration: configuration ?? '',
      };
    }),
  );
}

function kindsOf(node: FlowNode): readonly JobKind[] {
  return [
    ...(node.asyncBefore ? (['asyncBefore'] as const) : []),
    ...(firstTimerOf(node) ? (['timer'] as const) : []),
    ...(node.asyncAfter ? (['asyncAfter'] as const) : []),
  ];
}
