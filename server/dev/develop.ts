import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** `npm run dev`: the server restarts and the browser apps are rebuilt when a file changes. */
const root = resolve(import.meta.dirname, '../..');

function run(command: string, parameters: readonly string[]): ChildProcess {
  return spawn(command, parameters, { cwd: root, stdio: 'inherit' });
}

const children = [
  run('npx', ['vite', 'build', '--watch', '--logLevel', 'warn']),
  run(process.execPath, [
    '--watch-path=server',
    '--watch-path=workflows',
    '--watch-path=forms',
    '--import',
    'tsx',
    'server/main.ts',
  ]),
];

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => children.forEach((child) => child.kill(signal)));
for (const child of children) child.on('exit', (code) => process.exit(code ?? 0));
