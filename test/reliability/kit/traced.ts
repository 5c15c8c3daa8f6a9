import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pause } from './load-client.ts';

/** A process whose way to the disk is meddled with. */
export interface Traced {
  /** Lets it alone. */
  release(): Promise<void>;
}

/**
 * Meddles with each `fsync` and `fdatasync` of a process from now on: `delay_enter=300000` makes it take 0.3 s longer,
 * `error=EIO:when=7` lets the seventh fail.
 *
 * @returns why not, on a machine without strace or without the right to use it.
 */
export async function traceSyncs(pid: number, inject: string): Promise<Traced | string> {
  const calls = 'fsync,fdatasync';
  const strace = spawn(
    'strace',
    ['-f', '-qq', '-e', `trace=${calls}`, '-e', `inject=${calls}:${inject}`, '-p', `${pid}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  strace.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-500)));
  const failed = await Promise.race([
    once(strace, 'error').then(([error]) => String(error)),
    once(strace, 'exit').then(() => said),
    // It has nothing to say when it is at work.
    pause(1_000),
  ]);
  if (failed !== undefined) return `strace cannot be used here: ${failed}`;
  return { release: () => end(strace) };
}

async function end(strace: ChildProcess): Promise<void> {
  if (strace.exitCode !== null || strace.signalCode !== null) return;
  const exit = once(strace, 'exit');
  strace.kill('SIGINT');
  await exit;
}
