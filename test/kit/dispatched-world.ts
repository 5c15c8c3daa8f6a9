import assert from 'node:assert/strict';
import { CommandDispatcher } from '../../server/application/dispatch.ts';
import type { Database } from '../../server/application/ports/database.ts';
import type { StepGroup, StepRecord } from '../../server/application/ports/runtime-store.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { Rejection } from '../../server/engine/errors.ts';
import type { Command } from '../../server/engine/record/command.ts';
import type { Event } from '../../server/engine/record/event.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { KitPorts } from './ports.ts';
import { ProcessWorld } from './process-world.ts';
import { typed, type PlainVariables } from './scenario.ts';

/** What happens to a command: nothing, or its group is cut off before or after it is stored, or both nodes get it. */
export type Fate = 'sent' | 'lost' | 'answerLost' | 'sentTwice';

/** The connection broke; whether the group was stored, its sender does not know. */
class Cut extends Error {
  override readonly name = 'Cut';
}

/** A store whose next commit can be cut off. It remembers what was stored, whoever was told. */
class CutStore extends SqlRuntimeStore {
  cut: 'before' | 'after' | undefined;
  readonly #stored: (steps: readonly StepRecord[]) => void;

  constructor(database: Database, stored: (steps: readonly StepRecord[]) => void) {
    super(database);
    this.#stored = stored;
  }

  override gatherSteps(): StepGroup {
    const group = super.gatherSteps();
    const steps: StepRecord[] = [];
    return {
      add: (more) => {
        steps.push(...more);
        group.add(more);
      },
      commit: async (alongside, held) => {
        const { cut } = this;
        this.cut = undefined;
        if (cut === 'before') throw new Cut('The connection broke before the group was stored.');
        await group.commit(alongside, held);
        this.#stored(steps);
        if (cut === 'after') throw new Cut('The connection broke after the group was stored.');
      },
    };
  }
}

/**
 * The process instances of one plan on several nodes that share a database. Each node keeps in memory what it has seen,
 * which another has changed since.
 */
export class DispatchedWorld {
  readonly events: Event[] = [];
  readonly #store: SqlRuntimeStore;
  readonly #nodes: readonly { readonly store: CutStore; readonly dispatcher: CommandDispatcher }[];
  readonly #definitions: readonly ProcessDefinition[];
  readonly #ports: KitPorts;
  readonly #ids = new Set<string>();
  #world: ProcessWorld;

  private constructor(database: Database, definitions: readonly ProcessDefinition[], newId: () => string) {
    this.#store = new SqlRuntimeStore(database);
    this.#definitions = definitions;
    this.#ports = new KitPorts({ newId });
    this.#world = new ProcessWorld(this.#ports, definitions);
    this.#nodes = [0, 1].map(() => {
      const store = new CutStore(database, (steps) => {
        for (const step of steps) this.#ids.add(step.instanceId);
        this.events.push(...steps.flatMap(({ events }) => events));
      });
      return { store, dispatcher: this.#open(store) };
    });
  }

  #open(store: SqlRuntimeStore): CommandDispatcher {
    const find = (is: (definition: ProcessDefinition) => boolean) => {
      const definition = this.#definitions.find(is);
      assert.ok(definition);
      return definition;
    };
    return new CommandDispatcher({
      store,
      definitions: {
        getDefinition: (id) => Promise.resolve(find((each) => each.id === id)),
        findProcess: (reference) => {
          assert.ok('key' in reference);
          const definition = find(({ key }) => key === reference.key);
          return Promise.resolve({ definition, row: rowOf(definition) });
        },
        findEventStarts: () => Promise.resolve([]),
      },
      openPorts: () => ({ attempt: () => this.#ports }),
    });
  }

  /** Starts the first of the definitions. */
  static async start(
    {
      database,
      definitions,
      newId,
    }: {
      readonly database: Database;
      readonly definitions: readonly [ProcessDefinition, ...ProcessDefinition[]];
      readonly newId: () => string;
    },
    variables: PlainVariables,
  ): Promise<DispatchedWorld> {
    const world = new DispatchedWorld(database, definitions, newId);
    const instanceId = newId();
    await world.#nodes[0]?.dispatcher.send({
      processInstanceId: instanceId,
      userId: null,
      definition: definitions[0],
      command: {
        type: 'startProcessInstance',
        instanceId,
        businessKey: null,
        variables: typed(variables),
        startUserId: null,
      },
    });
    await world.#load();
    return world;
  }

  /** As it is stored. */
  get world(): ProcessWorld {
    return this.#world;
  }

  /** Sends a command to a node, again and again while it is lost. */
  async send(instanceId: string, command: Command, { node, fate }: { readonly node: number; readonly fate: Fate }) {
    if (fate === 'sentTwice' && isOnce(command)) await this.#sendTwice(instanceId, command);
    else await this.#sendOnce(instanceId, command, { node, fate });
    await this.#load();
  }

  async #sendOnce(
    instanceId: string,
    command: Command,
    { node, fate }: { readonly node: number; readonly fate: Fate },
  ) {
    const [chosen, other] = [this.#nodes[node % 2], this.#nodes[(node + 1) % 2]];
    assert.ok(chosen && other);
    const request = { processInstanceId: instanceId, userId: null, command };
    const known = this.events.length;
    chosen.store.cut = fate === 'lost' ? 'before' : fate === 'answerLost' ? 'after' : undefined;
    try {
      await chosen.dispatcher.send(request);
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      // Who asks looks whether it was done, and asks the other node when it was not.
      assert.equal(this.events.length > known, fate === 'answerLost');
      if (fate === 'lost') await other.dispatcher.send(request);
    } finally {
      chosen.store.cut = undefined;
    }
  }

  /** Both nodes get it at once: one does it, the other finds that there is nothing to do. */
  async #sendTwice(processInstanceId: string, command: Command): Promise<void> {
    const outcomes = await Promise.allSettled(
      this.#nodes.map(({ dispatcher }) => dispatcher.send({ processInstanceId, userId: null, command })),
    );
    const refusals = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    assert.equal(refusals.length, 1, 'it was done twice, or not at all');
    if (!(refusals[0] instanceof Rejection)) throw refusals[0];
  }

  async #load(): Promise<void> {
    const loaded = await this.#store.loadInstances([...this.#ids]);
    this.#world = new ProcessWorld(this.#ports, this.#definitions);
    for (const { state } of loaded.values()) this.#world.resume(state);
  }
}

/** What can be done once only: its task or job is gone then. */
function isOnce({ type }: Command): boolean {
  return type === 'completeTask' || type === 'completeExternalTask' || type === 'executeJob';
}

function rowOf({ id, key }: ProcessDefinition) {
  return {
    ...{ id, key, version: 1, name: null, category: null, description: null, versionTag: null, tenantId: null },
    ...{ resourceName: 'process.bpmn', deploymentId: 'deployment', suspended: false, historyTimeToLive: null },
    ...{ startableInTasklist: true, diagramName: null },
  };
}
