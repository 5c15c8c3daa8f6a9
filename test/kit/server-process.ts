import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { serverCommand } from './built-server.ts';

const root = join(import.meta.dirname, '../..');

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process has ended, however it did. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** All it has written so far. */
  output(): string;
  /** Ends it at once, without any chance to finish. */
  kill(): Promise<void>;
  /** Asks it to end, and waits. */
  stop(): Promise<void>;
  /** Stands it still, or lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
}

/**
 * The server in a process of its own. Port 0 takes a free one; a restart on the same port names it.
 * `command`: other arguments of node, for a server that is built already.
 */
export async function startServerProcess(
  environment: Readonly<Record<string, string>>,
  command: readonly string[] = serverCommand,
  {
    killAfter,
  }: { /** Ends it the hard way after so many milliseconds, ready or not. */ readonly killAfter?: number } = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOST: '127.0.0.1', LOG_LEVEL: 'error', ...environment },
  });
  if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
  let output = '';
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = /ready at (http:\/\/\S+)/.exec(output);
      if (match?.[1]) resolve(match[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(({ code }) => reject(new Error(`The server ended with ${code ?? 'a signal'}: ${output}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    ended,
    output: () => output,
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
    signal: (signal) => void child.kill(signal),
  };
}

function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
