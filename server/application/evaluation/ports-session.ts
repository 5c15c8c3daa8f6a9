import { Pending } from '../../engine/errors.ts';
import type { EvaluationContext, Ports, VariableScope } from '../../engine/ports.ts';
import type { Expression, Script } from '../../engine/definition/expression.ts';
import { toExact, toVariableValue } from '../../engine/instance/convert.ts';
import { ExpensiveFeel } from '../../expression/feel/feel-error.ts';
import { evaluateFeel, referencedNames } from '../../expression/feel/evaluate-feel.ts';
import type { ExpressionFunction } from '../../expression/juel/environment.ts';
import { evaluateJuel } from '../../expression/juel/evaluate-juel.ts';
import { readRetryCycle } from '../../expression/time/retry-cycle.ts';
import { firstDue, nextDue } from '../../expression/time/timer.ts';
import type { Alongside } from '../ports/runtime-store.ts';
import type { ScriptOutcome, ScriptRunner } from '../ports/script-runner.ts';
import type { DecisionResult } from '../../decision/evaluate-decision.ts';
import type { DecisionEvaluation, DecisionHistory } from '../ports/decision-history.ts';
import { describeDecisions } from './describe-decision.ts';
import { type DecidedFile, HeavyDecision } from './decide.ts';
import type { DecisionAddress } from './decision-cache.ts';
import { plainRecord, plainVariables, toJuelContext } from './plain-context.ts';

/** Of one request. */
export interface PortsRequest {
  /** Epoch milliseconds, the same for all attempts. */
  readonly now: number;
  readonly userId: string | null;
  readonly groups: readonly string[];
}

/** What all requests share. */
export interface SharedPorts {
  /** Functions that expressions may call besides the built-in ones. */
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
  readonly newId: () => string;
  /** Evaluates a decision; may throw Pending while its model is loaded, and HeavyDecision when it takes a thread. */
  readonly decide: (address: DecisionAddress, variables: Readonly<Record<string, unknown>>, now: number) => DecidedFile;
  readonly scripts: ScriptRunner;
  /** Priorities that operators have given to new jobs; absent: none. */
  readonly overridingPriority?: Ports['overridingPriority'];
  /** Where evaluated decisions are kept; absent: nowhere. */
  readonly history?: Pick<DecisionHistory, 'write'>;
}

type Answer = { readonly value: unknown } | { readonly error: Error };

/**
 * The ports of one request. A step that had to wait (`Pending`) is run again with `attempt()`: it gets the same time,
 * the
 * same ids in the same order, and the answers that came meanwhile, also in the order of asking.
 */
export class PortsSession {
  readonly #shared: SharedPorts;
  readonly #request: PortsRequest;
  readonly #ids: string[] = [];
  readonly #answers: Answer[] = [];
  #decided: DecisionEvaluation[] = [];

  constructor(shared: SharedPorts, request: PortsRequest) {
    this.#shared = shared;
    this.#request = request;
  }

  attempt(): Ports {
    const { now, userId, groups } = this.#request;
    const { functions, decide } = this.#shared;
    this.#decided = [];
    let ids = 0;
    let asked = 0;
    const ask = (work: () => Promise<unknown>): unknown => {
      const position = asked;
      asked += 1;
      const known = this.#answers[position];
      if (known) {
        if ('error' in known) throw known.error;
        return known.value;
      }
      throw new Pending(
        work().then(
          (value) => void (this.#answers[position] = { value }),
          (error: unknown) =>
            void (this.#answers[position] = { error: error instanceof Error ? error : new Error(String(error)) }),
        ),
      );
    };
    return {
      now,
      userId,
      newId: () => {
        const id = (this.#ids[ids] ??= this.#shared.newId());
        ids += 1;
        return id;
      },
      evaluate: (expression, context) =>
        expression.language === 'feel'
          ? this.#evaluateFeel(expression, context.variables, ask)
          : evaluateJuel(expression.source, toJuelContext(context), { now, userId, groups, functions }),
      runScript: (script, context) => applyOutcome(ask(() => this.#run(script, context)) as ScriptOutcome, context),
      decide: (reference, variables, at) => {
        const { result, model, deploymentId } = this.#decide(
          () => decide(reference, plainRecord(plainVariables(variables, { read: toExact })), now),
          ask,
        );
        this.#decided.push({
          deploymentId,
          records: describeDecisions(model, result),
          evaluatedAt: now,
          userId: null,
          at: {
            processInstanceId: at.processInstanceId,
            processDefinitionId: at.processDefinitionId,
            activityId: at.activityId,
            activityInstanceId: at.activityInstanceId,
          },
        });
        return result.rows;
      },
      firstDue: (kind, text, from) => firstDue(kind, text, from ?? now),
      overridingPriority: this.#shared.overridingPriority ?? (() => null),
      nextDue,
      retryCycle: (text) => readRetryCycle(text, now),
    };
  }

  /** Writes the decisions of the last attempt: what came of those before was taken back. */
  alongside(): Alongside | undefined {
    const { history } = this.#shared;
    const decided = this.#decided;
    return history && decided.length > 0 ? (transaction) => history.write(transaction, decided) : undefined;
  }

  #decide(decide: () => DecidedFile, ask: (work: () => Promise<unknown>) => unknown): DecidedFile {
    try {
      return decide();
    } catch (error) {
      if (!(error instanceof HeavyDecision)) throw error;
      const { request, deploymentId } = error;
      const result = ask(() => this.#shared.scripts.evaluateDecision(request)) as DecisionResult;
      return { result, model: request.model, deploymentId };
    }
  }

  /** In place when it is provably cheap, else in a thread that can be ended. */
  #evaluateFeel({ source }: Expression, scope: VariableScope, ask: (work: () => Promise<unknown>) => unknown): unknown {
    const { now } = this.#request;
    const { scripts } = this.#shared;
    const variables = plainRecord(
      plainVariables(scope, { names: referencedNames(source, scope.names()), read: toExact }),
    );
    try {
      return evaluateFeel(source, variables, { now });
    } catch (error) {
      if (!(error instanceof ExpensiveFeel)) throw error;
      return ask(() => scripts.evaluateFeel({ source, variables, now }));
    }
  }

  #run(script: Script, { variables, execution, task }: EvaluationContext): Promise<ScriptOutcome> {
    const all = plainVariables(variables);
    const local = new Map<string, unknown>();
    for (const name of all.keys()) if (execution.getVariableLocal(name) !== undefined) local.set(name, all.get(name));
    const {
      setVariable: _set,
      setVariableLocal: _setLocal,
      removeVariable: _remove,
      getVariableLocal: _get,
      ...facts
    } = execution;
    return this.#shared.scripts.runScript(script.source, {
      variables: all,
      localVariables: local,
      execution: facts,
      task: task ? { ...task } : null,
    });
  }
}

/** What a script wrote is done now, in its order. */
function applyOutcome(outcome: ScriptOutcome, { execution }: EvaluationContext): ReturnType<Ports['runScript']> {
  for (const write of outcome.writes) {
    if (write.type === 'removeVariable') execution.removeVariable(write.name);
    else execution[write.type](write.name, toVariableValue(write.value));
  }
  return 'bpmnError' in outcome ? { bpmnError: outcome.bpmnError } : { value: outcome.value };
}
