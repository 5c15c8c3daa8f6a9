import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { DecisionCache } from './application/evaluation/decision-cache.ts';
import type { DefinitionCache } from './application/definitions.ts';
import type { ExternalTasks } from './application/external-tasks.ts';
import type { KeptMessages } from './application/kept-messages.ts';
import type { Database } from './application/ports/database.ts';
import { type NodeSignals, noOtherNodes, type Signal } from './application/ports/node-signals.ts';
import { SharedClock } from './application/shared-clock.ts';
import type { JobExecutor } from './jobs/job-executor.ts';
import { PostgresSignals } from './store/postgres-signals.ts';
import type { Telling } from './tell-others.ts';

/** What a node shares with the others on its database. */
export interface Nodes {
  /** Name of this node in locks, new at every start: host, process and something random. */
  readonly node: string;
  readonly signals: NodeSignals;
  /** The database's time, epoch milliseconds. */
  readonly now: () => number;
}

/** Makes the node known to the others. On SQLite it is alone, and its clock is the database's. */
export function joinNodes({
  database,
  databaseUrl,
  onError,
}: {
  readonly database: Database;
  readonly databaseUrl: string | undefined;
  readonly onError: (error: unknown) => void;
}): Nodes {
  const node = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  if (database.dialect === 'sqlite' || databaseUrl === undefined)
    return { node, signals: noOtherNodes, now: () => Date.now() };
  const clock = new SharedClock(() => void signals.readTime().catch(onError));
  const signals = new PostgresSignals({
    databaseUrl,
    database,
    node,
    onDatabaseTime: (time) => clock.set(time),
    onError,
  });
  return { node, signals, now: clock.now };
}

/** Everything of this node that other nodes wake, or make forget what it knows. */
export interface Hearers {
  readonly jobs: Pick<JobExecutor, 'hear'>;
  readonly externalTasks: Pick<ExternalTasks, 'hear'>;
  readonly keptMessages: Pick<KeptMessages, 'hear'>;
  readonly worker: { hear(topics: readonly string[] | null): void };
  readonly definitions: Pick<DefinitionCache, 'forgetHere'>;
  readonly decisions: Pick<DecisionCache<unknown>, 'forgetLatest'>;
  readonly forget: readonly (() => void)[];
  readonly telling: Pick<Telling, 'hear'>;
}

/** Passes on what other nodes tell. After a break everything may have happened. */
export function hearNodes(signals: NodeSignals, hearers: Hearers): void {
  const hearTasks = (topics: readonly string[] | null) => {
    hearers.externalTasks.hear(topics);
    hearers.worker.hear(topics);
  };
  const forget = () => {
    hearers.definitions.forgetHere();
    hearers.decisions.forgetLatest();
    for (const each of hearers.forget) each();
  };
  signals.listen((signal: Signal) => {
    hearers.telling.hear(signal);
    if (signal.type === 'jobs') hearers.jobs.hear(signal.dueAt);
    else if (signal.type === 'externalTasks') hearTasks(signal.topics);
    else if (signal.type === 'keptMessages') hearers.keptMessages.hear(signal.until);
    else if (signal.type === 'settings') forget();
    else if (signal.type === 'missed') {
      forget();
      hearers.jobs.hear(0);
      hearTasks(null);
      hearers.keptMessages.hear(null);
    }
  });
}
