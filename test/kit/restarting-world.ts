import { commitSteps } from './commit-steps.ts';
import assert from 'node:assert/strict';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import type { InstanceState } from '../../server/engine/instance/state.ts';
import type { Command } from '../../server/engine/record/command.ts';
import type { Event } from '../../server/engine/record/event.ts';
import { migrate } from '../../server/store/migration/migrations.ts';
import { instanceTables } from '../../server/store/projection/load.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { openSqlite } from '../service/kit/sqlite-database.ts';
import { KitPorts } from './ports.ts';
import { ProcessWorld } from './process-world.ts';
import { typed, type PlainVariables } from './scenario.ts';
import type { Database } from '../../server/application/ports/database.ts';

export interface RestartingOptions {
  readonly database: Database;
  readonly ports: KitPorts;
  /** The newest rows come first; otherwise as the database happens to give them. */
  readonly inReverse: boolean;
  /** Gives the definitions anew each time. */
  readonly compile: () => Promise<[ProcessDefinition, ...ProcessDefinition[]]>;
}

/** An empty SQLite database in memory with the schema of a server. */
export async function openMemoryDatabase(): Promise<Database> {
  const database = await openSqlite([]);
  await database.transaction(migrate);
  return database;
}

/** The tables of what runs that hold rows. */
export async function tablesInUse(database: Database): Promise<string[]> {
  const used: string[] = [];
  for (const table of ['process_instance', ...instanceTables])
    if ((await database.query(`select * from ${table} limit 1`)).length > 0) used.push(table);
  return used;
}

/**
 * Process instances on a server that is stopped after every command: what the steps were is written to the database as
 * the server does it, everything else is thrown away, and the next command finds what can be loaded. Only the clock and
 * the supply of ids go on, as the world outside does.
 */
export class RestartingWorld {
  readonly events: Event[] = [];
  readonly #store: SqlRuntimeStore;
  readonly #compile: () => Promise<[ProcessDefinition, ...ProcessDefinition[]]>;
  readonly #ports: KitPorts;
  readonly #inReverse: boolean;
  #world: ProcessWorld;
  #revisions: ReadonlyMap<string, number> = new Map();

  private constructor(
    { database, ports, compile, inReverse }: RestartingOptions,
    definitions: readonly ProcessDefinition[],
  ) {
    this.#ports = ports;
    this.#inReverse = inReverse;
    this.#store = new SqlRuntimeStore(database);
    this.#compile = compile;
    this.#world = new ProcessWorld(this.#ports, definitions);
  }

  /** Starts the first of the definitions. */
  static async start(options: RestartingOptions, variables: PlainVariables): Promise<RestartingWorld> {
    const definitions = await options.compile();
    const restarting = new RestartingWorld(options, definitions);
    restarting.#world.start(definitions[0], {
      type: 'startProcessInstance',
      instanceId: restarting.#ports.newId(),
      businessKey: null,
      variables: typed(variables),
      startUserId: restarting.#ports.userId,
    });
    await restarting.#restart();
    return restarting;
  }

  /** Before anything else is asked of it. */
  get world(): ProcessWorld {
    return this.#world;
  }

  async send(instanceId: string, command: Command): Promise<void> {
    this.#world.send(instanceId, command);
    await this.#restart();
  }

  async #restart(): Promise<void> {
    const { steps, instances, events } = this.#world;
    const made = new Map(this.#revisions);
    const records = steps.map((step) => {
      const revision = made.get(step.instanceId) ?? 0;
      made.set(step.instanceId, revision + 1);
      return { ...step, userId: this.#ports.userId, tenantId: null, revision };
    });
    await commitSteps(this.#store, records);
    this.events.push(...events);
    const running = [...instances].flatMap(([id, { state }]) => (state.ended === null ? [id] : []));
    const loaded = await this.#store.loadInstances([...instances.keys()]);
    assert.deepEqual([...loaded.keys()].sort(), running.toSorted(), 'what runs is not what was stored');
    this.#revisions = new Map([...loaded].map(([id, { revision }]) => [id, revision]));
    this.#world = new ProcessWorld(this.#ports, await this.#compile());
    for (const id of running) {
      const state = loaded.get(id)?.state;
      assert.ok(state);
      this.#world.resume(this.#inReverse ? reverse(state) : state);
    }
  }
}

/** A database gives rows in any order; what runs must not depend on it. */
function reverse(state: InstanceState): InstanceState {
  const reversed = <K, V>(map: ReadonlyMap<K, V>): Map<K, V> => new Map([...map].reverse());
  return {
    ...state,
    variables: new Map([...state.variables].reverse().map(([scope, named]) => [scope, reversed(named)])),
    activities: reversed(state.activities),
    tasks: reversed(state.tasks),
    externalTasks: reversed(state.externalTasks),
    jobs: reversed(state.jobs),
    subscriptions: reversed(state.subscriptions),
    incidents: reversed(state.incidents),
    compensations: reversed(state.compensations),
  };
}
