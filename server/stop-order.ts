import type { Server } from 'node:http';
import type { ExternalTasks } from './application/external-tasks.ts';
import type { CommandDispatcher } from './application/dispatch.ts';
import type { Database } from './application/ports/database.ts';
import type { JobExecutor } from './jobs/job-executor.ts';
import type { NodeSignals } from './application/ports/node-signals.ts';
import type { FileReader } from './parsing/file-reader.ts';
import type { ScriptPool } from './scripts/script-pool.ts';
import type { Telling } from './tell-others.ts';

/** With several nodes: how long requests are still taken after the readiness has turned red, until the proxy has seen it. */
const LAST_REQUESTS_MS = 1_000;
/** How long a stop waits for connections that are being answered. */
const CONNECTIONS_MS = 5_000;
/** How long a stop waits for scripts that run. */
const SCRIPTS_MS = 4_000;

/** Something that works by itself until it is told to stop. */
interface Worker {
  stop(): Promise<void> | void;
}

/** The parts of a running server that have to be stopped. */
export interface RunningParts {
  readonly server: Server;
  readonly jobs: JobExecutor;
  readonly externalTasks: ExternalTasks;
  readonly telling: Telling;
  readonly stopApplications: () => Promise<void>;
  /** Whether other nodes work on the same database. */
  readonly shared: boolean;
  /** What writes by itself besides jobs, in the order of stopping. */
  readonly workers: readonly Worker[];
  readonly scripts: ScriptPool;
  readonly dispatcher: CommandDispatcher;
  readonly signals: NodeSignals;
  readonly files: FileReader;
  readonly metrics: { stop(): void };
  readonly database: Database;
}

/** Stops a server: nothing new begins, what runs is finished, what others need of it closes last. */
export async function stopInOrder(parts: RunningParts): Promise<void> {
  const stoppedJobs = parts.jobs.stop();
  parts.externalTasks.stop();
  parts.telling.events.close();
  await parts.stopApplications();
  if (parts.shared) await new Promise((resolve) => setTimeout(resolve, LAST_REQUESTS_MS));
  await takeNoMore(parts.server);
  await stoppedJobs;
  for (const worker of parts.workers) await worker.stop();
  // Scripts of jobs that were given back need not end.
  const impatience = setTimeout(() => void parts.scripts.close(), SCRIPTS_MS);
  await parts.dispatcher.drain();
  clearTimeout(impatience);
  await parts.telling.stop();
  await parts.signals.stop();
  await parts.scripts.close();
  await parts.files.close();
  parts.metrics.stop();
  await parts.database.close();
}

function takeNoMore(server: Server): Promise<unknown> {
  return new Promise((done) => {
    server.close(done);
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), CONNECTIONS_MS).unref();
  });
}
