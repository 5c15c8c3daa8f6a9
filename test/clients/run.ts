import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startTestServer } from '../kit/server.ts';

/**
 * `npm run test:clients`: clients in other languages against a started server, and the JavaScript worker with two
 * thousand tasks. A language that is not installed is left out, and said to be. Its packages come from its own registry
 * into `.cache/clients`.
 */
const root = resolve(import.meta.dirname, '../..');
const cache = join(root, '.cache/clients');
mkdirSync(cache, { recursive: true });

/** A client in another language: how its packages are installed, and the command that runs it. */
interface Language {
  readonly name: string;
  readonly tool: string;
  readonly install: readonly (readonly string[])[];
  readonly command: readonly string[];
}
const venv = join(cache, 'python');
const languages: readonly Language[] = [
  {
    name: 'Python',
    tool: 'python3',
    install: existsSync(join(venv, 'bin/pip'))
      ? []
      : [
          ['python3', '-m', 'venv', venv],
          [join(venv, 'bin/pip'), 'install', '--quiet', '-r', join(import.meta.dirname, 'python/requirements.txt')],
        ],
    command: [join(venv, 'bin/python'), join(import.meta.dirname, 'python/main.py')],
  },
];

let passed = 0;
let failed = 0;
for (const language of languages) {
  if (spawnSync(language.tool, ['--version']).status !== 0) {
    process.stdout.write(`left out: ${language.name}, because ${language.tool} is not installed\n`);
    continue;
  }
  const broken = language.install.find(([command = '', ...rest]) => spawnSync(command, rest).status !== 0);
  if (broken) {
    process.stdout.write(`left out: ${language.name}, because "${broken.join(' ')}" failed\n`);
    continue;
  }
  const server = await startTestServer();
  await count([...language.command, `${server.url}/engine-rest`, 'root', 'kata-sandi-panjang-123'], {});
  await server.close();
}
const worker = join(root, 'test/http/javascript-worker-crowd.test.ts');
await count([process.execPath, '--import', 'tsx', '--test-reporter=tap', worker], { ALUR_WORKER_TASKS: '2000' });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** Runs a program and counts its lines `ok …` and `not ok …`; one that ends badly counts as a failure. */
async function count([command = '', ...rest]: readonly string[], environment: object): Promise<void> {
  const { output, code } = await new Promise<{ output: string; code: number | null }>((done) => {
    const child = spawn(command, rest, { cwd: root, env: { ...process.env, ...environment } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
    const limit = setTimeout(() => child.kill('SIGKILL'), 10 * 60_000);
    child.on('close', (code) => {
      clearTimeout(limit);
      done({ output, code });
    });
  });
  const lines = (mark: RegExp) => [...output.matchAll(mark)].length;
  passed += lines(/^ok /gm);
  failed += code === 0 ? 0 : Math.max(1, lines(/^not ok /gm));
  process.stdout.write(output.replaceAll(/^(?!ok |not ok ).*\n/gm, code === 0 ? '' : '$&'));
}
