import type { ReactiveControllerHost } from 'lit';
import { findFeelConditions } from '../../../server/form/conditions.ts';
import type { FeelEvaluator } from '../../../server/form/conditions.ts';
import type { FormDefinition } from '../../../server/form/definition.ts';
import { offlineFailure } from '../client/api-failure.ts';
import { announce } from '../feedback/announce.ts';

/** What functions of server/form take besides their own options; empty for a form that needs no FEEL engine. */
export interface FeelOptions {
  readonly feel?: FeelEvaluator;
}

let engine: FeelEvaluator | undefined;

/**
 * Loads the FEEL engine when the form has conditions beyond simple comparisons; most forms do without.
 *
 * @throws ApiFailure when it cannot be fetched.
 */
export async function loadFormFeel(form: FormDefinition): Promise<FeelOptions> {
  if (findFeelConditions(form.components).length === 0) return {};
  engine ??= await fetchEngine();
  return { feel: engine };
}

/**
 * FEEL for an element that draws forms: gives it at once when no form has needed it before, else loads it and draws the
 * element again.
 */
export class FormFeel {
  readonly #host: ReactiveControllerHost;
  #loading = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** Options for a form; undefined while the engine is on its way: then there is nothing to draw yet. */
  optionsFor(form: FormDefinition): FeelOptions | undefined {
    if (findFeelConditions(form.components).length === 0) return {};
    if (engine !== undefined) return { feel: engine };
    if (!this.#loading) void this.#load(form);
    return undefined;
  }

  async #load(form: FormDefinition): Promise<void> {
    this.#loading = true;
    try {
      await loadFormFeel(form);
      this.#host.requestUpdate();
    } catch {
      announce(offlineFailure().message, 'error');
    } finally {
      this.#loading = false;
    }
  }
}

/**
 * The engine of the server's own checks, so that both sides hide the same fields. A condition that cannot be evaluated
 * hides nothing, as in form-js.
 */
async function fetchEngine(): Promise<FeelEvaluator> {
  try {
    const { evaluateFeel } = await import('../../../server/expression/feel/evaluate-feel.ts');
    return (source, variables) => {
      try {
        return evaluateFeel(source, variables);
      } catch {
        return null;
      }
    };
  } catch {
    throw offlineFailure();
  }
}
