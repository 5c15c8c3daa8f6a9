import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, it } from 'node:test';

/** The boundaries of the architecture page, section 2, as tests. Type imports count. */
const root = resolve(import.meta.dirname, '..');

/**
 * Who may import whom: a file below the folder on the left may import what is below the folders on the right, and its
 * own folder.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'server/contract': [],
  // JSON with exact whole numbers is one file without imports that both need.
  'server/expression': ['server/engine/instance/exact-json.ts'],
  'server/decision': ['server/expression'],
  'server/form': ['server/expression', 'server/contract'],
  'server/engine': [],
  'server/bpmn': ['server/engine/definition'],
  'server/application': [
    'server/engine',
    'server/bpmn',
    'server/form',
    'server/decision',
    'server/expression',
    'server/contract',
  ],
  'server/service': [
    'server/engine',
    'server/bpmn',
    'server/form',
    'server/decision',
    'server/expression',
    'server/contract',
    'server/application',
  ],
  'server/store': [
    'server/application/ports',
    'server/application/errors.ts',
    'server/engine/instance',
    'server/engine/record',
    'server/engine/definition',
  ],
  'server/jobs': ['server/application', 'server/engine'],
  'server/scripts': ['server/application/ports', 'server/expression', 'server/decision'],
  'server/parsing': [
    'server/application/evaluation/text-checks.ts',
    'server/bpmn',
    'server/decision',
    'server/engine/definition',
    'server/scripts',
  ],
  'server/identity': ['server/application/ports', 'server/application/errors.ts', 'server/contract'],
  'server/http': [
    'server/application',
    'server/service',
    'server/contract',
    'server/engine',
    'server/form',
    'server/identity',
  ],
  'server/operations': ['server/application/ports', 'server/config.ts', 'server/engine/record', 'server/store'],
  'server/dev': [],
  'designer/kit': ['server/contract', 'server/form', 'server/expression'],
  'designer/modeler': ['designer/kit', 'server/contract', 'server/form', 'server/expression'],
  'designer/inbox': ['designer/kit', 'server/contract', 'server/form', 'server/expression'],
  'designer/portal': ['designer/kit', 'server/contract', 'server/form', 'server/expression'],
  'designer/monitor': ['designer/kit', 'server/contract', 'server/form', 'server/expression'],
  workflows: ['test'],
};
/** Inside the engine: a folder may import those before it. */
const engineOrder = [
  'definition',
  'instance',
  'record',
  'apply',
  'context',
  'trigger',
  'behaviour',
  'lifecycle',
  'command',
];

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Paths of project files it imports. */
  readonly imports: readonly string[];
}

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

const files: readonly SourceFile[] = ['server', 'designer', 'workflows', 'test'].flatMap(walk).map((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  const imports = [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^;'"]*?from\s*['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)|^import\s+['"](\.[^'"]+)['"]/gm,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .map((specifier) => relative(root, resolve(root, dirname(path), specifier.replace(/\?.*$/, ''))));
  return { path, text, imports };
});
const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

describe('the architecture', () => {
  it('lets a folder import only what the page allows', () => {
    const broken = files.flatMap(({ path, imports }) => {
      const area = Object.keys(allowed).find((folder) => within(path, folder));
      if (!area) return [];
      const isTest = path.endsWith('.test.ts') || within(path, 'workflows');
      return imports
        .filter(
          (target) =>
            !within(target, area) &&
            !(allowed[area] ?? []).some((folder) => within(target, folder)) &&
            !(isTest && /^(test|server)\//.test(target)),
        )
        .map((target) => `${path} -> ${target}`);
    });
    assert.deepEqual(broken, []);
  });

  it('lets nothing but tests import tests, and nobody import content', () => {
    const broken = files.flatMap(({ path, imports }) =>
      imports
        .filter(
          (target) =>
            (within(target, 'test') && !within(path, 'test') && !within(path, 'workflows')) ||
            (/^(workflows|forms)\//.test(target) && !within(path, dirname(target)) && !within(path, 'test')),
        )
        .map((target) => `${path} -> ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it('has no import cycles', () => {
    assert.deepEqual(findCycles(), []);
  });

  it('keeps the layers of the engine', () => {
    const broken = files
      .filter(({ path }) => within(path, 'server/engine'))
      .flatMap(({ path, imports }) => {
        const layer = engineOrder.indexOf(path.split('/')[2] ?? '');
        return imports
          .filter((target) => layer >= 0 && engineOrder.indexOf(target.split('/')[2] ?? '') > layer)
          .map((target) => `${path} -> ${target}`);
      });
    assert.deepEqual(broken, []);
  });

  it('keeps the engine pure: no packages, no clock, no chance, no process', () => {
    const broken = files
      .filter(({ path }) => within(path, 'server/engine'))
      .flatMap(({ path, text, imports }) => {
        const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
        const names = [
          'Date.now',
          'new Date()',
          'Math.random',
          'process.env',
          "from 'node:",
          'setTimeout',
          'await ',
        ].filter((name) => code.includes(name));
        const packages = [...code.matchAll(/from\s*'([^.'][^']*)'/g)].map((match) => match[1]);
        return [...names, ...packages, ...imports.filter((target) => !within(target, 'server/engine'))].map(
          (what) => `${path}: ${what}`,
        );
      });
    assert.deepEqual(broken, []);
  });

  it('keeps the pure leaves free of node: and the browser', () => {
    const leaves = ['server/contract', 'server/expression', 'server/decision', 'server/form'];
    const broken = files
      .filter(({ path }) => leaves.some((leaf) => within(path, leaf)))
      .filter(({ text }) =>
        /from 'node:|\bdocument\.(?!ts\b)[a-zA-Z]|\bwindow\./.test(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
      )
      .map(({ path }) => path);
    assert.deepEqual(broken, []);
  });

  it('never evaluates text as code', () => {
    const broken = files
      .filter(({ path }) => within(path, 'server') || within(path, 'designer'))
      .filter(({ text }) => /\beval\(|new Function\(|from 'node:vm'/.test(text))
      .map(({ path }) => path);
    assert.deepEqual(broken, []);
  });

  it('names no service of the content in the platform', () => {
    const services = readdirSync(join(root, 'workflows'));
    const broken = files
      .filter(({ path }) => within(path, 'server') || within(path, 'designer'))
      .flatMap(({ path, text }) =>
        services
          .filter((service) => new RegExp(`['"\`/]${service}['"\`/.]`).test(text))
          .map((service) => `${path}: ${service}`),
      );
    assert.deepEqual(broken, []);
  });

  it('has no file over 300 lines without a reason in its first comment', () => {
    const long = files
      .filter(({ text }) => text.split('\n').length > 301 && !text.startsWith('// Over 300 lines because '))
      .map(({ path, text }) => `${path}: ${text.split('\n').length}`);
    assert.deepEqual(long, []);
  });

  it('has no barrels and no default exports', () => {
    const barrels = files
      .filter(({ path, text }) => path.endsWith('/index.ts') && /export .* from/.test(text))
      .map(({ path }) => path);
    const defaults = files
      .filter(({ path, text }) => !path.startsWith('designer/modeler/') && /^export default/m.test(text))
      .map(({ path }) => path);
    assert.deepEqual([...barrels, ...defaults], []);
  });

  it('uses only erased types: no any, no suppressed errors', () => {
    const broken = files
      .filter(({ path }) => path !== 'test/architecture.test.ts')
      .flatMap(({ path, text }) =>
        [...text.matchAll(/: any\b|\bas any\b|@ts-(?:ignore|expect-error|nocheck)|\b(?:TODO|FIXME)\b/g)].map(
          (match) => `${path}: ${match[0]}`,
        ),
      );
    assert.deepEqual(broken, []);
  });
});

/** Strongly connected files (Tarjan), each as the list of its files. */
function findCycles(): string[][] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.get(path) ?? 0);
    stack.push(path);
    for (const target of byPath.get(path)?.imports ?? []) {
      if (!byPath.has(target)) continue;
      if (!index.has(target)) visit(target);
      if (stack.includes(target)) low.set(path, Math.min(low.get(path) ?? 0, low.get(target) ?? 0));
    }
    if (low.get(path) !== index.get(path)) return;
    const component = stack.splice(stack.indexOf(path));
    if (component.length > 1) cycles.push(component.sort());
  };
  for (const { path } of files) if (!index.has(path)) visit(path);
  return cycles;
}
