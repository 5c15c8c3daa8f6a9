import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SERVER = join(import.meta.dirname, '../../dist/server/main.js');
const CREDENTIALS = { user: 'bench', password: 'bench-password-1' };

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** `user:password` of its administrator. */
  readonly credentials: string;
  close(): Promise<void>;
}

/**
 * The compiled server in a process of its own, as `npm start` runs it, on a free port.
 * @param directory where it keeps its data
 * @param settings further environment variables
 */
export async function startServerProcess(
  directory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [SERVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: '0',
      ALUR_DATA: directory,
      ALUR_DEMO: '0',
      ALUR_ADMIN_USER: CREDENTIALS.user,
      ALUR_ADMIN_PASSWORD: CREDENTIALS.password,
      LOG_LEVEL: 'error',
      ...settings,
    },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The server ended with ${code ?? 'a signal'}. Run npm run build first.`)),
    );
    child.stdout.on('data', (chunk: Buffer) => {
      const match = /http:\/\/\S+/.exec(chunk.toString());
      if (match) resolve(match[0]);
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    credentials: `${CREDENTIALS.user}:${CREDENTIALS.password}`,
    close: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** What a process of this machine has used since it started; undefined where the system does not tell. */
export function usageOf(pid: number): { readonly cpuSeconds: number; readonly peakMegabytes: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // Ticks of a hundredth of a second: utime and stime, fields 14 and 15 of proc(5).
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100, peakMegabytes: Number(peak) / 1024 };
  } catch {
    return undefined;
  }
}
