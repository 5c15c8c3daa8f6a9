import assert from 'node:assert/strict';
import { fold } from '../../server/engine/apply/apply.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import type { InstanceState } from '../../server/engine/instance/state.ts';
import type { Ports } from '../../server/engine/ports.ts';
import type { Command } from '../../server/engine/record/command.ts';
import type { Effect } from '../../server/engine/record/effect.ts';
import type { Event } from '../../server/engine/record/event.ts';
import { step } from '../../server/engine/step.ts';
import { brokenInvariants } from './invariants.ts';
import { MemoryTables } from './memory-tables.ts';

export interface CheckedStep {
  readonly state: InstanceState;
  readonly events: readonly Event[];
  readonly effects: readonly Effect[];
}

/**
 * Runs one step and checks what must hold after every step:
 * - a step that throws leaves the state as it was;
 * - the events alone, folded into the state before, give the state after;
 * - undo gives the state before;
 * - the rows that the events are projected to, loaded, give the state after: `state == fold(events) ==
 *   load(project(events))`;
 * - the tree is sound (see `brokenInvariants`).
 *
 * @returns the state as folded, so that the next step runs on what the events say
 */
export function checkedStep(
  definition: ProcessDefinition,
  state: InstanceState | null,
  command: Command,
  ports: Ports,
): CheckedStep {
  const before = state && copy(state);
  let result;
  try {
    result = step(definition, state, command, ports);
  } catch (error) {
    if (state) assertSame(state, before, `${command.type} failed and left something behind`);
    throw error;
  }
  const after = copy(result.state);
  const folded = fold(before && copy(before), result.events, { processKey: definition.key, at: ports.now });
  assertSame(folded, after, `the events of ${command.type} do not give the state`);
  const broken = brokenInvariants(definition, after, throwersIn(result.effects));
  assert.deepEqual(broken, [], `after ${command.type}`);
  result.undo();
  if (state) assertSame(state, before, `${command.type} was taken back and left something behind`);
  const tables = state ? tablesOf.get(state) : new MemoryTables();
  if (tables) {
    tables.apply(definition, {
      instanceId: after.id,
      at: ports.now,
      userId: ports.userId,
      state: after,
      events: result.events,
    });
    const loaded = tables.load(after.id);
    if (after.ended !== null)
      assert.equal(loaded, undefined, `after ${command.type} the instance has ended and rows are left`);
    else assertSame(loaded ?? failLoad(command.type), after, `the rows after ${command.type} do not give the state`);
    tablesOf.set(folded, tables);
  }
  return { state: folded, events: result.events, effects: result.effects };
}

function throwersIn(effects: readonly Effect[]): Set<string> {
  return new Set(
    effects.flatMap((effect) =>
      effect.type === 'command' && effect.command.type === 'failCall'
        ? [effect.command.thrownBy.activityInstanceId, effect.command.activityInstanceId]
        : [],
    ),
  );
}

/** Rows of each state that a scenario goes on from. */
const tablesOf = new WeakMap<InstanceState, MemoryTables>();

function failLoad(command: string): never {
  throw new Error(`After ${command} there is no row of the instance.`);
}

function copy(state: InstanceState): InstanceState {
  return structuredClone(state);
}

function assertSame(actual: InstanceState, expected: InstanceState | null, message: string): void {
  try {
    assert.deepEqual(actual, expected);
  } catch (error) {
    throw new Error(`${message}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
