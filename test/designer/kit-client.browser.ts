import { expect } from '@open-wc/testing';
import { ApiClient } from '../../designer/kit/client/api-client.ts';
import type { ApiFailure } from '../../designer/kit/client/api-failure.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';

describe('ApiClient', () => {
  const original = window.fetch;
  afterEach(() => {
    window.fetch = original;
  });
  const answerWith = (...answers: (Response | Error)[]): { url: string; init: RequestInit }[] => {
    const calls: { url: string; init: RequestInit }[] = [];
    window.fetch = (url, init = {}) => {
      calls.push({ url: url as string, init });
      const answer = answers.shift();
      return answer instanceof Error || answer === undefined
        ? Promise.reject(answer ?? new Error('no more answers'))
        : Promise.resolve(answer);
    };
    return calls;
  };
  const json = (value: unknown, status = 200): Response =>
    new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });

  it('fetches the CSRF token once and sends it with changes', async () => {
    const calls = answerWith(
      json({ user: null, csrfToken: 'abc', demoAccounts: null }),
      new Response(null, { status: 204 }),
      new Response(null, { status: 204 }),
    );
    const client = new ApiClient();
    await client.call('withdrawRequest', { params: { number: 'A/B' } });
    await client.call('withdrawRequest', { params: { number: 'C' } });
    expect(calls.map((call) => call.url)).to.deep.equal([
      '/api/session',
      '/api/requests/A%2FB/withdraw',
      '/api/requests/C/withdraw',
    ]);
    expect(new Headers(calls[1]?.init.headers).get('X-CSRF-Token')).to.equal('abc');
  });

  it('begins one session when several ask at once', async () => {
    const calls = answerWith(
      json({ user: null, csrfToken: 'abc', demoAccounts: null }),
      new Response(null, { status: 204 }),
      new Response(null, { status: 204 }),
    );
    const client = new ApiClient();
    await Promise.all([
      client.getSession(),
      client.csrfToken(),
      client.call('signOut'),
      client.call('withdrawRequest', { params: { number: 'C' } }),
    ]);
    expect(
      calls.filter((call) => call.url === '/api/session' && (call.init.method ?? 'GET') === 'GET').length,
    ).to.equal(1);
  });

  it('tries once more with a new token when the server no longer knows the old one', async () => {
    const session = { user: null, csrfToken: 'x', demoAccounts: null };
    const calls = answerWith(
      json(session),
      json({ detail: 'Token usang.', code: 'csrf-token' }, 403),
      json({ ...session, csrfToken: 'y' }),
      new Response(null, { status: 204 }),
    );
    await new ApiClient().call('signOut');
    expect(new Headers(calls[3]?.init.headers).get('X-CSRF-Token')).to.equal('y');
  });

  it('gives the server’s own words and fields of an error', async () => {
    answerWith(
      json(
        { detail: 'Ada isian yang salah.', code: 'invalid-form', fields: [{ path: 'nik', message: 'NIK salah' }] },
        422,
      ),
    );
    const failure = (await new ApiClient().call('listServices').catch((error: unknown) => error)) as ApiFailure;
    expect([failure.message, failure.status, failure.code, failure.fields[0]?.path]).to.deep.equal([
      'Ada isian yang salah.',
      422,
      'invalid-form',
      'nik',
    ]);
  });

  it('says that there is no connection, and survives an answer that is no JSON', async () => {
    setLanguage('id');
    answerWith(new TypeError('Failed to fetch'), new Response('<html>', { status: 502 }));
    const client = new ApiClient();
    expect(((await client.call('listServices').catch((error: unknown) => error)) as ApiFailure).kind).to.equal(
      'offline',
    );
    expect(((await client.call('listServices').catch((error: unknown) => error)) as ApiFailure).message).to.contain(
      '502',
    );
  });
});
