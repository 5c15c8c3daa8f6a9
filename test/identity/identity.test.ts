import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { TooManyAttempts, Unauthenticated } from '../../server/application/errors.ts';
import type { RequestView } from '../../server/application/ports/authentication.ts';
import type { Database } from '../../server/application/ports/database.ts';
import { networkOf } from '../../server/identity/attempt-limit.ts';
import type { Identity } from '../../server/application/ports/identity.ts';
import { createIdentity } from '../../server/identity/create-identity.ts';
import { DEMO_PASSWORD } from '../../server/identity/demo-accounts.ts';
import { hashPassword, isPassword } from '../../server/identity/password.ts';
import { createDirectoryStore } from '../../server/store/identity/directory-store.ts';
import { createAttemptStore } from '../../server/store/identity/attempt-store.ts';
import { createSessionStore } from '../../server/store/identity/session-store.ts';
import { createUserStore } from '../../server/store/identity/user-store.ts';
import { migrations } from '../../server/store/migration/migrations.ts';
import { openSqlite } from '../service/kit/sqlite-database.ts';

let database: Database;
let identity: Identity;
let now: number;

const request = (given: Partial<RequestView> & { readonly session?: string }): RequestView => ({
  authorization: null,
  address: '10.0.0.1',
  connection: {},
  area: 'api',
  userAgent: null,
  cookie: (name) => (name === 'alur_session' ? (given.session ?? null) : null),
  setCookie: () => undefined,
  ...given,
});
const basic = (user: string, password: string) =>
  request({ area: 'engine-rest', authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });
const signIn = (
  username: string,
  password: string,
  more: { readonly address?: string; readonly previousSessionId?: string } = {},
) => identity.signIn({ username, password, address: '10.0.0.1', previousSessionId: undefined, ...more });

beforeEach(async () => {
  now = Date.parse('2026-11-24T09:00:00Z');
  database = await openSqlite(migrations.flatMap((each) => each.statements('sqlite')));
  identity = createIdentity({
    users: createUserStore(database),
    sessions: createSessionStore(database),
    attempts: createAttemptStore(database),
    directory: createDirectoryStore(database),
    demo: true,
    now: () => now,
  });
  await identity.prepare(undefined);
});
afterEach(() => database.close());

describe('passwords', () => {
  it('are stored as argon2id and nothing else fits', async () => {
    const hash = await hashPassword('rahasia');
    assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.equal(await isPassword('rahasia', hash), true);
    assert.equal(await isPassword('Rahasia', hash), false);
    assert.equal(await isPassword('rahasia', undefined), false);
  });
});

describe('sign-in', () => {
  it('gives the caller with OPD, roles and groups, and a session that the cookie opens', async () => {
    const signed = await signIn(' Rina ', DEMO_PASSWORD);
    assert.deepEqual(signed.caller, {
      userId: 'rina',
      name: 'Rina Wulandari',
      opd: 'dpmptsp',
      opdName: 'Dinas Penanaman Modal, PTSP dan Tenaga Kerja',
      roles: ['officer'],
      groups: ['dpmptsp.fo'],
      tenants: ['dpmptsp'],
    });
    const authentication = await identity.authenticator.authenticate(request({ session: signed.sessionId }));
    assert.equal(authentication.via, 'session');
    assert.equal(authentication.caller.userId, 'rina');
    assert.equal(authentication.csrfToken, signed.csrfToken);
  });
  it('says the same for an unknown user and a wrong password', async () => {
    const messages = await Promise.all(
      [signIn('rina', 'salah'), signIn('tidak-ada', 'salah')].map((each) =>
        each.then(
          () => 'in',
          (error: unknown) => {
            assert.ok(error instanceof Unauthenticated);
            return error.message;
          },
        ),
      ),
    );
    assert.equal(messages[0], messages[1]);
  });
  it('takes a new session id and ends the one that was there before', async () => {
    const first = await signIn('rina', DEMO_PASSWORD);
    const second = await signIn('rina', DEMO_PASSWORD, { previousSessionId: first.sessionId });
    assert.notEqual(second.sessionId, first.sessionId);
    assert.notEqual(second.csrfToken, first.csrfToken);
    assert.equal(
      (await identity.authenticator.authenticate(request({ session: first.sessionId }))).caller.userId,
      null,
    );
  });
  it('stores neither the session id nor its token', async () => {
    const { sessionId, csrfToken } = await signIn('rina', DEMO_PASSWORD);
    const stored = JSON.stringify(await database.query('select * from web_session'));
    assert.ok(!stored.includes(sessionId) && !stored.includes(csrfToken));
  });
  it('ends a session after 12 hours unused and after 7 days in any case', async () => {
    const { sessionId } = await signIn('rina', DEMO_PASSWORD);
    const user = async () => (await identity.authenticator.authenticate(request({ session: sessionId }))).caller.userId;
    for (let day = 0; day < 13; day += 1) {
      now += 11.9 * 3_600_000;
      assert.equal(await user(), 'rina');
    }
    now += 14 * 3_600_000;
    assert.equal(await user(), null);
    const other = await signIn('rina', DEMO_PASSWORD);
    for (let turn = 0; turn < 16; turn += 1) {
      now += 11 * 3_600_000;
      await identity.authenticator.authenticate(request({ session: other.sessionId }));
    }
    assert.equal(
      (await identity.authenticator.authenticate(request({ session: other.sessionId }))).caller.userId,
      null,
    );
  });
  it('signs out', async () => {
    const { sessionId } = await signIn('rina', DEMO_PASSWORD);
    await identity.signOut(sessionId);
    assert.equal((await identity.authenticator.authenticate(request({ session: sessionId }))).via, 'none');
  });
  it('shuts the door of a user after wrong passwords, also for guesses made at the same time and for the right one', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => signIn('rina', 'salah')));
    const refused = tries.filter((each) => each.status === 'rejected' && each.reason instanceof TooManyAttempts);
    assert.equal(refused.length, 7);
    await assert.rejects(signIn('rina', DEMO_PASSWORD), TooManyAttempts);
    now += 15 * 60_000;
    assert.equal((await signIn('rina', DEMO_PASSWORD)).caller.userId, 'rina');
    await assert.rejects(signIn('rina', 'salah'), Unauthenticated);
  });
  it('shuts out an address that tries many users', async () => {
    await database.transaction((transaction) => transaction.execute('update attempt set attempts = 0'));
    let refusal: unknown;
    for (let user = 0; user < 52 && !refusal; user += 1)
      await signIn(`orang-${user}`, 'x').catch((error: unknown) => {
        if (error instanceof TooManyAttempts) refusal = error;
      });
    assert.ok(refusal instanceof TooManyAttempts && refusal.retryAfterSeconds > 0);
    assert.equal((await signIn('rina', DEMO_PASSWORD, { address: '10.0.0.2' })).caller.userId, 'rina');
  });
  it('takes the networks of IPv6 customers as one address', () => {
    assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2::9'));
    assert.notEqual(networkOf('2001:db8:1:3::9'), networkOf('2001:db8:1:2::9'));
    assert.equal(networkOf('::ffff:10.0.0.1'), '10.0.0.1');
  });
});

describe('HTTP Basic', () => {
  it('identifies workers under /engine-rest and nowhere else', async () => {
    const { caller, via } = await identity.authenticator.authenticate(basic('opd-worker', DEMO_PASSWORD));
    assert.deepEqual([caller.userId, caller.roles, via], ['opd-worker', ['worker'], 'basic']);
    assert.equal(
      (await identity.authenticator.authenticate({ ...basic('opd-worker', DEMO_PASSWORD), area: 'api' })).caller.userId,
      null,
    );
    for (const wrong of [
      basic('opd-worker', 'salah'),
      basic('', DEMO_PASSWORD),
      request({ area: 'engine-rest', authorization: 'Basic ***' }),
    ]) {
      assert.equal((await identity.authenticator.authenticate(wrong)).via, 'none');
    }
  });
  it('pays for the password once, not for each call', async () => {
    await identity.authenticator.authenticate(basic('opd-worker', DEMO_PASSWORD));
    const begun = performance.now();
    for (let call = 0; call < 100; call += 1)
      assert.equal((await identity.authenticator.authenticate(basic('opd-worker', DEMO_PASSWORD))).via, 'basic');
    assert.ok(performance.now() - begun < 1_000, 'a hundred verified calls took more than a second');
  });
  it('forgets a verified password as soon as it is changed', async () => {
    await identity.authenticator.authenticate(basic('opd-worker', DEMO_PASSWORD));
    await identity.prepare({ user: 'opd-worker', password: 'lain-sekali' });
    assert.equal((await identity.authenticator.authenticate(basic('opd-worker', DEMO_PASSWORD))).via, 'none');
    assert.equal((await identity.authenticator.authenticate(basic('opd-worker', 'lain-sekali'))).via, 'basic');
  });
});

describe('visitors', () => {
  it('have a token that follows from their cookie and leave no row behind', async () => {
    const visitor = await identity.authenticator.authenticate(request({ session: 'a'.repeat(43) }));
    assert.equal(visitor.via, 'none');
    assert.ok(visitor.csrfToken && visitor.csrfToken.length >= 43);
    assert.equal((await database.query('select 1 from web_session')).length, 0);
    assert.equal((await identity.authenticator.authenticate(request({ session: 'not an id' }))).csrfToken, undefined);
  });
  it('keep the requests they opened, in this browser only', async () => {
    const mine = 'a'.repeat(43);
    await identity.grants.grant(mine, 'BWS-PEN-2611-7K3MQ-9');
    assert.deepEqual(await identity.grants.listGrants(mine), ['BWS-PEN-2611-7K3MQ-9']);
    assert.deepEqual(await identity.grants.listGrants('b'.repeat(43)), []);
    now += 13 * 3_600_000;
    assert.deepEqual(await identity.grants.listGrants(mine), []);
  });
});

describe('administrator from the environment', () => {
  it('is created, and gets a new password without losing what the account is', async () => {
    await identity.prepare({ user: 'Kepala', password: 'satu-dua-tiga' });
    const { caller, sessionId } = await signIn('kepala', 'satu-dua-tiga');
    assert.deepEqual(caller.roles, ['administrator']);
    await identity.prepare({ user: 'kepala', password: 'satu-dua-tiga' });
    assert.equal((await identity.authenticator.authenticate(request({ session: sessionId }))).via, 'session');
    await identity.prepare({ user: 'kepala', password: 'baru' });
    assert.equal((await identity.authenticator.authenticate(request({ session: sessionId }))).via, 'none');
  });
});
