// Over 300 lines because a request is followed from its draft to its document as one story.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  Conflict,
  Forbidden,
  InvalidInput,
  NotFound,
  TooLarge,
  TooManyAttempts,
} from '../../server/application/errors.ts';
import { visitor as nobody } from '../../server/application/ports/caller.ts';
import { listInbox, countInbox } from '../../server/service/inbox/inbox.ts';
import { getCorrection, submitCorrection } from '../../server/service/request/correct-request.ts';
import { checkLetterOf, createRequestNumber, isRequestNumber } from '../../server/service/request/request-number.ts';
import { submitRequest } from '../../server/service/request/submit-request.ts';
import { cleanFileName } from '../../server/service/request/file-check.ts';
import {
  answers,
  fileRequest,
  openServiceWorld,
  PDF,
  tinyService,
  upload,
  type ServiceWorld,
} from './kit/service-world.ts';

let world: ServiceWorld;
const visitor = (letter: string) => ({ sessionId: letter.repeat(43), address: '10.0.0.9', language: 'id' as const });
const proof = { idNumberEnding: '030001', birthDate: '2003-03-02' };

before(async () => {
  world = await openServiceWorld();
  await world.side.catalogue.deployService(tinyService(), 'sari');
  world.side.worker.start();
});
after(() => world.close());

async function taskOf(number: string, user: string) {
  const { tasks } = await listInbox(
    await world.caller(user),
    { tab: 'available', search: number, limit: 10 },
    world.side.inbox,
  );
  return tasks.find((task) => task.number === number);
}
async function decide(number: string, data: Record<string, unknown>) {
  const caller = await world.caller('rina');
  const task = await taskOf(number, 'rina');
  assert.ok(task);
  await world.side.cases.claim(task.id, caller);
  await world.side.cases.complete(task.id, data, { caller, language: 'id' });
  return task.id;
}

describe('request numbers', () => {
  it('have a check letter that finds every single wrong letter', () => {
    for (let round = 0; round < 50; round += 1) {
      const number = createRequestNumber('PEN', Date.parse('2026-11-24T09:00:00+07:00'));
      assert.match(number, /^BWS-PEN-2611-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$/);
      assert.ok(isRequestNumber(number));
      for (let at = 13; at < 18; at += 1) {
        for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZ')
          if (letter !== number[at]) assert.ok(!isRequestNumber(number.slice(0, at) + letter + number.slice(at + 1)));
      }
    }
    assert.equal(checkLetterOf('BWS-PEN-2611-7K3MQ').length, 1);
  });
});

describe('catalogue', () => {
  it('names the missing component of a service standard, and deploys nothing', async () => {
    const files = tinyService().map((file) => {
      if (file.name !== 'service.json') return file;
      const json = JSON.parse(Buffer.from(file.bytes).toString()) as { key: string; standard: Record<string, unknown> };
      json.key = 'lain';
      delete json.standard['evaluation'];
      return { ...file, bytes: Buffer.from(JSON.stringify(json)) };
    });
    await assert.rejects(
      world.side.catalogue.deployService(files, null),
      (error) => error instanceof InvalidInput && /14 evaluasi kinerja/.test(error.message),
    );
    await assert.rejects(world.side.catalogue.getDetail('lain'), NotFound);
  });
  it('deploys the same files once', async () => {
    const count = async () => (await world.database.query('select id from deployment')).length;
    const before = await count();
    await world.side.catalogue.deployService(tinyService(), null);
    assert.equal(await count(), before);
    const detail = await world.side.catalogue.getDetail('kecil');
    assert.deepEqual(detail.documents, [
      { name: 'KTP', required: true, accept: '.pdf,.png', maxSizeMb: detail.documents[0]?.maxSizeMb },
    ]);
    assert.equal(detail.open, true);
  });
});

describe('uploads', () => {
  it('are refused when empty, of another kind, locked, too large or for no field of the form', async () => {
    const draft = await world.side.drafts.createDraft('kecil');
    const send = (bytes: Uint8Array, more = {}) =>
      world.side.drafts.uploadFile(draft.id, draft.key, upload(bytes, more));
    await assert.rejects(send(Buffer.alloc(0)), /empty/);
    await assert.rejects(send(Buffer.from('<html><script>alert(1)</script>'), { name: 'foto.pdf' }), /PDF, JPG or PNG/);
    await assert.rejects(send(Buffer.from('PK\u0003\u0004aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')), /PDF, JPG or PNG/);
    await assert.rejects(send(Buffer.from('%PDF-1.4\ntrailer<</Encrypt 5 0 R>>\n%%EOF')), /locked/);
    await assert.rejects(send(Buffer.concat([PDF, Buffer.alloc(6 * 1024 * 1024)])), TooLarge);
    await assert.rejects(send(PDF, { field: '../../x' }), InvalidInput);
    assert.deepEqual((await world.side.drafts.getDraft(draft.id, draft.key)).files, []);
  });
  it('keep their content under its hash and a name without tricks', async () => {
    const draft = await world.side.drafts.createDraft('kecil');
    const stored = await world.side.drafts.uploadFile(
      draft.id,
      draft.key,
      upload(PDF, { name: '../../etc/\u202Efdp.exe\u0000.pdf' }),
    );
    assert.equal(stored.name, 'fdp.exe.pdf');
    assert.equal(stored.mimeType, 'application/pdf');
    const opened = await world.stores.content.open(stored.sha256);
    assert.equal(opened?.size, PDF.length);
    opened.stream.destroy();
    assert.equal(cleanFileName('e\u0301.pdf'), 'é.pdf');
    assert.equal(cleanFileName('..'), 'berkas');
  });
  it('are shown to the draft, the applicant who opened the request and officers of the task, to nobody else', async () => {
    const number = await fileRequest(world);
    const row = await world.stores.requests.findRequest(number);
    const [file] = await world.stores.requests.listFiles(row?.draftId ?? '');
    assert.ok(file);
    const open = async (user: string | null, sessionId?: string) => {
      const caller = user === null ? nobody : await world.caller(user);
      (await world.side.files.openFile(file.id, { caller, sessionId, draftKey: null })).content.stream.destroy();
    };
    await open('rina');
    for (const user of [null, 'dewi', 'budi', 'tono', 'opd-worker'])
      await assert.rejects(open(user), Forbidden, String(user));
    await assert.rejects(open(null, visitor('q').sessionId), Forbidden);
    await world.side.requests.openRequest(number, proof, visitor('q'));
    await open(null, visitor('q').sessionId);
    await assert.rejects(
      world.side.files.openFile('nothing', {
        caller: await world.caller('rina'),
        sessionId: undefined,
        draftKey: null,
      }),
      NotFound,
    );
  });
});

describe('drafts', () => {
  it('are closed to whoever has not their key, and end after 30 days', async () => {
    const draft = await world.side.drafts.createDraft('kecil');
    for (const key of [null, '', 'x', `${draft.key}x`])
      await assert.rejects(world.side.drafts.getDraft(draft.id, key), NotFound);
    await world.side.drafts.saveDraft(draft.id, draft.key, { nama: 'S' });
    assert.deepEqual((await world.side.drafts.getDraft(draft.id, draft.key)).data, { nama: 'S' });
    world.clock.now += 31 * 86_400_000;
    await assert.rejects(world.side.drafts.getDraft(draft.id, draft.key), NotFound);
    world.clock.now -= 31 * 86_400_000;
  });
  it('are filed once, however often and at the same time they are submitted', async () => {
    const draft = await world.side.drafts.createDraft('kecil');
    const stored = await world.side.drafts.uploadFile(draft.id, draft.key, upload(PDF));
    const submit = () =>
      submitRequest(
        { draftId: draft.id, key: draft.key, data: { ...answers, ktp: stored.id }, language: 'id' },
        world.side.submission,
      );
    const numbers = await Promise.all(Array.from({ length: 8 }, submit));
    numbers.push(await submit());
    assert.equal(new Set(numbers.map((each) => each.number)).size, 1);
    assert.equal(
      (
        await world.database.query('select id from process_instance where business_key = :number', {
          number: numbers[0]?.number ?? '',
        })
      ).length,
      1,
    );
    assert.equal(numbers[0]?.dueDate, '2026-11-26');
    await assert.rejects(world.side.drafts.saveDraft(draft.id, draft.key, {}), Conflict);
  });
  it('name each wrong field when they are submitted', async () => {
    const draft = await world.side.drafts.createDraft('kecil');
    await assert.rejects(
      submitRequest(
        { draftId: draft.id, key: draft.key, data: { ...answers, nik: '12', ktp: 'of-somebody-else' }, language: 'id' },
        world.side.submission,
      ),
      (error) =>
        error instanceof InvalidInput &&
        error.code === 'invalid-form' &&
        error.fields.map((field) => field.path).join() === 'nik,ktp',
    );
  });
});

describe('a request', () => {
  it('goes back for correction of the marked field only, then to its letter and message', async () => {
    const number = await fileRequest(world);
    const me = visitor('m');
    const overview = await world.side.requests.getOverview(number, me);
    assert.deepEqual(
      [overview.status, overview.holder, overview.dueDate],
      ['diperiksa', 'Dinas Penanaman Modal, PTSP dan Tenaga Kerja', '2026-11-26'],
    );
    assert.ok(!JSON.stringify(overview).includes('Siti'));
    await assert.rejects(world.side.requests.getDetails(number, me), Forbidden);
    await assert.rejects(world.side.requests.openRequest(number, { ...proof, birthDate: '2003-03-03' }, me), Forbidden);
    await world.side.requests.openRequest(number, proof, me);

    await decide(number, { hasil: 'perbaikan', perbaikan: [{ field: 'nama', note: 'Sesuaikan dengan KTP' }] });
    const correction = await getCorrection(number, me, world.side.correction);
    assert.deepEqual(correction.corrections, [{ field: 'nama', note: 'Sesuaikan dengan KTP' }]);
    assert.equal((await world.side.requests.getDetails(number, me)).status, 'perbaikan');
    const hand = (data: Record<string, unknown>) =>
      submitCorrection(number, { taskId: correction.taskId, data }, { visitor: me, parts: world.side.correction });
    await assert.rejects(hand({ ...correction.data, nama: '' }), InvalidInput);
    await hand({ ...correction.data, nama: 'Siti Aminah Putri', nik: '3511114203039999' });
    await assert.rejects(hand({ nama: 'Lagi' }), Conflict);
    const corrected = await world.side.requests.getDetails(number, me);
    assert.deepEqual(
      [corrected.data['nama'], corrected.data['nik'], corrected.correction],
      ['Siti Aminah Putri', answers.nik, null],
    );

    const { tasks } = await listInbox(
      await world.caller('rina'),
      { tab: 'available', search: 'aminah putri', limit: 10 },
      world.side.inbox,
    );
    assert.deepEqual(
      tasks.map((task) => [task.number, task.applicant]),
      [[number, 'Siti Aminah Putri']],
    );

    await decide(number, { hasil: 'lengkap', perbaikan: [] });
    for (let turn = 0; turn < 100 && (await world.side.requests.getOverview(number, me)).status !== 'terbit'; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const done = await world.side.requests.getDetails(number, me);
    assert.deepEqual(world.failures, []);
    assert.deepEqual([done.status, done.holder, done.canWithdraw, done.documents.length], ['terbit', null, false, 1]);
    assert.match(done.documents[0]?.number ?? '', /^1\/\d{4}\/K\/2026$/);
    assert.deepEqual(
      done.messages.map((message) => message.text),
      [`Surat ${done.documents[0]?.number} terbit.`],
    );
    assert.deepEqual(
      done.timeline.map((entry) => entry.status),
      ['diajukan', 'diperiksa', 'perbaikan', 'diperiksa', 'tanda-tangan', 'terbit'],
    );
    await assert.rejects(world.side.requests.withdraw(number, me), Conflict);
    await assert.rejects(
      world.side.files.openDocument(done.documents[0]?.code ?? '', {
        caller: await world.caller('dewi'),
        sessionId: undefined,
        draftKey: null,
      }),
      Forbidden,
    );
  });
  it('can be taken back while the model waits for that', async () => {
    const number = await fileRequest(world);
    await world.side.requests.openRequest(number, proof, visitor('w'));
    assert.equal((await world.side.requests.getDetails(number, visitor('w'))).canWithdraw, true);
    await world.side.requests.withdraw(number, visitor('w'));
    assert.equal((await world.side.requests.getOverview(number, visitor('w'))).status, 'ditarik');
    await assert.rejects(world.side.requests.withdraw(number, visitor('w')), Conflict);
    // The end event of the model names the variable that holds the reason.
    assert.equal((await world.side.requests.getDetails(number, visitor('w'))).reason, 'Siti Aminah');
  });
  it('cannot be opened by trying proofs', async () => {
    const number = await fileRequest(world);
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, (_each, index) =>
        world.side.requests.openRequest(
          number,
          { ...proof, idNumberEnding: String(100000 + index) },
          { ...visitor('t'), address: `10.1.0.${index}` },
        ),
      ),
    );
    assert.ok(tries.every((each) => each.status === 'rejected'));
    assert.equal(
      tries.filter((each) => each.status === 'rejected' && each.reason instanceof TooManyAttempts).length,
      7,
    );
    await assert.rejects(world.side.requests.openRequest(number, proof, visitor('t')), TooManyAttempts);
  });
});

describe('inbox', () => {
  it('shows a task to its group and hides it from every other OPD and role', async () => {
    const number = await fileRequest(world);
    const task = await taskOf(number, 'rina');
    assert.ok(task && task.applicant === 'Siti Aminah' && task.remaining && task.remaining.share > 0);
    for (const user of ['dewi', 'budi', 'wati', 'hadi', 'sari', 'tono', 'admin', 'opd-worker']) {
      const caller = await world.caller(user);
      assert.equal(await taskOf(number, user), undefined);
      for (const attempt of [
        () => world.side.cases.getCase(task.id, caller, 'id'),
        () => world.side.cases.claim(task.id, caller),
        () => world.side.cases.unclaim(task.id, caller),
        () => world.side.cases.complete(task.id, { hasil: 'lengkap' }, { caller, language: 'id' }),
      ])
        await assert.rejects(attempt(), Forbidden, user);
    }
    const shown = await world.side.cases.getCase(task.id, await world.caller('rina'), 'id');
    assert.deepEqual(
      [shown.data['nama'], shown.files.length, Object.keys(shown.forms), shown.allowed],
      ['Siti Aminah', 1, ['kecil-01'], { claim: true, unclaim: false, complete: false }],
    );
  });
  it('says who has a task, and who decided it and when', async () => {
    const number = await fileRequest(world);
    const other = { ...(await world.caller('rina')), userId: 'hadi' };
    const task = await taskOf(number, 'rina');
    assert.ok(task);
    await assert.rejects(
      world.side.cases.complete(task.id, { hasil: 'lengkap' }, { caller: other, language: 'id' }),
      /Claim this task/,
    );
    await world.side.cases.claim(task.id, await world.caller('rina'));
    await assert.rejects(world.side.cases.claim(task.id, other), /Rina Wulandari is working/);
    await assert.rejects(
      world.side.cases.complete(task.id, {}, { caller: await world.caller('rina'), language: 'id' }),
      InvalidInput,
    );
    await world.side.cases.complete(
      task.id,
      { hasil: 'perbaikan', perbaikan: [{ field: 'nama', note: 'x' }] },
      { caller: await world.caller('rina'), language: 'id' },
    );
    await assert.rejects(
      world.side.cases.claim(task.id, other),
      (error) => error instanceof Conflict && /decided by Rina Wulandari at 09\.00/.test(error.message),
    );
    await assert.rejects(world.side.cases.claim(task.id, await world.caller('dewi')), NotFound);
  });
  it('gives pages that hold each task once, and counts that fit', async () => {
    for (let more = 0; more < 4; more += 1) await fileRequest(world);
    const caller = await world.caller('rina');
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listInbox(caller, { tab: 'available', limit: 2, after }, world.side.inbox);
      seen.push(...page.tasks.map((task) => task.id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    assert.equal(new Set(seen).size, seen.length);
    const counts = await countInbox(caller, world.side.inbox);
    assert.equal(counts.available, seen.length);
    assert.ok(counts.doneToday >= 1);
  });
});

describe('numbers of letters', () => {
  it('have no gaps under concurrency, and a number whose task has gone is given again', async () => {
    const reserve = (externalTaskId: string) =>
      world.stores.documents.reserveNumber({ unit: 'UJI', year: 2026, externalTaskId, newCode: () => externalTaskId });
    const first = await Promise.all(Array.from({ length: 5 }, () => reserve('same')));
    assert.equal(new Set(first.map((each) => each.sequence)).size, 1);
    await world.database.transaction((transaction) =>
      transaction.insert('document', [
        {
          code: 'c',
          external_task_id: 'same',
          process_instance_id: 'p',
          request_number: null,
          title: 't',
          number: '1',
          holder: 'h',
          issuer: 'i',
          signer: 's',
          issued_at: 0,
          valid_until: null,
          revoked_at: null,
          sha256: 'x',
        },
      ]),
    );
    assert.equal((await reserve('gone')).sequence, 2);
    assert.equal((await reserve('next')).sequence, 2);
  });
});
