import type { Context as KoaContext } from 'koa';
import type { Idempotency } from '../application/idempotency.ts';
import type { KeptAnswer } from '../application/ports/idempotency.ts';
import type { Authentication, Authenticator, RequestView } from '../application/ports/authentication.ts';
import { InvalidInput, Unauthenticated } from '../application/errors.ts';
import type { AccessControl } from '../application/access/access-control.ts';
import { purposeOfAbsent } from './compatibility.ts';
import { checkOrigin } from './access.ts';
import { EngineRestError } from './engine-rest-failure.ts';
import { readEngineRestPath } from './engine-rest-path.ts';
import { checkNamed, withScope } from './body-scope.ts';
import { readIdempotencyKey } from './idempotent-request.ts';
import { checkRows, findPermit } from './permit.ts';
import { MethodNotAllowed } from './protocol-errors.ts';
import { refuseNul } from './nul-character.ts';
import { JSON_LIMIT_BYTES, LARGE_JSON_LIMIT_BYTES, readJson } from './request-body.ts';
import { noteOperation } from './request-log.ts';
import type { Language, RequestContext, Route } from './route.ts';
import type { RouteTable } from './route-table.ts';
import { readQuery, validate } from './validate.ts';

export interface Answering {
  readonly table: RouteTable;
  readonly authenticator: Authenticator;
  readonly access?: AccessControl;
  readonly checkAnswers: boolean;
  readonly idempotency?: Pick<Idempotency, 'run'>;
  /** People reach us by HTTPS: cookies are for HTTPS only. */
  readonly secure: boolean;
}

/**
 * Finds the route of a request and answers by it: who calls, may he, what does he say, what is the answer. False: no
 * route has this path.
 */
export async function answerRoute(koa: KoaContext, answering: Answering, language: Language): Promise<boolean> {
  const engine = readEngineRestPath(koa.path);
  if (engine && 'unknownEngine' in engine)
    throw new EngineRestError(404, 'InvalidRequestException', `Process engine ${engine.unknownEngine} not available`);
  const match = answering.table.find(koa.method, engine?.path ?? koa.path);
  const area = engine ? 'engine-rest' : 'api';
  switch (match.kind) {
    case 'found':
      noteOperation(koa, match.route.endpoint, match.params);
      await answer(koa, { match, area, answering, language });
      return true;
    case 'malformed':
      throw new InvalidInput({
        en: 'The address is not percent-encoded correctly.',
        id: 'Alamat tidak ditulis dengan benar.',
      });
    case 'wrongMethod':
      if (engine) await refuseAbsent(koa, engine.path, answering);
      koa.set('Allow', match.allowed.join(', '));
      throw new MethodNotAllowed(`HTTP 405 Method Not Allowed: this address takes ${match.allowed.join(', ')}.`);
    case 'notFound':
      if (!engine) return false;
      // Whoever is not signed in learns nothing of which addresses there are.
      if ((await authenticate(koa, area, answering)).caller.userId === null)
        throw new Unauthenticated('Sign in first.');
      await refuseAbsent(koa, engine.path, answering);
      throw new EngineRestError(
        404,
        'NotFoundException',
        `HTTP 404 Not Found: there is no operation ${koa.method} ${koa.path}.`,
      );
  }
}

/** An operation that Camunda 7 has and we do not: said so, rather than as an address that nobody knows. */
async function refuseAbsent(koa: KoaContext, path: string, answering: Answering): Promise<void> {
  const purpose = purposeOfAbsent(koa.method, path);
  if (purpose === undefined) return;
  if ((await authenticate(koa, 'engine-rest', answering)).caller.userId === null)
    throw new Unauthenticated('Sign in first.');
  throw new EngineRestError(
    501,
    'NotImplementedException',
    `HTTP 501 Not Implemented: ${koa.method} ${koa.path} (${purpose}) is an operation of Camunda 7 that Alur does not offer. GET /api/compatibility lists those it does.`,
  );
}

interface Found {
  readonly match: { readonly route: Route; readonly params: Readonly<Record<string, string>> };
  readonly area: RequestView['area'];
  readonly answering: Answering;
  readonly language: Language;
}

async function answer(koa: KoaContext, { match: { route, params }, area, answering, language }: Found): Promise<void> {
  const { endpoint } = route;
  const isEngineRest = area === 'engine-rest';
  koa.set('Cache-Control', endpoint.answer === 'stream' && endpoint.path.endsWith('/xml') ? 'private' : 'no-cache');
  const authentication = await authenticate(koa, endpoint.machines ? 'engine-rest' : area, answering);
  const { access } = answering;
  const permit = await findPermit(endpoint, authentication, access);
  checkOrigin(koa, authentication);
  if (isEngineRest) refuseHal(koa);

  const query = readQuery(isEngineRest ? restorePlus(koa.querystring) : koa.querystring);
  refuseNul(params, 'path');
  refuseNul(query, 'query');
  const body =
    endpoint.body === undefined || endpoint.body === 'multipart' ? undefined : await readJson(koa.req, limitOf(route));
  const read = {
    params: validate(endpoint.params, params, 'path'),
    query: validate(endpoint.query, query, 'query'),
    body:
      endpoint.body === undefined || endpoint.body === 'multipart' ? undefined : validate(endpoint.body, body, 'body'),
  };
  const caller = await checkRows(permit, { caller: authentication.caller, params, access });
  await checkNamed(read.body, { caller, permit, access });
  const input = { ...read, query: withScope(read.query, permit), body: withScope(read.body, permit) };
  const context: RequestContext = {
    caller,
    authentication,
    language,
    koa,
    reach: permit.reach,
    ...(permit.scope ? { scope: permit.scope } : {}),
  };
  const handle = async (): Promise<KeptAnswer> => {
    const result = await route.handle(input, context);
    if (result === undefined) return { status: 204, body: null };
    if (answering.checkAnswers && typeof endpoint.answer !== 'string')
      validate(endpoint.answer, JSON.parse(JSON.stringify(result)), `answer of ${endpoint.method} ${endpoint.path}`);
    return { status: 200, body: JSON.stringify(result) };
  };
  const request = readIdempotencyKey(koa, endpoint, {
    authentication,
    isQuery: () => isEngineRest && isQuery(endpoint, answering.table),
    body,
  });
  const { idempotency } = answering;
  if (!request || !idempotency) return write(koa, await handle());
  const answered = await idempotency.run(request, handle);
  if (answered.repeated) koa.set('Idempotency-Replayed', 'true');
  write(koa, answered);
}

function write(koa: KoaContext, { status, body }: KeptAnswer): void {
  if (body === null) {
    // A stream's handler has set type and body itself.
    if (koa.body === undefined || koa.body === null) koa.status = status;
    return;
  }
  koa.status = status;
  // Exactly this: the JavaScript worker compares the header as text.
  koa.set('Content-Type', 'application/json');
  koa.body = body;
}

/**
 * Camunda answers some lists as HAL to who asks for it. That is not offered, and must not be mistaken for it: who takes
 * nothing else is told so. @throws EngineRestError 406
 */
function refuseHal(koa: KoaContext): void {
  if (koa.get('Accept').includes('application/hal+json') && koa.accepts('application/json') === false)
    throw new EngineRestError(
      406,
      'NotAcceptableException',
      'HTTP 406 Not Acceptable: application/hal+json is not offered. Ask for application/json; lists are read in pages by cursor.',
    );
}

/** Camunda's lists can be asked for by GET and, with a body, by POST at the same path. */
function isQuery({ path, answer }: Route['endpoint'], table: RouteTable): boolean {
  const twin = table.find('GET', path);
  return answer !== 'none' && twin.kind === 'found' && twin.route.endpoint.path === path;
}

function limitOf({ endpoint }: Route): number {
  return endpoint.tag === 'models' ? LARGE_JSON_LIMIT_BYTES : JSON_LIMIT_BYTES;
}

/** The `+` of a time zone that a client forgot to encode has become a space. */
function restorePlus(search: string): string {
  return search.replace(/(\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+|%20)(\d{2}:?\d{2})(?=&|$|,)/g, '$1%2B$2');
}

function authenticate(
  koa: KoaContext,
  area: RequestView['area'],
  { authenticator, secure }: Answering,
): Promise<Authentication> {
  return authenticator.authenticate({
    area,
    authorization: koa.get('Authorization') || null,
    address: koa.req.socket.remoteAddress ?? '',
    connection: koa.req.socket,
    userAgent: koa.get('User-Agent') || null,
    cookie: (name) => koa.cookies.get(name) ?? null,
    setCookie: (name, value, { maxAge }) => {
      const age = maxAge === undefined ? {} : maxAge === 0 ? { expires: new Date(0) } : { maxAge };
      koa.cookies.set(name, value, { httpOnly: true, sameSite: 'lax', path: '/', secure, overwrite: true, ...age });
    },
  });
}
