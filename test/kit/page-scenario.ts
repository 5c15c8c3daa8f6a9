import assert from 'node:assert/strict';
import { drawMarked } from './marked-diagram.ts';
import { Scenario, typed } from './scenario.ts';

/** A process drawn on the page, and what is done with it line by line. */
export class PageScenario {
  readonly #drawing: string;
  #scenario: Scenario | undefined;

  constructor(drawing: string) {
    this.#drawing = drawing;
  }

  /**
   * Does what a line says and compares where the process is then: `complete task v=2: a b`. `in call …` is done in the
   * process that the call activity has called, and tells where that is. `refuses …: text` cannot be done.
   */
  run(line: string): void {
    const [, inside, refused, said = '', outcome = ''] =
      /^(?:in (\w+) )?(refuses )?([^:]+): (.*)$/.exec(line) ?? assert.fail(`"${line}" is no line of a run`);
    const words = said.split(' ');
    const given = Object.fromEntries(
      words.flatMap((word) => {
        const [name = '', value] = word.split('=');
        return value === undefined ? [] : [[name, Number(value)]];
      }),
    );
    const [what = '', ...named] = words.filter((word) => !word.includes('='));
    if (what === 'start') this.#scenario = this.#start(given);
    assert.ok(this.#scenario, `${line} comes before the start`);
    const at = inside === undefined ? this.#scenario : this.#scenario.called(inside);
    if (what === 'variables') return this.#compareVariables(at, named[0], outcome);
    if (what === 'incidents')
      return compare(
        [...at.state.incidents.values()].map(({ activityId }) => activityId),
        outcome,
      );
    if (refused) at.refuses((on) => act(on, what, named, given), new RegExp(outcome));
    else {
      if (what !== 'start') act(at, what, named, given);
      isWhereSaid(at, outcome);
    }
  }

  #start(variables: Readonly<Record<string, number>>): Scenario {
    const [definition, ...called] = drawMarked(this.#drawing);
    return Scenario.start(definition, { variables, called });
  }

  #compareVariables(at: Scenario, activityId: string | undefined, outcome: string): void {
    const told = Object.entries(at.variables(activityId)).map(([name, value]) => `${name}=${String(value)}`);
    compare(told, outcome);
  }
}

function compare(told: readonly string[], outcome: string): void {
  assert.deepEqual(told.toSorted(), outcome === 'none' ? [] : outcome.split(' ').sort());
}

/** Places where something waits; `nothing` when only a join does, `ended` when all is over. */
function isWhereSaid(scenario: Scenario, outcome: string): void {
  if (outcome === 'ended') scenario.hasEnded();
  else scenario.isAt(...(outcome === 'nothing' ? [] : outcome.split(' ')));
}

function act(
  scenario: Scenario,
  what: string,
  [first = '', second = '']: readonly string[],
  given: Readonly<Record<string, number>>,
): void {
  switch (what) {
    case 'complete':
      scenario.complete(first, given);
      return;
    case 'message':
      scenario.correlate(first, given);
      return;
    case 'time':
      scenario.passTime(first);
      return;
    case 'error':
      scenario.throwError(first, second, { variables: given });
      return;
    case 'jobs':
      scenario.executeJobs();
      return;
    case 'fail':
      failJob(scenario, first);
      return;
    case 'retries': {
      const [[name, retries] = ['', 0]] = Object.entries(given);
      scenario.command({ type: 'changeJob', jobId: scenario.job(name).id, change: { retries } });
      return;
    }
    case 'set':
      scenario.command({
        type: 'changeVariables',
        scopeId: first === '' ? scenario.id : activityInstanceOf(scenario, first),
        local: first !== '',
        modifications: typed(given),
        deletions: [],
      });
      return;
    case 'signal':
      for (const { id, kind, name } of [...scenario.state.subscriptions.values()])
        if (kind === 'signal' && name === first && scenario.state.subscriptions.has(id))
          scenario.command({ type: 'deliverEvent', subscriptionId: id });
      return;
    case 'escalate':
      scenario.command({
        type: 'throwEscalation',
        activityInstanceId: activityInstanceOf(scenario, first),
        code: second,
      });
      return;
    case 'look':
      return;
    default:
      throw new Error(`The page says "${what}", which is not understood.`);
  }
}

/** A try of the activity's job fails. */
function failJob(scenario: Scenario, activityId: string): void {
  scenario.command({
    type: 'failJob',
    jobId: scenario.job(activityId).id,
    errorMessage: 'no answer',
    errorDetails: null,
    failedActivityId: null,
  });
}

function activityInstanceOf(scenario: Scenario, activityId: string): string {
  const found = [...scenario.state.activities.values()].find((each) => each.activityId === activityId);
  return found?.id ?? assert.fail(`${activityId} is not active`);
}
