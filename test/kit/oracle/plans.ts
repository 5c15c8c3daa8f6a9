import fc from 'fast-check';
import type { Async, Compensated, EventPlace, Plan, Raised, TaskKind, Trigger, Waiting } from './plan.ts';

const count = (min: number, max: number) => fc.integer({ min, max });
const one = <T extends string>(type: T) => fc.constant(type);
const async = fc.constantFrom<Async>('none', 'none', 'before', 'after');

/** Random plans. Every kind of block comes often enough that none is left untried (see `coverage.ts`). */
export const plans: fc.Arbitrary<Plan> = fc.letrec<{ plan: Plan }>((tie) => {
  const plan = tie('plan');
  const some = fc.array(plan, { minLength: 2, maxLength: 3 });
  return {
    plan: fc.oneof(
      { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
      {
        weight: 4,
        arbitrary: fc.record({
          type: one('task'),
          kind: fc.constantFrom<TaskKind>(
            ...([
              'user',
              'user',
              'external',
              'service',
              'rule',
              'send',
              'script',
              'manual',
              'receive',
              'timer',
            ] as const),
          ),
          async,
        }),
      },
      { weight: 3, arbitrary: fc.record({ type: one('sequence'), parts: some }) },
      { weight: 1, arbitrary: fc.record({ type: one('exclusive'), branches: some, taken: count(0, 2) }) },
      { weight: 2, arbitrary: fc.record({ type: one('parallel'), branches: some }) },
      {
        weight: 2,
        arbitrary: fc.record({
          type: one('inclusive'),
          branches: some,
          taken: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ type: one('loop'), body: plan, times: count(1, 3) }) },
      { weight: 1, arbitrary: fc.record({ type: one('subProcess'), body: plan, transaction: fc.boolean(), async }) },
      { weight: 1, arbitrary: fc.record({ type: one('call'), body: plan, async }) },
      {
        weight: 3,
        arbitrary: fc.record({
          type: one('event'),
          place: fc.constantFrom<EventPlace>('task', 'subProcess', 'multiInstance', 'call', 'eventSubProcess'),
          trigger: fc.constantFrom<Trigger>('timer', 'message', 'signal', 'error', 'escalation', 'conditional'),
          interrupting: fc.boolean(),
          comes: fc.boolean(),
          body: plan,
          handler: plan,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          type: one('raises'),
          what: fc.constantFrom<Raised>('error', 'escalation', 'goesOn'),
          through: fc.array(fc.constantFrom('subProcess' as const, 'subProcess' as const, 'call' as const), {
            minLength: 1,
            maxLength: 3,
          }),
          body: plan,
          handler: plan,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          type: one('eventGateway'),
          branches: fc.array(
            fc.record({ trigger: fc.constantFrom<Waiting>('timer', 'message', 'signal'), next: plan }),
            { minLength: 2, maxLength: 3 },
          ),
          taken: count(0, 2),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ type: one('multiInstance'), sequential: fc.boolean(), count: count(0, 3), body: plan }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          type: one('firstOf'),
          sequential: fc.boolean(),
          count: count(2, 4),
          needed: count(1, 2),
        }),
      },
      { weight: 1, arbitrary: fc.record({ type: one('standardLoop'), times: count(1, 3) }) },
      { weight: 1, arbitrary: fc.record({ type: one('link'), before: plan, after: plan }) },
      { weight: 1, arbitrary: fc.record({ type: one('terminate'), body: plan, idle: fc.boolean() }) },
      {
        weight: 2,
        arbitrary: fc.record({
          type: one('compensation'),
          how: fc.constantFrom('throw' as const, 'cancel' as const),
          parts: fc.array(fc.constantFrom<Compensated>('task', 'inner', 'whole'), { minLength: 1, maxLength: 3 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ type: one('adHoc'), sequential: fc.boolean(), count: count(1, 3) }) },
      { weight: 1, arbitrary: fc.record({ type: one('complex'), branches: count(2, 3), needed: count(1, 2) }) },
    ),
  };
}).plan;
