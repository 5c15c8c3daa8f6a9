import Koa from 'koa';
import compress from 'koa-compress';
import { NotFound } from '../application/errors.ts';
import type { Idempotency } from '../application/idempotency.ts';
import type { AccessControl } from '../application/access/access-control.ts';
import type { Authenticator } from '../application/ports/authentication.ts';
import { answerFailure } from './answer-failure.ts';
import { type Answering, answerRoute } from './answer-route.ts';
import { answerPreflight } from './cors.ts';
import { readEngineRestPath } from './engine-rest-path.ts';
import { describeToCamundaTools } from './camunda-webapps.ts';
import { answerHealth, type Health } from './health.ts';
import { answerMetrics, type MetricsPage } from './metrics-page.ts';
import { compatibilityRoute } from './compatibility.ts';
import { openApiRoutes } from './openapi.ts';
import { requestIdOf } from './request-id.ts';
import {
  describeRequest,
  noteOperation,
  operationOf,
  type Operation,
  type RequestLog,
  type RequestObserver,
} from './request-log.ts';
import type { Language, Route } from './route.ts';
import { RouteTable } from './route-table.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { serveStatic } from './static-files.ts';

export interface AppOptions {
  readonly routes: readonly Route[];
  readonly authenticator: Authenticator;
  /** For `/engine-rest`; without it no route there is answered. */
  readonly access?: AccessControl;
  /** The built browser apps (`dist/designer`), absolute; undefined: none are served. */
  readonly publicDirectory: string | undefined;
  /** Address under which people reach us; absolute links are made from it and from nothing that a request says. */
  readonly publicUrl: string;
  readonly log: RequestLog;
  /** Every request is logged, not only those that failed. */
  readonly logRequests?: boolean;
  readonly health: Health;
  readonly observer?: RequestObserver;
  /** Absent: there is no `/metrics`. */
  readonly metrics?: MetricsPage;
  /** Absent: an `Idempotency-Key` means nothing. */
  readonly idempotency?: Pick<Idempotency, 'run'>;
  /** Checks every JSON answer against its schema and fails when it does not fit. For tests: it costs time. */
  readonly checkAnswers?: boolean;
}

/** What is no route, as metrics and the log call it. */
const HEALTH: Operation = { method: 'GET', path: '/health' };
const METRICS: Operation = { method: 'GET', path: '/metrics' };
const FILES: Operation = { method: 'GET', path: '(files)' };

/** The HTTP side of the server: everything between the socket and the handlers of the routes. */
export function createApp(options: AppOptions): Koa {
  const app = new Koa();
  const table = new RouteTable([
    ...options.routes,
    ...openApiRoutes(options.routes, options.publicUrl),
    compatibilityRoute(options.routes),
  ]);
  const secure = options.publicUrl.startsWith('https:');
  const answering: Answering = {
    table,
    authenticator: options.authenticator,
    ...(options.access ? { access: options.access } : {}),
    checkAnswers: options.checkAnswers ?? false,
    ...(options.idempotency ? { idempotency: options.idempotency } : {}),
    secure,
  };
  // Failures after the headers are out (a client that went away in the middle of a download) end here.
  app.on('error', (error: unknown) => options.log.warn({ error }, 'answer broken off'));

  app.use(async (context, next) => {
    const startedAt = performance.now();
    context.set('X-Request-Id', requestIdOf(context.get('X-Request-Id')));
    options.observer?.began();
    if (options.health.isStopping?.()) context.set('Connection', 'close');
    const engineRest = readEngineRestPath(context.path) !== undefined;
    try {
      await next();
    } catch (error) {
      // Never the partly made answer of a handler that failed.
      context.body = null;
      context.remove('Content-Length');
      context.remove('Content-Disposition');
      answerFailure(context, error, { engineRest, language: languageOf(context), log: options.log });
    }
    const milliseconds = performance.now() - startedAt;
    options.observer?.ended(operationOf(context), context.status, milliseconds / 1000);
    if (context.status >= 500 || options.logRequests) {
      const data = { ...describeRequest(context), status: context.status, duration: Math.round(milliseconds) };
      if (context.status >= 500) options.log.warn(data, 'request');
      else options.log.debug?.(data, 'request');
    }
  });
  app.use(setSecurityHeaders);
  if (secure)
    app.use(async (context, next) => (context.set('Strict-Transport-Security', 'max-age=31536000'), await next()));
  app.use(compressLarge);
  app.use(answerPreflight);
  app.use(async (context) => {
    if (await answerHealth(context, options.health)) return noteOperation(context, HEALTH);
    if (
      options.metrics &&
      (await answerMetrics(context, { page: options.metrics, authenticator: options.authenticator }))
    )
      return noteOperation(context, METRICS);
    if (describeToCamundaTools(context, options.publicUrl)) return;
    if (await answerRoute(context, answering, languageOf(context))) return;
    if (
      !isApi(context.path) &&
      options.publicDirectory !== undefined &&
      (await serveStatic(context, options.publicDirectory))
    )
      return noteOperation(context, FILES);
    throw new NotFound({ id: `Alamat ${context.path} tidak ada.`, en: `There is nothing at ${context.path}.` });
  });
  return app;
}

/** Answers below this are sent as they are. */
const COMPRESSED_FROM_BYTES = 1024;
const compressor = compress({ threshold: COMPRESSED_FROM_BYTES, br: { params: {} }, zstd: false } as Parameters<
  typeof compress
>[0]);

/** Most answers are small: they need not be looked at closely. */
async function compressLarge(context: Koa.Context, next: Koa.Next): Promise<void> {
  await next();
  const { body } = context;
  const isSmall = body === null || body === undefined || (typeof body === 'string' && body.length < 300);
  if (!isSmall) await compressor(context, () => Promise.resolve());
}

function isApi(path: string): boolean {
  return path.startsWith('/api/') || readEngineRestPath(path) !== undefined;
}

/**
 * `lang` in the address wins over what the browser says it accepts. `/engine-rest` speaks English unless the address asks
 * for another language: tools show its texts, and match on them.
 */
function languageOf(context: Koa.Context): Language {
  const asked = context.querystring === '' ? null : new URLSearchParams(context.querystring).get('lang');
  if (asked === 'id' || asked === 'en') return asked;
  if (readEngineRestPath(context.path) !== undefined) return 'en';
  return context.acceptsLanguages('id', 'en') === 'en' ? 'en' : 'id';
}
