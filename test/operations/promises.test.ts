import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { it } from 'node:test';

const root = resolve(import.meta.dirname, '../..');

/** `file: words`, as the document of promises names a test. */
const REFERENCE = /`(test\/[^`:]+\.ts): ?([^`]*)`/g;

it('every test that the document of promises names is there', () => {
  const text = readFileSync(join(root, 'server/docs/promises.md'), 'utf8');
  const references = [...text.matchAll(REFERENCE)];
  assert.ok(references.length > 50, `only ${references.length} tests are named`);
  const missing = references.filter(([, file = '', words = '']) => {
    const path = join(root, file);
    return !existsSync(path) || !readFileSync(path, 'utf8').includes(words);
  });
  assert.deepEqual(
    missing.map(([reference]) => reference),
    [],
  );
});
