import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { modelledFile } from '../kit/modelled-process.ts';
import { compare } from '../kit/oracle/compare.ts';
import { completedTasks } from '../kit/oracle/completed-tasks.ts';
import { Coverage } from '../kit/oracle/coverage.ts';
import { drawPlan } from '../kit/oracle/drawn-plan.ts';
import type { Plan } from '../kit/oracle/plan.ts';
import { plans } from '../kit/oracle/plans.ts';
import { runPlan } from '../kit/oracle/run-plan.ts';
import { Scenario } from '../kit/scenario.ts';
import { bpmnFile } from '../kit/xml-model.ts';

const RUNS = Number(process.env['RANDOM_PLANS'] ?? 2_000);
/** So many plans have each kind of block in its share; so many more each inside each other, too. */
const [ENOUGH_FOR_KINDS, ENOUGH_FOR_PAIRS] = [1_000, 20_000];

async function runsAsPlanned(plan: Plan, order: readonly number[]): Promise<void> {
  const drawn = drawPlan(plan);
  const [definition, ...called] = await modelledFile(bpmnFile(drawn.elements, { around: drawn.around }));
  const scenario = Scenario.start(definition, { variables: drawn.variables, called });
  await runPlan(drawn, order, {
    world: () => scenario.world,
    send: (instanceId, command) => scenario.world.send(instanceId, command),
  });
  scenario.hasEnded();
  assert.equal(compare(drawn.expected, completedTasks(scenario.world.events)), null);
}

describe('random processes of all blocks', () => {
  const coverage = new Coverage();

  it(`do what an independent oracle says, in whatever order the work is done (${RUNS} processes)`, async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.array(fc.nat(), { minLength: 1, maxLength: 30 }), async (plan, order) => {
        coverage.add(plan);
        await runsAsPlanned(plan, order);
      }),
      {
        numRuns: RUNS,
        includeErrorInReport: true,
        ...(process.env['SEED'] ? { seed: Number(process.env['SEED']) } : {}),
      },
    );
  });

  it('have tried every kind of block, and in long runs each inside each', (test) => {
    if (RUNS >= ENOUGH_FOR_KINDS) assert.deepEqual(coverage.rareKinds(0.05), []);
    if (RUNS < ENOUGH_FOR_PAIRS) return;
    for (const line of coverage.table().split('\n')) test.diagnostic(`| ${line}`);
    assert.deepEqual(coverage.absentDetails(), []);
    assert.deepEqual(coverage.rarePairs(20), []);
  });
});
