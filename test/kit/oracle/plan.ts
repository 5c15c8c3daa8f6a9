import fc from 'fast-check';

/**
 * A block of a process with every choice already made: which way is taken, which event comes, how often it repeats. A
 * block is entered at one place and left at one place.
 */
export type Plan =
  | { readonly type: 'task'; readonly kind: TaskKind; readonly async: 'none' | 'before' | 'after' }
  | { readonly type: 'sequence'; readonly parts: readonly Plan[] }
  | { readonly type: 'exclusive'; readonly branches: readonly Plan[]; readonly taken: number }
  | { readonly type: 'parallel'; readonly branches: readonly Plan[] }
  /** The last branch is the default flow, taken when no other is. */
  | { readonly type: 'inclusive'; readonly branches: readonly Plan[]; readonly taken: readonly boolean[] }
  | { readonly type: 'loop'; readonly body: Plan; readonly times: number }
  | { readonly type: 'subProcess'; readonly body: Plan; readonly transaction: boolean }
  /** An event on a user task, or beside it as an event sub-process. */
  | {
      readonly type: 'event';
      readonly place: 'boundary' | 'subProcess';
      readonly trigger: Trigger;
      readonly interrupting: boolean;
      readonly comes: boolean;
      readonly handler: Plan;
    }
  | {
      readonly type: 'eventGateway';
      readonly branches: readonly { readonly trigger: Waiting; readonly next: Plan }[];
      readonly taken: number;
    }
  | { readonly type: 'multiInstance'; readonly sequential: boolean; readonly count: number; readonly body: Plan }
  /** Instances of one task, of which the rest is cancelled once so many are done. */
  | { readonly type: 'firstOf'; readonly sequential: boolean; readonly count: number; readonly needed: number }
  | { readonly type: 'standardLoop'; readonly times: number }
  | { readonly type: 'link'; readonly before: Plan; readonly after: Plan }
  | { readonly type: 'terminate'; readonly body: Plan }
  | { readonly type: 'compensation'; readonly count: number }
  | { readonly type: 'cancel'; readonly count: number }
  | { readonly type: 'adHoc'; readonly sequential: boolean; readonly count: number }
  | { readonly type: 'complex'; readonly branches: number; readonly needed: number };

export type TaskKind = 'user' | 'external' | 'script' | 'manual' | 'receive' | 'timer';
export type Waiting = 'timer' | 'message' | 'signal';
export type Trigger = Waiting | 'error' | 'escalation' | 'conditional';

const count = (min: number, max: number) => fc.integer({ min, max });
const one = <T extends string>(type: T) => fc.constant(type);

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
          kind: fc.constantFrom<TaskKind>('user', 'user', 'external', 'script', 'manual', 'receive', 'timer'),
          async: fc.constantFrom('none' as const, 'none' as const, 'before' as const, 'after' as const),
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
      { weight: 1, arbitrary: fc.record({ type: one('subProcess'), body: plan, transaction: fc.boolean() }) },
      {
        weight: 3,
        arbitrary: fc.record({
          type: one('event'),
          place: fc.constantFrom('boundary' as const, 'subProcess' as const),
          trigger: fc.constantFrom<Trigger>('timer', 'message', 'signal', 'error', 'escalation', 'conditional'),
          interrupting: fc.boolean(),
          comes: fc.boolean(),
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
      { weight: 1, arbitrary: fc.record({ type: one('terminate'), body: plan }) },
      { weight: 1, arbitrary: fc.record({ type: one('compensation'), count: count(1, 3) }) },
      { weight: 1, arbitrary: fc.record({ type: one('cancel'), count: count(1, 3) }) },
      { weight: 1, arbitrary: fc.record({ type: one('adHoc'), sequential: fc.boolean(), count: count(1, 3) }) },
      { weight: 1, arbitrary: fc.record({ type: one('complex'), branches: count(2, 3), needed: count(1, 2) }) },
    ),
  };
}).plan;
