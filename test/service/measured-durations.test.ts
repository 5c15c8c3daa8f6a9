import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listInbox } from '../../server/service/inbox/inbox.ts';
import { MeasuredDurations } from '../../server/service/catalogue/measured-durations.ts';
import { getCorrection, submitCorrection } from '../../server/service/request/correct-request.ts';
import { answers, fileRequest, openServiceWorld, tinyService, type ServiceWorld } from './kit/service-world.ts';

const wib = (text: string): number => Date.parse(`${text}:00+07:00`);
const me = { sessionId: 'u'.repeat(43), address: '10.0.0.9', language: 'id' as const };
const proof = { idNumberEnding: answers.nik.slice(-6), birthDate: answers.tglLahir };
let world: ServiceWorld;

before(async () => {
  world = await openServiceWorld();
  await world.side.catalogue.deployService(tinyService(), null);
  world.side.worker.start();
});
after(() => world.close());

async function decide(number: string, data: Record<string, unknown>): Promise<void> {
  const officer = { caller: await world.caller('rina'), language: 'id' as const };
  const { tasks } = await listInbox(officer.caller, { tab: 'available', search: number, limit: 10 }, world.side.inbox);
  await world.side.cases.claim(tasks[0]?.id ?? '', officer.caller);
  await world.side.cases.complete(tasks[0]?.id ?? '', data, officer);
}
async function issue(number: string, at: string): Promise<void> {
  world.clock.now = wib(at);
  await decide(number, { hasil: 'lengkap', perbaikan: [] });
  for (let turn = 0; (await world.side.requests.getOverview(number, me)).status !== 'terbit'; turn += 1) {
    assert.ok(turn < 200, 'the letter is not issued');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const measured = async () => (await world.side.catalogue.getDetail('kecil')).measured;

describe('measured durations', () => {
  it('are those of decided requests, without the days of the applicant', async () => {
    const numbers: string[] = [];
    for (let count = 0; count < 7; count += 1) numbers.push(await fileRequest(world));
    const [first = '', second = '', third = '', fourth = '', fifth = '', withdrawn = '', corrected = ''] = numbers;
    await issue(first, '2026-11-24T11:00');
    await issue(second, '2026-11-25T11:00');
    await issue(third, '2026-11-25T12:00');
    await decide(corrected, { hasil: 'perbaikan', perbaikan: [{ field: 'nama', note: 'Sesuaikan' }] });
    await issue(fourth, '2026-11-26T11:00');
    await world.side.requests.openRequest(withdrawn, proof, me);
    await world.side.requests.withdraw(withdrawn, me);
    assert.equal(await measured(), null, 'four decided requests are too few, and the one taken back does not count');

    world.clock.now = wib('2026-12-07T09:00');
    await world.side.requests.openRequest(corrected, proof, me);
    const { taskId, data } = await getCorrection(corrected, me, world.side.correction);
    await submitCorrection(corrected, { taskId, data }, { visitor: me, parts: world.side.correction });
    await issue(corrected, '2026-12-09T09:00');
    await issue(fifth, '2026-12-07T11:00');
    // Taken: 0, 1, 1, 2, 9 days; the corrected one 1 until it went back and 2 after that.
    await measured();
    assert.deepEqual(await measured(), { medianWorkingDays: 1.5, ninetiethWorkingDays: 9, requests: 6 });
  });

  it('are read once in a quarter of an hour, and nobody waits for a renewal', async () => {
    let reads = 0;
    let hold: Promise<void> | undefined;
    const clock = { now: wib('2026-12-10T09:00') };
    const durations = new MeasuredDurations({
      definitions: world.definitions,
      now: () => clock.now,
      history: {
        listTimes: world.stores.history.listTimes,
        listEnded: async (requests) => {
          reads += 1;
          await hold;
          return await world.stores.history.listEnded(requests);
        },
      },
    });
    const find = () => durations.find({ key: 'kecil', processKey: 'kecil' });
    const figures = await Promise.all([find(), find(), find()]);
    assert.deepEqual(new Set(figures.map((figure) => figure?.requests)), new Set([6]));
    assert.equal(reads, 1);

    // A hundred days later none of them counts any more.
    clock.now += 100 * 86_400_000;
    let release = (): void => undefined;
    hold = new Promise((resolve) => (release = resolve));
    assert.equal((await find())?.requests, 6);
    release();
    assert.equal(await find(), null);
    assert.equal(reads, 2);
  });

  it('keep the old figure when a renewal fails, and try again', async () => {
    let broken = false;
    const clock = { now: wib('2026-12-10T09:00') };
    const durations = new MeasuredDurations({
      definitions: world.definitions,
      now: () => clock.now,
      history: {
        listTimes: world.stores.history.listTimes,
        listEnded: (requests) =>
          broken ? Promise.reject(new Error('no database')) : world.stores.history.listEnded(requests),
      },
    });
    const find = () => durations.find({ key: 'kecil', processKey: 'kecil' });
    assert.equal((await find())?.requests, 6);
    broken = true;
    clock.now += 3_600_000;
    assert.equal((await find())?.requests, 6);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await find())?.requests, 6);
    broken = false;
    await new Promise((resolve) => setImmediate(resolve));
    await find();
    assert.equal((await find())?.requests, 6);
  });
});
