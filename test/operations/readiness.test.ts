import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Queryable } from '../../server/application/ports/database.ts';
import { Readiness, type ReadinessParts } from '../../server/operations/readiness.ts';
import { migrations } from '../../server/store/migration/migrations.ts';

const newest = migrations.at(-1)?.version ?? 0;
const answering = (version: number): Queryable => ({
  dialect: 'sqlite',
  query: <R extends object>() => Promise.resolve([{ version } as unknown as R]),
});

describe('readiness', () => {
  let dataDirectory = '';
  before(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'alur-ready-'));
  });
  after(() => rm(dataDirectory, { recursive: true, force: true }));
  const look = async (parts: Partial<ReadinessParts>) => {
    const { reasons, warnings } = await new Readiness({
      database: answering(newest),
      dataDirectory,
      queue: () => ({ waiting: 0, limit: 10 }),
      isStopping: () => false,
      unsafe: [],
      ...parts,
    }).check();
    return { reasons: reasons.map(({ check }) => check), warnings: warnings.map(({ check }) => check) };
  };

  it('is given when nothing is wrong', async () => {
    assert.deepEqual(await look({}), { reasons: [], warnings: [] });
  });
  it('is refused while the database fails or is silent', async () => {
    const failing: Queryable = { dialect: 'sqlite', query: () => Promise.reject(new Error('gone')) };
    const silent: Queryable = { dialect: 'sqlite', query: () => new Promise(() => undefined) };
    assert.deepEqual((await look({ database: failing })).reasons, ['database']);
    assert.deepEqual((await look({ database: silent })).reasons, ['database']);
  });
  it('is refused on a schema that is older than the node, not on a newer one', async () => {
    assert.deepEqual((await look({ database: answering(newest - 1) })).reasons, ['migrations']);
    assert.deepEqual((await look({ database: answering(newest + 1) })).reasons, []);
  });
  it('is refused when the data directory is gone', async () => {
    assert.deepEqual((await look({ dataDirectory: join(dataDirectory, 'gone') })).reasons, ['disk']);
  });
  it('is refused while the queue is full', async () => {
    assert.deepEqual((await look({ queue: () => ({ waiting: 10, limit: 10 }) })).reasons, ['queue']);
  });
  it('is refused at once when the node stops, whatever was seen before', async () => {
    let stopping = false;
    const readiness = new Readiness({
      database: answering(newest),
      dataDirectory,
      queue: () => ({ waiting: 0, limit: 10 }),
      isStopping: () => stopping,
      unsafe: [],
    });
    assert.deepEqual((await readiness.check()).reasons, []);
    stopping = true;
    assert.deepEqual(
      (await readiness.check()).reasons.map(({ check }) => check),
      ['stopping'],
    );
  });
  it('warns of settings that were let pass, and works', async () => {
    const unsafe = [{ name: 'fsync = off', mend: 'Set it to on.' }];
    assert.deepEqual(await look({ unsafe }), { reasons: [], warnings: ['settings'] });
  });
  it('asks the database once for many who ask at once', async () => {
    let asked = 0;
    const database: Queryable = {
      dialect: 'sqlite',
      query: <R extends object>() => {
        asked += 1;
        return Promise.resolve([{ version: newest } as unknown as R]);
      },
    };
    const readiness = new Readiness({
      database,
      dataDirectory,
      queue: () => ({ waiting: 0, limit: 10 }),
      isStopping: () => false,
      unsafe: [],
    });
    await Promise.all(Array.from({ length: 50 }, () => readiness.check()));
    assert.equal(asked, 1);
  });
});
