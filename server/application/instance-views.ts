import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import type { InstanceState } from '../engine/instance/state.ts';
import { visibleVariables } from '../engine/instance/tree.ts';
import type { VariableValue } from '../engine/instance/value.ts';
import { NotFound } from './errors.ts';
import type { RuntimeStore } from './ports/runtime-store.ts';

/** Reads of single running instances from their stored state. */
export class InstanceViews {
  readonly #store: RuntimeStore;
  readonly #definitions: { getDefinition(id: string): Promise<ProcessDefinition> };

  constructor(options: {
    readonly store: RuntimeStore;
    readonly definitions: { getDefinition(id: string): Promise<ProcessDefinition> };
  }) {
    this.#store = options.store;
    this.#definitions = options.definitions;
  }

  async find(id: string): Promise<InstanceState | undefined> {
    return (await this.#store.loadInstances([id])).get(id)?.state;
  }

  /** States of many, in one read per table. */
  async findMany(ids: readonly string[]): Promise<ReadonlyMap<string, InstanceState>> {
    const loaded = await this.#store.loadInstances([...new Set(ids)]);
    return new Map([...loaded].map(([id, { state }]) => [id, state]));
  }

  /** @throws NotFound */
  async get(id: string): Promise<{ readonly state: InstanceState; readonly definition: ProcessDefinition }> {
    const state = await this.find(id);
    if (!state)
      throw new NotFound({
        id: `Proses ${id} tidak ada atau sudah selesai.`,
        en: `Process instance with id ${id} does not exist`,
      });
    return { state, definition: await this.#definitions.getDefinition(state.definitionId) };
  }
}

/** Variables seen from an activity instance or a user task, nearest scope first. */
export function visibleFrom(state: InstanceState, scopeId: string): ReadonlyMap<string, VariableValue> {
  return visibleVariables(state, scopeId);
}
