import { ProcessingFailure } from '../engine/errors.ts';

/** Camunda keeps 666 characters of the message; the rest is in the details. */
const MESSAGE_LENGTH = 666;

/** What is recorded of a failed job. Stack traces of the engine stay in the log: they say nothing to an operator. */
export function describeFailure(error: unknown): {
  readonly errorMessage: string;
  readonly errorDetails: string | null;
  readonly failedActivityId: string | null;
} {
  const message = error instanceof Error ? error.message : String(error);
  const causes: string[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 5; cause = cause.cause)
    causes.push(`${cause.name}: ${cause.message}`);
  return {
    errorMessage: message.slice(0, MESSAGE_LENGTH),
    errorDetails: causes.length > 0 ? causes.join('\ncaused by ') : null,
    failedActivityId: error instanceof ProcessingFailure ? error.activityId : null,
  };
}
