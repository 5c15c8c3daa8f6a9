import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface SimulationOptions {
  /** Folder with one folder per service. */
  readonly workflows: string;
  /** Folder of the compiled workers; absent in development, where the sources run. */
  readonly compiled: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (text: string) => void;
}

/** Pause before a worker that ended is started again. */
const RESTART_MS = 2_000;

/**
 * Demo mode: every `workflows/<service>/worker.ts` runs in its own process, as the applications of other agencies
 * would.
 * A worker that ends is started again. Gives the function that stops them.
 */
export function startSimulatedApplications(options: SimulationOptions): () => Promise<void> {
  let stopped = false;
  const running = new Set<ChildProcess>();
  const start = (service: string): void => {
    const source = join(options.workflows, service, 'worker.ts');
    const compiled = options.compiled && join(options.compiled, service, 'worker.js');
    const command = compiled && existsSync(compiled) ? [compiled] : ['--import', 'tsx', source];
    const child = spawn(process.execPath, command, {
      stdio: 'ignore',
      env: { ...process.env, ...options.environment },
    });
    running.add(child);
    child.once('exit', (code) => {
      running.delete(child);
      if (stopped) return;
      options.log(`The simulated application of ${service} ended with ${code ?? 'a signal'}; it is started again.`);
      setTimeout(() => stopped || start(service), RESTART_MS).unref();
    });
  };
  for (const service of readdirSync(options.workflows))
    if (existsSync(join(options.workflows, service, 'worker.ts'))) start(service);
  return async () => {
    stopped = true;
    await Promise.all(
      [...running].map(
        (child) =>
          new Promise<void>((done) => {
            child.once('exit', () => done());
            child.kill('SIGTERM');
            setTimeout(() => child.kill('SIGKILL'), 3_000).unref();
          }),
      ),
    );
  };
}
