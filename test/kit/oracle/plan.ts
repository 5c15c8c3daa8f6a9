/**
 * A block of a process with every choice already made: which way is taken, which event comes, how often it repeats. A
 * block is entered at one place and left at one place.
 */
export type Plan =
  | { readonly type: 'task'; readonly kind: TaskKind; readonly async: Async }
  | { readonly type: 'sequence'; readonly parts: readonly Plan[] }
  | { readonly type: 'exclusive'; readonly branches: readonly Plan[]; readonly taken: number }
  | { readonly type: 'parallel'; readonly branches: readonly Plan[] }
  /** The last branch is the default flow, taken when no other is. */
  | { readonly type: 'inclusive'; readonly branches: readonly Plan[]; readonly taken: readonly boolean[] }
  | { readonly type: 'loop'; readonly body: Plan; readonly times: number }
  | { readonly type: 'subProcess'; readonly body: Plan; readonly transaction: boolean; readonly async: Async }
  /** The body is a process of its own. */
  | { readonly type: 'call'; readonly body: Plan; readonly async: Async }
  /** An event that comes to the first user task of something, or to what is around it, before the body is done. */
  | {
      readonly type: 'event';
      readonly place: EventPlace;
      readonly trigger: Trigger;
      readonly interrupting: boolean;
      readonly comes: boolean;
      readonly body: Plan;
      readonly handler: Plan;
    }
  /** The body ends with a throw, which goes outward through scopes to the event that catches it on the last one. */
  | {
      readonly type: 'raises';
      readonly what: Raised;
      readonly through: readonly ('subProcess' | 'call')[];
      readonly body: Plan;
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
  /** With idle work beside it, the end stops a task that nobody has done. */
  | { readonly type: 'terminate'; readonly body: Plan; readonly idle: boolean }
  | { readonly type: 'compensation'; readonly how: 'throw' | 'cancel'; readonly parts: readonly Compensated[] }
  | { readonly type: 'adHoc'; readonly sequential: boolean; readonly count: number }
  | { readonly type: 'complex'; readonly branches: number; readonly needed: number };

export type Async = 'none' | 'before' | 'after';
export type TaskKind = 'user' | 'external' | 'service' | 'rule' | 'send' | 'script' | 'manual' | 'receive' | 'timer';
export type Waiting = 'timer' | 'message' | 'signal';
export type Trigger = Waiting | 'error' | 'escalation' | 'conditional';
/** What the event stands on, or the event sub-process that it starts. */
export type EventPlace = 'task' | 'subProcess' | 'multiInstance' | 'call' | 'eventSubProcess';
/** `goesOn`: an escalation that does not interrupt. */
export type Raised = 'error' | 'escalation' | 'goesOn';
/** A task with a handler, a sub-process of two such tasks, or a sub-process with a handler for all of it. */
export type Compensated = 'task' | 'inner' | 'whole';
