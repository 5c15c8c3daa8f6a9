import type { Command } from '../record/command.ts';
import type { StepContext } from '../lifecycle/step-context.ts';

/** What a command does to an instance that runs. It emits and schedules; the agenda is worked off after it. */
export interface CommandHandler<C extends Command = Command> {
  /** @throws Rejection when the command does not fit the state. */
  run(command: C, context: StepContext): void;
}
