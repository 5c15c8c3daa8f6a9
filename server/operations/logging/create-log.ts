import { type DestinationStream, type Logger, pino } from 'pino';
import { safeError } from './safe-error.ts';

/**
 * The log: one JSON object a line, with `requestId`, `traceId` and ids of instances where they are known. No values of
 * variables, no names, no query strings: errors are written without the data they happened with (decision 0028).
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, serializers: { error: (error: unknown) => safeError(error) } };
  return destination ? pino(options, destination) : pino(options);
}
