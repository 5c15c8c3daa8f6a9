import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { forEachDatabase } from '../kit/database.ts';
import { DispatchedWorld, type Fate } from '../kit/dispatched-world.ts';
import { modelledFile } from '../kit/modelled-process.ts';
import { compare } from '../kit/oracle/compare.ts';
import { completedTasks } from '../kit/oracle/completed-tasks.ts';
import { drawPlan } from '../kit/oracle/drawn-plan.ts';
import { plans } from '../kit/oracle/plans.ts';
import { runPlan } from '../kit/oracle/run-plan.ts';
import { tablesInUse } from '../kit/restarting-world.ts';
import { bpmnFile } from '../kit/xml-model.ts';

/** A hundredth of the plans of a long run: every command is a transaction, and all is read again after it. */
const RUNS = Math.ceil(Number(process.env['RANDOM_PLANS'] ?? 1_000) / 100);
const fates: readonly Fate[] = ['sent', 'sent', 'lost', 'answerLost', 'sentTwice'];

forEachDatabase('a random process on two nodes', (test) => {
  let runs = 0;

  it(`does what the oracle says when commits break off and both nodes do the same (${RUNS} processes)`, async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
        fc.array(fc.record({ node: fc.nat(1), fate: fc.constantFrom(...fates) }), { minLength: 1, maxLength: 20 }),
        async (plan, order, sendings) => {
          const drawn = drawPlan(plan);
          const definitions = await modelledFile(bpmnFile(drawn.elements, { around: drawn.around }));
          const [run, ids] = [(runs += 1), { given: 0 }];
          const newId = () => `${run}-${String((ids.given += 1)).padStart(6, '0')}`;
          const nodes = await DispatchedWorld.start({ database: test.database, definitions, newId }, drawn.variables);
          let sent = 0;
          await runPlan(drawn, order, {
            world: () => nodes.world,
            send: (instanceId, command) => {
              const sending = sendings[sent % sendings.length] ?? { node: 0, fate: 'sent' };
              sent += 1;
              return nodes.send(instanceId, command, sending);
            },
          });
          assert.equal(compare(drawn.expected, completedTasks(nodes.events)), null);
          assert.deepEqual(await tablesInUse(test.database), []);
        },
      ),
      {
        numRuns: RUNS,
        includeErrorInReport: true,
        ...(process.env['SEED'] ? { seed: Number(process.env['SEED']) } : {}),
      },
    );
  });
});
