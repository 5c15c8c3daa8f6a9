import { definitionsOf } from '../engine/definition/event-definition.ts';
import type { FlowNode } from '../engine/definition/flow-node.ts';
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
  return [...definition.nodes.values()].flatMap((node) => {
    const make = (kind: JobKind, jobType: string, jobConfiguration: string): JobDefinition => ({
      id: jobDefinitionIdOf({ definitionId: definition.id, activityId: node.id, kind }),
      processDefinitionId: definition.id,
      processDefinitionKey: definition.key,
      deploymentId: definition.deploymentId,
      tenantId: definition.tenantId,
      activityId: node.id,
      jobType,
      jobConfiguration,
    });
    return [
      ...(node.asyncBefore ? [make('asyncBefore', 'async-continuation', 'async-before')] : []),
      ...timersOf(node).map((text) => make('timer', timerType(node, definition), text)),
      ...(node.asyncAfter ? [make('asyncAfter', 'async-continuation', 'async-after')] : []),
    ];
  });
}

/** All timers of one event share a job definition here, so only the first is told. */
function timersOf(node: FlowNode): readonly string[] {
  if (!('event' in node)) return [];
  const timer = definitionsOf(node.event).find((event) => event.type === 'timer');
  return timer?.type === 'timer' ? [`${timer.timer.kind.toUpperCase()}: ${timer.timer.text.source}`] : [];
}

function timerType(node: FlowNode, definition: ProcessDefinition): string {
  if (node.kind === 'boundaryEvent') return 'timer-transition';
  if (node.kind !== 'startEvent') return 'timer-intermediate-transition';
  return node.scopeId === definition.key ? 'timer-start-event' : 'timer-start-event-subprocess';
}
