import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { modelledFile } from '../kit/modelled-process.ts';
import { compare } from '../kit/oracle/compare.ts';
import { completedTasks, endedActivities } from '../kit/oracle/completed-tasks.ts';
import { drawPlan } from '../kit/oracle/drawn-plan.ts';
import { plans } from '../kit/oracle/plans.ts';
import { reordered } from '../kit/oracle/reordered.ts';
import { runPlan } from '../kit/oracle/run-plan.ts';
import { renamed, rewritten, type Variation, type Vary, withPasses, wrapped } from '../kit/oracle/variation.ts';
import { Scenario } from '../kit/scenario.ts';
import { bpmnFile } from '../kit/xml-model.ts';

/** Of the plans of a long run every sixtieth: each is run twice for every variation. */
const RUNS = Math.ceil(Number(process.env['RANDOM_PLANS'] ?? 6_000) / 60);

/** What has ended, in that order, by the names of the plan. */
async function traceOf({ xml, drawn, originalOf }: Variation, order: readonly number[]): Promise<Trace> {
  const [definition, ...called] = await modelledFile(xml);
  const scenario = Scenario.start(definition, { variables: drawn.variables, called });
  await runPlan(drawn, order, {
    world: () => scenario.world,
    send: (instanceId, command) => scenario.world.send(instanceId, command),
    originalOf: (id) => originalOf(id) ?? id,
  });
  scenario.hasEnded();
  const ended = endedActivities(scenario.world.events).flatMap(({ activityId, canceled }) => {
    const original = originalOf(activityId);
    // Work beside a terminate end may not have begun when that is reached.
    return original === undefined || drawn.idle.has(activityId) ? [] : [`${original}${canceled ? ' cancelled' : ''}`];
  });
  const tasks = completedTasks(scenario.world.events, (id) => originalOf(id) ?? id);
  return { ended, tasks };
}
interface Trace {
  readonly ended: readonly string[];
  readonly tasks: readonly string[];
}

describe('a random process written in another way', () => {
  const variations: readonly (readonly [how: string, vary: Vary, order: 'same order' | 'some order'])[] = [
    ['with other ids', renamed, 'same order'],
    ['inside a sub-process', wrapped, 'same order'],
    ['by another tool', rewritten, 'same order'],
    // Which of two parallel tokens moves first is not said by the model.
    ['with its elements in reverse order', reordered, 'some order'],
    ['with tasks between that do nothing', withPasses, 'some order'],
  ];
  for (const [how, vary, kept] of variations)
    it(`does the same: ${how} (${RUNS} processes)`, async () => {
      await fc.assert(
        fc.asyncProperty(plans, fc.array(fc.nat(), { minLength: 1, maxLength: 30 }), async (plan, order) => {
          const drawn = drawPlan(plan);
          const xml = bpmnFile(drawn.elements, { around: drawn.around });
          const [before, after] = [
            await traceOf({ xml, drawn, originalOf: (id) => id }, order),
            await traceOf(await vary(xml, drawn), order),
          ];
          if (kept === 'same order') assert.deepEqual(after.ended, before.ended);
          else assert.deepEqual(after.ended.toSorted(), before.ended.toSorted());
          assert.equal(compare(drawn.expected, after.tasks), null);
        }),
        {
          numRuns: RUNS,
          includeErrorInReport: true,
          ...(process.env['SEED'] ? { seed: Number(process.env['SEED']) } : {}),
        },
      );
    });
});
