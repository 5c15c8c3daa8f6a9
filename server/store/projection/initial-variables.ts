import type { StepRecord } from '../../application/ports/runtime-store.ts';
import { type VariableCells, variableCells } from './variable-cells.ts';

/**
 * The variables that an instance is started with: those set before anything else happens in it. None when the step
 * starts no instance.
 */
export function initialVariables({
  events,
  instanceId,
}: Pick<StepRecord, 'events' | 'instanceId'>): readonly (VariableCells & { readonly name: string })[] {
  const variables: (VariableCells & { readonly name: string })[] = [];
  for (const event of events.slice(1, countInitialEvents(events, instanceId))) {
    if (event.type !== 'variableSet' || event.value.transient) continue;
    const { type, value, info } = variableCells(event.value);
    variables.push({ name: event.name, type, value, info });
  }
  return variables;
}

/** How many events at the beginning start the instance and set its variables; 0 when the step starts none. */
export function countInitialEvents(events: StepRecord['events'], instanceId: string): number {
  if (events[0]?.type !== 'processInstanceStarted') return 0;
  const rest = events.findIndex(
    (event, index) => index > 0 && (event.type !== 'variableSet' || event.scopeId !== instanceId),
  );
  return rest === -1 ? events.length : rest;
}
