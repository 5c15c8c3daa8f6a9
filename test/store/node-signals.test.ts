import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Database } from '../../server/application/ports/database.ts';
import type { Signal } from '../../server/application/ports/node-signals.ts';
import { SharedClock } from '../../server/application/shared-clock.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { joinSignals, packSignals, type Said } from '../../server/store/pack-signals.ts';
import { PostgresSignals } from '../../server/store/postgres-signals.ts';
import { openPostgres } from '../kit/postgres.ts';

describe('what nodes tell each other', () => {
  let database: Database;
  let url: string;
  let release: () => Promise<void>;
  const errors: unknown[] = [];
  const open = async (node: string) => {
    const heard: Signal[] = [];
    const clock = new SharedClock();
    const signals = new PostgresSignals({
      databaseUrl: url,
      database,
      node,
      onDatabaseTime: (time) => clock.set(time),
      onError: (error) => errors.push(error),
    });
    signals.listen((signal) => heard.push(signal));
    await signals.start();
    return { signals, heard, clock };
  };

  before(async () => {
    const postgres = await openPostgres();
    ({ url, release } = postgres);
    database = await openDatabase({ dataDirectory: '', databaseUrl: url });
  });
  after(async () => {
    await database.close();
    await release();
  });

  it('arrives at the others and not at the one who told it', async () => {
    const [one, two] = [await open('satu'), await open('dua')];
    one.signals.tell({ type: 'jobs', dueAt: 70 });
    one.signals.tell({ type: 'jobs', dueAt: 50 });
    one.signals.tell({ type: 'externalTasks', topics: ['a'] });
    await until(() => two.heard.some(({ type }) => type === 'externalTasks'));
    assert.deepEqual(
      two.heard.filter(({ type }) => type === 'jobs'),
      [{ type: 'jobs', dueAt: 50 }],
    );
    assert.ok(!one.heard.some(({ type }) => type === 'jobs'));
    await Promise.all([one.signals.stop(), two.signals.stop()]);
  });

  it('comes through again after the database has ended every connection, and the break is told', async () => {
    const [one, two] = [await open('satu'), await open('dua')];
    const breaks = () => two.heard.filter(({ type }) => type === 'missed').length;
    const before = breaks();
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'alur %'`,
    );
    await until(() => breaks() > before);
    // The other connection may still be on its way back.
    await until(() => {
      one.signals.tell({ type: 'settings' });
      return two.heard.some(({ type }) => type === 'settings');
    });
    await Promise.all([one.signals.stop(), two.signals.stop()]);
  });

  it('gives every node the time of the database, whatever its own clock says', async () => {
    const { signals, clock } = await open('satu');
    const [row] = await database.query<{ now: number }>('select extract(epoch from clock_timestamp()) * 1000 as now');
    assert.ok(Math.abs(clock.now() - Number(row?.now)) < 500);
    await signals.stop();
  });

  it('is joined where it says the same', () => {
    assert.deepEqual(
      joinSignals([
        { type: 'externalTasks', topics: ['a'] },
        { type: 'outbox', targets: ['w'] },
        { type: 'externalTasks', topics: ['b', 'a'] },
        { type: 'jobs', dueAt: 9 },
        { type: 'jobs', dueAt: 0 },
      ]),
      [
        { type: 'externalTasks', topics: ['a', 'b'] },
        { type: 'outbox', targets: ['w'] },
        { type: 'jobs', dueAt: 0 },
      ],
    );
  });

  it('fits the notifications of the database, however much and however long it is', () => {
    const notice = (text: string): Signal => ({
      type: 'notice',
      notice: { kind: 'task.created', at: 1, audience: null, data: { text } as never },
    });
    const texts = packSignals('satu', [
      ...Array.from({ length: 300 }, (_, index) => notice(`${index} ${'é'.repeat(100)}`)),
      notice('x'.repeat(20_000)),
      { type: 'externalTasks', topics: Array.from({ length: 3_000 }, (_, index) => `topic-${index}`) },
    ]);
    for (const text of texts) assert.ok(Buffer.byteLength(text) < 8_000, `${Buffer.byteLength(text)} bytes`);
    const signals = texts.flatMap((text) => (JSON.parse(text) as Said).signals);
    assert.equal(signals.filter(({ type }) => type === 'notice').length, 300);
    assert.ok(signals.some(({ type }) => type === 'missed'));
    assert.ok(signals.some((signal) => signal.type === 'externalTasks' && signal.topics === null));
  });
});

describe('the shared clock', () => {
  const world = () => {
    const at = { steady: 1_000, wall: 50_000 };
    let asked = 0;
    const clock = new SharedClock(() => (asked += 1), { steady: () => at.steady, wall: () => at.wall });
    clock.set(900_000);
    return { at, clock, asked: () => asked };
  };

  it('goes on with the steady clock when somebody sets the clock of the computer', () => {
    const { at, clock, asked } = world();
    at.steady += 40;
    at.wall += 3_600_040;
    assert.equal(clock.now(), 900_040);
    assert.equal(asked(), 1);
    at.steady += 10;
    at.wall += 10;
    assert.equal(clock.now(), 900_050);
    assert.equal(asked(), 1);
  });

  it('asks the database when the computer has slept', () => {
    const { at, clock, asked } = world();
    at.wall += 60_000;
    assert.equal(clock.now(), 900_000);
    assert.equal(asked(), 1);
    clock.set(960_000);
    assert.equal(clock.now(), 960_000);
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail('it did not come about in five seconds');
}
