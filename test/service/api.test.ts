import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createApp } from '../../server/http/app.ts';
import { apiRoutes } from '../../server/http/routes/api/api-routes.ts';
import { answers, openServiceWorld, PDF, tinyService, type ServiceWorld } from './kit/service-world.ts';

let world: ServiceWorld;
let server: Server;
let base: string;
const unexpected: unknown[] = [];

before(async () => {
  world = await openServiceWorld();
  const log = { info: () => undefined, warn: () => undefined, error: (data: object) => unexpected.push(data) };
  const app = createApp({
    routes: apiRoutes({ identity: world.identity, serviceSide: world.side, publicUrl: 'http://localhost' }),
    authenticator: world.identity.authenticator,
    publicDirectory: undefined,
    publicUrl: 'http://localhost',
    log,
    health: { check: () => Promise.resolve({ reasons: [], warnings: [] }) },
    checkAnswers: true,
  });
  server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world.side.worker.start();
});
after(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await world.close();
});

/** A browser: keeps its cookie and sends the session's token. */
class Browser {
  cookie = '';
  token = '';
  async open(): Promise<this> {
    this.token = ((await (await this.fetch('GET', '/api/session')).json()) as { csrfToken: string }).csrfToken;
    return this;
  }
  async signIn(username: string, password = 'alur-demo'): Promise<Response> {
    const answer = await this.fetch('POST', '/api/session', { username, password });
    if (answer.ok) this.token = ((await answer.clone().json()) as { csrfToken: string }).csrfToken;
    return answer;
  }
  async fetch(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    const isForm = body instanceof FormData;
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: {
        Cookie: this.cookie,
        'X-CSRF-Token': this.token,
        ...(body && !isForm ? { 'Content-Type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    const cookie = answer.headers.getSetCookie().find((each) => each.startsWith('alur_session='));
    if (cookie) this.cookie = cookie.split(';')[0] ?? '';
    return answer;
  }
}
const form = (parts: readonly [string, string | File][]) => {
  const data = new FormData();
  for (const [name, value] of parts) data.append(name, value);
  return data;
};

describe('/api', () => {
  it('gives a visitor a strict cookie, and takes changes with its token only', async () => {
    const browser = new Browser();
    const answer = await browser.fetch('GET', '/api/session');
    assert.match(answer.headers.getSetCookie()[0] ?? '', /^alur_session=[\w-]{43}; path=\/; samesite=lax; httponly$/i);
    assert.equal(
      (await browser.fetch('POST', '/api/session', { username: 'rina', password: 'alur-demo' })).status,
      403,
    );
    await browser.open();
    assert.equal(
      (
        await browser.fetch(
          'POST',
          '/api/session',
          { username: 'rina', password: 'alur-demo' },
          { 'Sec-Fetch-Site': 'cross-site' },
        )
      ).status,
      403,
    );
    assert.equal((await browser.signIn('rina', 'salah')).status, 401);
    const before = browser.cookie;
    assert.equal((await browser.signIn('rina')).status, 200);
    assert.notEqual(browser.cookie, before);
    assert.equal((await browser.fetch('DELETE', '/api/session')).status, 204);
    const session = (await (await browser.open()).fetch('GET', '/api/session')).json() as Promise<{
      user: unknown;
      demoAccounts: unknown[];
    }>;
    assert.equal((await session).user, null);
    assert.equal((await session).demoAccounts.length, 8);
  });
  it('answers each role by what it may do', async () => {
    const expected: Record<string, Record<string, number>> = {
      'GET /api/inbox': { visitor: 401, rina: 200, sari: 403, tono: 403, 'opd-worker': 403, admin: 200 },
      'GET /api/inbox/counts': { visitor: 401, rina: 200, sari: 403, tono: 403, 'opd-worker': 403, admin: 200 },
      'GET /api/inbox/tasks/x': { visitor: 401, rina: 404, sari: 403, tono: 403, 'opd-worker': 403, admin: 404 },
      'POST /api/inbox/tasks/x/claim': { visitor: 401, rina: 404, sari: 403, tono: 403, 'opd-worker': 403, admin: 404 },
      'POST /api/services': { visitor: 401, rina: 403, sari: 415, tono: 403, 'opd-worker': 403, admin: 415 },
      'GET /api/services': { visitor: 200, rina: 200, sari: 200 },
      'GET /api/files/x': { visitor: 404, rina: 404 },
      'GET /api/documents/x': { visitor: 404 },
      'GET /api/requests/BWS-PEN-2611-7K3MQ-9/details': { visitor: 403, rina: 403, admin: 403 },
    };
    for (const [call, byUser] of Object.entries(expected)) {
      for (const [user, status] of Object.entries(byUser)) {
        const browser = await new Browser().open();
        if (user !== 'visitor') assert.equal((await browser.signIn(user)).status, 200);
        const [method = '', path = ''] = call.split(' ');
        assert.equal(
          (await browser.fetch(method, path, method === 'POST' ? {} : undefined)).status,
          status,
          `${call} as ${user}`,
        );
      }
    }
  });
  it('deploys a service by upload, takes a request for it and answers by its number', async () => {
    const analyst = await new Browser().open();
    await analyst.signIn('sari');
    const deployed = await analyst.fetch(
      'POST',
      '/api/services',
      form(tinyService().map((file) => ['files', new File([Buffer.from(file.bytes)], file.name)])),
    );
    assert.equal(deployed.status, 200, await deployed.clone().text());

    const citizen = await new Browser().open();
    const draft = (await (await citizen.fetch('POST', '/api/drafts', { service: 'kecil' })).json()) as {
      id: string;
      key: string;
    };
    const key = { 'X-Draft-Key': draft.key };
    const files = `/api/drafts/${draft.id}/files`;
    assert.equal((await citizen.fetch('POST', files, { field: 'ktp', file: '/etc/passwd' }, key)).status, 415);
    assert.equal((await citizen.fetch('POST', files, form([['file', new File([PDF], 'a.pdf')]]), key)).status, 400);
    assert.equal(
      (
        await citizen.fetch(
          'POST',
          files,
          form([
            ['field', 'ktp'],
            ['file', new File([PDF], 'a.pdf')],
          ]),
        )
      ).status,
      404,
    );
    assert.equal(
      (
        await citizen.fetch(
          'POST',
          files,
          form([
            ['field', 'ktp'],
            ['file', new File([new Uint8Array(30 * 1024 * 1024)], 'a.pdf')],
          ]),
          key,
        )
      ).status,
      413,
    );
    const broken = await fetch(`${base}${files}`, {
      method: 'POST',
      headers: {
        Cookie: citizen.cookie,
        'X-CSRF-Token': citizen.token,
        ...key,
        'Content-Type': 'multipart/form-data; boundary=x',
      },
      body: '--x\r\nContent-Disposition: form-data; name="field"\r\n\r\nktp\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1',
    });
    assert.equal(broken.status, 400);
    const stored = (await (
      await citizen.fetch(
        'POST',
        files,
        form([
          ['field', 'ktp'],
          ['file', new File([PDF], 'kartu é.pdf')],
        ]),
        key,
      )
    ).json()) as { id: string; name: string };
    assert.equal(stored.name, 'kartu é.pdf');
    const wrong = await citizen.fetch(
      'POST',
      `/api/drafts/${draft.id}/submit`,
      { data: { ...answers, nik: '1' } },
      key,
    );
    assert.equal(wrong.status, 422);
    assert.deepEqual(
      ((await wrong.json()) as { fields: { path: string }[] }).fields.map((field) => field.path),
      ['nik', 'ktp'],
    );
    const { number } = (await (
      await citizen.fetch('POST', `/api/drafts/${draft.id}/submit`, { data: { ...answers, ktp: stored.id } }, key)
    ).json()) as { number: string };
    assert.equal((await citizen.fetch('GET', `/api/requests/${number.toLowerCase()}`)).status, 200);
    assert.equal(
      (
        await citizen.fetch('POST', `/api/requests/${number}/access`, {
          idNumberEnding: '030001',
          birthDate: '2003-03-02',
        })
      ).status,
      204,
    );
    assert.equal((await citizen.fetch('GET', `/api/requests/${number}/details`)).status, 200);
    assert.equal((await (await new Browser().open()).fetch('GET', `/api/requests/${number}/details`)).status, 403);

    const clerk = await new Browser().open();
    await clerk.signIn('rina');
    const { tasks } = (await (await clerk.fetch('GET', `/api/inbox?search=${number}`)).json()) as {
      tasks: { id: string }[];
    };
    assert.equal(tasks.length, 1);
    const task = `/api/inbox/tasks/${tasks[0]?.id ?? ''}`;
    assert.equal((await clerk.fetch('GET', task)).status, 200);
    const file = await clerk.fetch('GET', `/api/files/${stored.id}`);
    assert.deepEqual(
      [file.status, file.headers.get('Content-Type'), file.headers.get('Content-Disposition')],
      [200, 'application/pdf', 'inline; filename="kartu _.pdf"; filename*=UTF-8\'\'kartu%20%C3%A9.pdf'],
    );
    assert.deepEqual(Buffer.from(await file.arrayBuffer()), PDF);
    assert.equal((await clerk.fetch('POST', `${task}/claim`)).status, 204);
    assert.equal(
      (await clerk.fetch('POST', `${task}/complete`, { data: { hasil: 'lengkap', perbaikan: [] } })).status,
      204,
    );
    assert.equal(
      (await clerk.fetch('POST', `${task}/complete`, { data: { hasil: 'lengkap', perbaikan: [] } })).status,
      409,
    );
    let details: { status: string; documents: { code: string }[] } = { status: '', documents: [] };
    for (let turn = 0; turn < 100 && details.status !== 'terbit'; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      details = (await (await citizen.fetch('GET', `/api/requests/${number}/details`)).json()) as typeof details;
    }
    const code = details.documents[0]?.code ?? '';
    const check = (await (await new Browser().fetch('GET', `/api/documents/${code.toLowerCase()}`)).json()) as {
      state: string;
      holderInitials: string;
      sha256: string;
    };
    assert.deepEqual([check.state, check.holderInitials], ['valid', 'S. A.']);
    const pdf = Buffer.from(await (await citizen.fetch('GET', `/api/documents/${code}/pdf`)).arrayBuffer());
    const { createHash } = await import('node:crypto');
    assert.equal(createHash('sha256').update(pdf).digest('hex'), check.sha256);
    assert.equal((await new Browser().fetch('GET', `/api/documents/${code}/pdf`)).status, 403);
    assert.deepEqual(unexpected, []);
  });
});
