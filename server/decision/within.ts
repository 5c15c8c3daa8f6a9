import { ExpensiveFeel } from '../expression/feel/feel-error.ts';
import { ExpensiveDecision } from './decision-error.ts';

/** Says in an error where it happened. */
export function within<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ExpensiveFeel || error instanceof ExpensiveDecision) throw error;
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
