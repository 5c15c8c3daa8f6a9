import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { calendarFunctions } from '../../server/service/calendar/calendar-functions.ts';
import { regencyCalendar } from '../../server/service/calendar/regency-calendar.ts';
import { readServiceClock, type ClockedRequest } from '../../server/service/calendar/service-clock.ts';
import { listInbox } from '../../server/service/inbox/inbox.ts';
import { getCorrection, submitCorrection } from '../../server/service/request/correct-request.ts';
import { submitRequest } from '../../server/service/request/submit-request.ts';
import { answers, openServiceWorld, PDF, tinyService, upload, type ServiceWorld } from './kit/service-world.ts';

const wib = (text: string): number => Date.parse(`${text}:00+07:00`);
const local = (time: number | null): string | null =>
  time === null ? null : new Date(time + 7 * 3_600_000).toISOString().slice(0, 16);
const read = (given: Partial<ClockedRequest>) => {
  const clock = readServiceClock(
    { startedAt: null, endedAt: null, stops: [], workingDays: 4, now: wib('2026-12-31T12:00'), ...given },
    regencyCalendar,
  );
  return { ...clock, dueAt: local(clock.dueAt) };
};

describe('the clock of a service standard', () => {
  it('does not run before the file is complete', () => {
    const waiting = read({ stops: [{ from: wib('2026-11-24T09:00'), until: null }] });
    assert.deepEqual([waiting.state, waiting.dueAt, waiting.used, waiting.stops], ['waiting', null, 0, []]);
    assert.equal(read({ endedAt: wib('2026-11-24T09:00') }).state, 'ended');
  });
  it('counts five working days over Nyepi and Idulfitri 2026 to 30 March', () => {
    const running = read({ startedAt: wib('2026-03-16T10:00'), workingDays: 5, now: wib('2026-03-26T08:00') });
    assert.deepEqual([running.state, running.dueAt, running.used], ['running', '2026-03-30T16:00', 3]);
  });
  it('stands while the applicant corrects, over all holidays', () => {
    const stops = [{ from: wib('2026-03-11T14:00'), until: wib('2026-03-30T08:00') }];
    const back = read({ startedAt: wib('2026-03-09T10:00'), stops, now: wib('2026-03-31T09:00') });
    // 10 and 11 March are used, 31 March and 1 April are left.
    assert.deepEqual([back.state, back.dueAt, back.used], ['running', '2026-04-01T16:00', 3]);
    const away = read({
      startedAt: wib('2026-03-09T10:00'),
      stops: [{ from: wib('2026-03-11T14:00'), until: null }],
      now: wib('2026-03-17T09:00'),
    });
    // As if it came back on 17 March: 25 and 26 March follow.
    assert.deepEqual([away.state, away.dueAt, away.used], ['stopped', '2026-03-26T16:00', 2]);
  });
  it('counts a day once when two stops share it, and none for a stop of some hours', () => {
    const startedAt = wib('2026-11-23T10:00');
    const apart = [{ from: wib('2026-11-24T08:00'), until: wib('2026-11-25T09:00') }];
    const again = [...apart, { from: wib('2026-11-25T10:00'), until: wib('2026-11-26T09:00') }];
    const inside = [{ from: wib('2026-11-24T09:00'), until: wib('2026-11-25T08:00') }, ...apart];
    const hours = [{ from: wib('2026-11-25T08:00'), until: wib('2026-11-25T15:00') }];
    const dueWith = (stops: ClockedRequest['stops']) => read({ startedAt, stops }).dueAt?.slice(0, 10);
    assert.equal(dueWith([]), '2026-11-27');
    assert.equal(dueWith(apart), '2026-11-30');
    assert.equal(dueWith(again), '2026-12-01');
    assert.equal(dueWith(inside), '2026-11-30');
    assert.deepEqual(read({ startedAt, stops: inside }).stops, apart);
    assert.equal(dueWith(hours), '2026-11-27');
  });
  it('leaves out what came before the file was complete', () => {
    const stops = [{ from: wib('2026-11-18T08:00'), until: wib('2026-11-20T09:00') }];
    const clock = read({ startedAt: wib('2026-11-23T10:00'), stops });
    assert.deepEqual([clock.dueAt, clock.stops], ['2026-11-27T15:00', []]);
  });
  it('stays late when the file goes back to the applicant after the last day', () => {
    const clock = read({
      startedAt: wib('2026-11-16T10:00'),
      stops: [{ from: wib('2026-11-23T10:00'), until: null }],
      now: wib('2026-11-27T10:00'),
    });
    assert.deepEqual([clock.state, clock.dueAt, clock.used], ['stopped', '2026-11-20T15:00', 5]);
  });
  it('ends with the request, also in the middle of a stop', () => {
    const clock = read({
      startedAt: wib('2026-11-16T10:00'),
      endedAt: wib('2026-11-20T10:00'),
      stops: [{ from: wib('2026-11-18T10:00'), until: null }],
    });
    assert.deepEqual([clock.state, clock.used], ['ended', 2]);
    assert.equal(clock.stops[0]?.until, wib('2026-11-20T10:00'));
  });
  it('gives models the dates that their tasks are due at', () => {
    const call = (name: string, now: string, ...parameters: unknown[]) =>
      calendarFunctions.get(name)?.(wib(now), ...parameters);
    const limit = call('workingDays', '2026-11-23T10:00', 4) as Date;
    assert.equal(local(limit.getTime()), '2026-11-27T15:00');
    assert.deepEqual(call('earliest', '2026-11-27T08:00', new Date(wib('2026-12-02T16:00')), limit, null), limit);
    assert.deepEqual(call('earliest', '2026-11-27T08:00', limit.toISOString()), limit);
    assert.equal(call('earliest', '2026-11-27T08:00', null), null);
    assert.equal(call('workingDaysSince', '2026-03-30T10:00', new Date(wib('2026-03-11T14:00'))), 8);
    assert.deepEqual(
      call('workingDaysFrom', '2026-11-27T08:00', new Date(wib('2026-03-16T10:00')), 5),
      new Date(wib('2026-03-30T16:00')),
    );
    assert.throws(() => call('earliest', '2026-11-27T08:00', 'besok'), /earliest\(date\) needs a date, not "besok"/);
    assert.throws(() => call('workingDaysSince', '2026-11-27T08:00', null), /needs a date, not null/);
  });
});

describe('the clock of a request', () => {
  const proof = { idNumberEnding: answers.nik.slice(-6), birthDate: answers.tglLahir };
  const me = { sessionId: 'j'.repeat(43), address: '127.0.0.1', language: 'id' as const };

  async function file({ side }: ServiceWorld) {
    const draft = await side.drafts.createDraft('kecil');
    const stored = await side.drafts.uploadFile(draft.id, draft.key, upload(PDF));
    return await submitRequest(
      { draftId: draft.id, key: draft.key, data: { ...answers, ktp: stored.id }, language: 'id' },
      side.submission,
    );
  }
  async function decide(world: ServiceWorld, data: Record<string, unknown>): Promise<void> {
    const officer = { caller: await world.caller('rina'), language: 'id' as const };
    const { tasks } = await listInbox(officer.caller, { tab: 'available', limit: 10 }, world.side.inbox);
    const id = tasks[0]?.id ?? '';
    await world.side.cases.claim(id, officer.caller);
    await world.side.cases.complete(id, data, officer);
  }
  const clockOf = async (world: ServiceWorld, number: string) => {
    const { clock, dueDate } = await world.side.requests.getOverview(number, me);
    return [clock.state, dueDate, clock.usedDays, clock.stops.length];
  };
  const correct = async (world: ServiceWorld, number: string) => {
    // What a browser has opened does not stay open for days.
    await world.side.requests.openRequest(number, proof, me);
    const { taskId, data } = await getCorrection(number, me, world.side.correction);
    await submitCorrection(number, { taskId, data }, { visitor: me, parts: world.side.correction });
  };
  const sendBack = { hasil: 'perbaikan', perbaikan: [{ field: 'nama', note: 'Sesuaikan' }] };

  it('starts at the node that its model marks, not with the request', async () => {
    const world = await openServiceWorld();
    try {
      const files = tinyService().map((each) =>
        each.name === 'kecil.bpmn'
          ? {
              ...each,
              bytes: Buffer.from(
                Buffer.from(each.bytes)
                  .toString('utf8')
                  .replace(
                    '<camunda:property name="alur:label" value="Surat dibuat"/>',
                    '$&<camunda:property name="alur:clock" value="starts"/>',
                  ),
              ),
            }
          : each,
      );
      await world.side.catalogue.deployService(files, null);
      const { number, dueDate } = await file(world);
      assert.equal(dueDate, null);
      assert.deepEqual(await clockOf(world, number), ['waiting', null, 0, 0]);
      world.clock.now = wib('2026-11-25T09:00');
      await decide(world, sendBack);
      assert.deepEqual(await clockOf(world, number), ['waiting', null, 0, 0]);
      world.clock.now = wib('2026-11-30T09:00');
      await correct(world, number);
      world.clock.now = wib('2026-12-01T09:00');
      await decide(world, { hasil: 'lengkap', perbaikan: [] });
      assert.deepEqual(await clockOf(world, number), ['running', '2026-12-03', 0, 0]);
      world.clock.now = wib('2026-12-07T09:00');
      assert.deepEqual(await clockOf(world, number), ['running', '2026-12-03', 4, 0]);
    } finally {
      await world.close();
    }
  });

  it('stands while the applicant has the file', async () => {
    const world = await openServiceWorld();
    try {
      await world.side.catalogue.deployService(tinyService(), null);
      const { number, dueDate } = await file(world);
      assert.equal(dueDate, '2026-11-26');
      world.clock.now = wib('2026-11-25T09:00');
      await decide(world, sendBack);
      world.clock.now = wib('2026-11-30T09:00');
      assert.deepEqual(await clockOf(world, number), ['stopped', '2026-12-01', 1, 1]);
      await correct(world, number);
      world.clock.now = wib('2026-12-02T09:00');
      assert.deepEqual(await clockOf(world, number), ['running', '2026-12-01', 3, 1]);
    } finally {
      await world.close();
    }
  });
});
