import type { CommandHandler } from './command/command-handler.ts';
import { commandHandlers } from './command/registry.ts';
import type { ProcessDefinition } from './definition/process-definition.ts';
import { Rejection } from './errors.ts';
import type { InstanceState } from './instance/state.ts';
import { runAgenda } from './lifecycle/run-agenda.ts';
import { StepContext, toFailure } from './lifecycle/step-context.ts';
import type { Ports } from './ports.ts';
import type { Command } from './record/command.ts';
import type { Effect } from './record/effect.ts';
import type { Event } from './record/event.ts';

export interface StepResult {
  /** The state given, changed in place; a new one for `startProcessInstance`. */
  readonly state: InstanceState;
  readonly events: readonly Event[];
  readonly effects: readonly Effect[];
  /** Takes the step back: the state is as before (of a start: drop it). Valid until the next step on that state. */
  undo(): void;
}

/**
 * Does what one command asks of one process instance, and all that follows from it up to the next waits.
 *
 * `state` is null only for `startProcessInstance`. It is changed in place; when the step throws, it is as before.
 * The same definition, state, command and answers of the ports give the same result.
 *
 * @throws Rejection when the command does not fit the state.
 * @throws ProcessingFailure when the model or the data does not allow to go on.
 * @throws Pending when a port has no answer yet.
 */
export function step(
  definition: ProcessDefinition,
  state: InstanceState | null,
  command: Command,
  ports: Ports,
): StepResult {
  const context = new StepContext(definition, state, ports);
  try {
    rejectMisfit(state, command);
    const handler: CommandHandler = commandHandlers[command.type];
    handler.run(command, context);
    runAgenda(context);
    if (context.sawTransient) removeTransientVariables(context);
  } catch (error) {
    takeBack(context);
    throw toFailure(error, context.activityAtHand, 'The step failed');
  }
  return { state: context.state, events: context.events, effects: context.effects, undo: () => takeBack(context) };
}

function rejectMisfit(state: InstanceState | null, command: Command): void {
  if (command.type === 'startProcessInstance') {
    if (state) throw new Rejection('wrongState', `Process instance ${state.id} is running already.`);
    return;
  }
  if (!state) throw new Rejection('notFound', 'There is no such process instance.');
  if (state.ended !== null) throw new Rejection('wrongState', `Process instance ${state.id} has ended.`);
}

/** Transient values are seen until the end of the step and never stored. */
function removeTransientVariables(context: StepContext): void {
  for (const [scopeId, variables] of [...context.state.variables]) {
    for (const [name, value] of [...variables])
      if (value.transient) context.emit({ type: 'variableRemoved', scopeId, name });
  }
}

function takeBack(context: StepContext): void {
  for (let inverse = context.undo.pop(); inverse; inverse = context.undo.pop()) inverse();
}
