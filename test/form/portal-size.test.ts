import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

interface Chunk {
  readonly type: string;
  readonly fileName: string;
  readonly code?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly source?: string | Uint8Array;
}

const root = resolve(import.meta.dirname, '../..');

describe('the portal on a phone', () => {
  it('needs at most 70 KB of script and 150 KB in all for its first page', async () => {
    const result = await build({
      configFile: false,
      root: resolve(root, 'designer'),
      logLevel: 'silent',
      build: {
        write: false,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: { portal: resolve(root, 'designer/index.html') } },
      },
    });
    const chunks = (result as unknown as { output: Chunk[] }).output;
    const needed = new Set<string>();
    const follow = (name: string): void => {
      if (needed.has(name)) return;
      needed.add(name);
      for (const next of chunks.find((chunk) => chunk.fileName === name)?.imports ?? []) follow(next);
    };
    for (const chunk of chunks) if (chunk.isEntry === true) follow(chunk.fileName);
    const script = chunks
      .filter((chunk) => needed.has(chunk.fileName))
      .reduce((sum, chunk) => sum + gzipSync(chunk.code ?? '').length, 0);
    const page = chunks
      .filter((chunk) => /portal.*\.css$|\.html$/.test(chunk.fileName))
      .reduce((sum, chunk) => sum + gzipSync(chunk.source ?? '').length, 0);
    assert.ok(needed.size > 0 && script > 5_000, 'found the scripts of the page');
    assert.ok(script <= 70 * 1024, `scripts take ${String(script)} bytes`);
    assert.ok(script + page <= 150 * 1024, `the page takes ${String(script + page)} bytes`);
  });
});
