import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import { generate } from 'openapi-typescript-codegen';
import { bodyOf, startTestServer, type TestServer } from '../kit/server.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const AREAS = ['engine-rest', 'api'] as const;
let server: TestServer;
let directory = '';
const documents = new Map<string, Record<string, unknown>>();

/** What somebody writes against the generated client; a field that is not in the document does not compile. */
const PROGRAM = `import { ExternalTaskService, OpenAPI, ProcessDefinitionService, TaskService, VersionService } from './client';
OpenAPI.BASE = process.argv[2] as string;
OpenAPI.USERNAME = 'root';
OpenAPI.PASSWORD = process.argv[3] as string;
const { version } = await VersionService.getEngineRestVersion();
const definitions = await ProcessDefinitionService.getEngineRestProcessDefinition({});
const tasks = await TaskService.postEngineRestTask({ requestBody: { processDefinitionKeyIn: ['x'] } });
const locked = await ExternalTaskService.postEngineRestExternalTaskFetchAndLock({
  requestBody: { workerId: 'w', maxTasks: 1, topics: [{ topicName: 't', lockDuration: 1000 }] },
});
const names: (string | null)[] = tasks.map((each) => each.name);
console.log(JSON.stringify({ version, definitions: definitions.length, names, locked: locked.length }));
`;

before(async () => {
  server = await startTestServer();
  directory = await mkdtemp(join(tmpdir(), 'alur-openapi-'));
  for (const area of AREAS)
    documents.set(
      area,
      bodyOf<Record<string, unknown>>(await server.call('GET', `/${area}/openapi.json`, undefined, null)),
    );
});
after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

describe('the OpenAPI documents', () => {
  it('are valid by the schema of OpenAPI 3.1', async () => {
    for (const area of AREAS) {
      const { valid, errors } = await new Validator().validate(structuredClone(documents.get(area) ?? {}));
      assert.ok(valid, `${area}: ${JSON.stringify(errors ?? '').slice(0, 1_000)}`);
    }
  });
  it('name only schemas that they hold', () => {
    for (const area of AREAS) {
      const text = JSON.stringify(documents.get(area));
      const { components } = documents.get(area) as { components: { schemas: Record<string, unknown> } };
      for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
        assert.ok(name in components.schemas, `${area}: ${name}`);
    }
  });
  it('give a TypeScript client that compiles and works', async () => {
    await generate({
      input: structuredClone(documents.get('engine-rest') ?? {}),
      output: join(directory, 'client'),
      useOptions: true,
    });
    const services = await readdir(join(directory, 'client/services'));
    assert.ok(services.length > 20, services.join());
    await writeFile(join(directory, 'program.ts'), PROGRAM);
    await mkdir(join(directory, 'node_modules'));
    await symlink(join(root, 'node_modules/@types'), join(directory, 'node_modules/@types'));
    await writeFile(join(directory, 'package.json'), '{"type":"module"}');
    const config = {
      compilerOptions: {
        target: 'es2022',
        module: 'esnext',
        moduleResolution: 'bundler',
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        types: ['node'],
      },
      files: ['program.ts'],
    };
    await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(config));
    const compile = () => run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', directory]);
    await compile().catch((error: { stdout: string }) => assert.fail(error.stdout));
    const call = [join(directory, 'program.ts'), server.url, 'kata-sandi-panjang-123'];
    const { stdout } = await run(process.execPath, ['--import', 'tsx', ...call], { cwd: root });
    const told = JSON.parse(stdout) as { version: string };
    assert.match(told.version, /^7\./);
    assert.deepEqual({ ...told, version: '' }, { version: '', definitions: 0, names: [], locked: 0 });
    // What is wrong is found.
    const program = await readFile(join(directory, 'program.ts'), 'utf8');
    await writeFile(join(directory, 'program.ts'), program.replace('each.name', 'each.nama'));
    await assert.rejects(compile(), (error: { stdout: string }) => error.stdout.includes('nama'));
  });
});
