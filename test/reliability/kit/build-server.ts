import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../../..');
const FAULTY_MAIN = 'test/reliability/kit/faulty-main';

/** A change of the sources before they are built: the text must occur exactly once. */
export interface SourceEdit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The server as JavaScript in a directory of its own: it starts in half the time that the sources need. */
export interface BuiltServer {
  readonly directory: string;
  /** Arguments of node that start the server as it is shipped. */
  readonly plain: readonly string[];
  /** Arguments of node that start it with the faults that the environment names (`faulty-main.ts`). */
  readonly faulty: readonly string[];
  dispose(): Promise<void>;
}

/** Builds the server once for many starts, optionally with edits in a copy of the sources. */
export async function buildServer(edits: readonly SourceEdit[] = []): Promise<BuiltServer> {
  const directory = await mkdtemp(join(tmpdir(), 'alur-built-'));
  try {
    const sources = edits.length === 0 ? root : await editedCopy(join(directory, 'sources'), edits);
    const output = join(directory, 'built');
    const settings = join(directory, 'tsconfig.json');
    await writeFile(
      settings,
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions: { noEmit: false, noCheck: true, types: [], rootDir: sources, outDir: output },
        files: [join(sources, `${FAULTY_MAIN}.ts`)],
        include: [join(sources, 'server/**/*.ts')],
      }),
    );
    await promisify(execFile)(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', settings]);
    await cp(join(root, 'package.json'), join(output, 'package.json'));
    await symlink(join(root, 'node_modules'), join(output, 'node_modules'));
    return {
      directory,
      plain: [join(output, 'server/main.js')],
      faulty: [join(output, `${FAULTY_MAIN}.js`)],
      dispose: () => rm(directory, { recursive: true, force: true }),
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function editedCopy(sources: string, edits: readonly SourceEdit[]): Promise<string> {
  for (const folder of ['server', 'test/reliability/kit', 'test/kit'])
    await cp(join(root, folder), join(sources, folder), { recursive: true });
  for (const edit of edits) {
    const path = join(sources, edit.file);
    const text = await readFile(path, 'utf8');
    const found = text.split(edit.find).length - 1;
    if (found !== 1) throw new Error(`${edit.file} has this text ${found} times, not once: ${edit.find}`);
    await writeFile(
      path,
      text.replace(edit.find, () => edit.replace),
    );
  }
  return sources;
}
