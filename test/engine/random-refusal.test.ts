import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { breaks } from '../kit/oracle/broken-model.ts';
import { drawPlan } from '../kit/oracle/drawn-plan.ts';
import { plans } from '../kit/oracle/plans.ts';
import { bpmnFile } from '../kit/xml-model.ts';

/** A twentieth of the random plans, in `npm test` a few more. */
const RUNS = Math.max(400, Math.ceil(Number(process.env['RANDOM_PLANS'] ?? 2_000) / 20));
/** So many try each way, although few models hold what the rarest of them breaks. */
const ENOUGH_FOR_ALL = 2_000;
const ways = Object.keys(breaks);

describe('a random process that is broken in one place', () => {
  const tried = new Map<string, number>();

  it(`is refused with a finding that says what is wrong, and breaks nothing itself (${RUNS} processes)`, async () => {
    await fc.assert(
      fc.asyncProperty(
        plans,
        fc.constantFrom(...ways),
        fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
        async (plan, way, picks) => {
          const drawn = drawPlan(plan);
          const choices = [...picks];
          const broken = breaks[way]?.(bpmnFile(drawn.elements, { around: drawn.around }), (count) =>
            count === 0 ? 0 : (choices.pop() ?? 0) % count,
          );
          if (broken === undefined) return;
          tried.set(way, (tried.get(way) ?? 0) + 1);
          const { models, findings } = await parseBpmn(broken, 'broken.bpmn');
          const errors = findings.filter(({ severity }) => severity === 'error');
          assert.notDeepEqual(errors, [], `${way}, and nobody says so:\n${broken}`);
          assert.deepEqual(models, [], 'a model with an error is refused whole');
          for (const { code, message } of errors) assert.ok(message.length > 20, `${code}: ${message}`);
        },
      ),
      {
        numRuns: RUNS,
        includeErrorInReport: true,
        ...(process.env['SEED'] ? { seed: Number(process.env['SEED']) } : {}),
      },
    );
  });

  it('has tried every way to break one, in long runs', () => {
    if (RUNS < ENOUGH_FOR_ALL) return assert.ok(tried.size > ways.length / 2);
    assert.deepEqual(
      ways.filter((way) => !tried.has(way)),
      [],
    );
  });
});
