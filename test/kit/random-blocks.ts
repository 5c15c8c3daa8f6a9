import fc from 'fast-check';

/** A block: it is entered at one place and left at one place. */
export type Block =
  | { readonly type: 'leaf'; readonly kind: LeafKind; readonly async: 'none' | 'before' | 'after' }
  | { readonly type: 'compensable' }
  | { readonly type: 'sequence'; readonly parts: readonly Block[] }
  | {
      readonly type: 'branches';
      readonly gateway: 'x' | '+' | 'o';
      readonly branches: readonly Block[];
      /** Whether jobs lead into and out of the join. */
      readonly asyncJoin: 'none' | 'before' | 'after';
    }
  /** An event-based gateway before a timer and a message. */
  | { readonly type: 'race' }
  /** The body in a sub-process that repeats. */
  | { readonly type: 'repeated'; readonly body: Block; readonly how: 'parallel' | 'sequential' | 'some' | 'loop' }
  | { readonly type: 'loop'; readonly body: Block }
  | {
      readonly type: 'subProcess';
      readonly body: Block;
      /** How a token may end in it besides its end. */
      readonly early: 'none' | 'error' | 'terminate' | 'cancel';
      readonly boundary: BoundaryKind;
      readonly eventSubProcess: EventSubProcessKind;
      readonly compensates: boolean;
    };
export type LeafKind =
  | 'user'
  | 'external'
  | 'script'
  | 'timer'
  | 'message'
  | 'compensate'
  | 'local'
  | 'escalate'
  | 'signal'
  | 'call';
export type EventSubProcessKind =
  | 'none'
  | 'timer'
  | '~timer'
  | 'message'
  | '~message'
  | 'error'
  | '~signal'
  | 'conditional'
  | '~conditional'
  | '~escalation';
export type BoundaryKind =
  | 'none'
  | 'timer'
  | '~timer'
  | '~cycle'
  | 'message'
  | '~message'
  | '~signal'
  | '~conditional'
  | 'escalation'
  | '~escalation';

const leafKind = fc.constantFrom<LeafKind>(
  'user',
  'user',
  'external',
  'script',
  'timer',
  'message',
  'compensate',
  'local',
  'escalate',
  'signal',
  'call',
);

/** Blocks of some depth. */
export const blocks: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('leaf' as const),
        kind: leafKind,
        async: fc.constantFrom('none' as const, 'none' as const, 'before' as const, 'after' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('compensable' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('sequence' as const),
        parts: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('branches' as const),
        gateway: fc.constantFrom('x' as const, '+' as const, 'o' as const),
        branches: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
        asyncJoin: fc.constantFrom('none' as const, 'none' as const, 'before' as const, 'after' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('loop' as const), body: tie('block') }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('race' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('repeated' as const),
        body: tie('block'),
        how: fc.constantFrom('parallel' as const, 'sequential' as const, 'some' as const, 'loop' as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('subProcess' as const),
        body: tie('block'),
        early: fc.constantFrom('none' as const, 'error' as const, 'terminate' as const, 'cancel' as const),
        boundary: fc.constantFrom(
          'none' as const,
          'timer' as const,
          '~timer' as const,
          '~cycle' as const,
          'message' as const,
          '~message' as const,
          '~signal' as const,
          '~conditional' as const,
          'escalation' as const,
          '~escalation' as const,
        ),
        eventSubProcess: fc.constantFrom(
          'none' as const,
          'timer' as const,
          '~timer' as const,
          'message' as const,
          '~message' as const,
          'error' as const,
          '~signal' as const,
          'conditional' as const,
          '~conditional' as const,
          '~escalation' as const,
        ),
        compensates: fc.boolean(),
      }),
    },
  ),
})).block;
