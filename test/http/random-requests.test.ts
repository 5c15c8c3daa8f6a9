import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';
import { randomRequest, type Operation } from './kit/random-request.ts';

const SEED = Number(process.env['ALUR_TEST_SEED'] ?? 20_260_305);
const RUNS = 30;
/** Types that Camunda 7 answers with status 500, on purpose. */
const OWN_500 = new Set([
  'RestException',
  'NullValueException',
  'ProcessEngineException',
  'TaskAlreadyClaimedException',
  'OptimisticLockingException',
]);
const KINDS = [
  'deployment',
  'process-definition',
  'process-instance',
  'execution',
  'task',
  'external-task',
  'event-subscription',
  'variable-instance',
  'history/process-instance',
  'history/activity-instance',
  'history/variable-instance',
  'history/task',
];
interface Named {
  readonly id: string;
}
let server: TestServer;
const known = new Map<string, readonly string[]>();
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);

before(async () => {
  server = await startTestServer({ demo: true });
  const deployment = bodyOf<Named>(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('acak', {
        'orang.bpmn': oneNode('orang', '<bpmn:userTask id="node" camunda:candidateGroups="kesbang.kajian"/>'),
        'tunggu.bpmn': oneNode(
          'tunggu',
          '<bpmn:receiveTask id="node" messageRef="m"/>',
          '<bpmn:message id="m" name="node"/>',
        ),
        'luar.bpmn': oneNode('luar', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="luar"/>'),
      }),
    ),
  );
  for (const key of ['orang', 'luar', 'tunggu'])
    for (let count = 0; count < 15; count += 1)
      bodyOf(await rest('POST', `/process-definition/key/${key}/start`, { variables: { node: { value: 'x' } } }));
  known.set('any', ['orang', 'luar', 'node', 'penelitian', 'admin', 'budi', deployment.id]);
  known.set('process-definition/key', ['orang', 'luar']);
  for (const kind of KINDS) {
    const rows = bodyOf<Named[]>(await rest('GET', `/${kind}?maxResults=60`));
    assert.ok(rows.length > 0, kind);
    known.set(
      kind,
      rows.map((each) => each.id),
    );
  }
});
after(() => server.close());

/** Asks as an administrator with a session, as the browser does. */
async function signIn(): Promise<Readonly<Record<string, string>>> {
  const cookies: string[] = [];
  const keep = (answer: Response) =>
    cookies.push(...answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? ''));
  const guest = await fetch(`${server.url}/api/session`);
  keep(guest);
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-CSRF-Token': ((await guest.json()) as { csrfToken: string }).csrfToken,
      Cookie: cookies.join('; '),
    },
    body: JSON.stringify({ username: 'admin', password: 'alur-demo' }),
  });
  keep(answer);
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return {
    Cookie: [...new Map(cookies.map((each) => [each.split('=')[0], each])).values()].join('; '),
    'X-CSRF-Token': csrfToken,
  };
}

for (const area of ['engine-rest', 'api'] as const)
  describe(`random requests to /${area}`, () => {
    it(`never break the server and never hang (seed ${SEED})`, async () => {
      const headers =
        area === 'api' ? await signIn() : { Authorization: `Basic ${btoa('root:kata-sandi-panjang-123')}` };
      const { paths } = bodyOf<{ paths: Record<string, Record<string, Operation>> }>(
        await server.call('GET', `/${area}/openapi.json`),
      );
      const broken: string[] = [];
      const seen = new Map<number, number>();
      const operations = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      );
      // What removes things comes last, so that there is something to find before.
      const removes = ({ method }: { readonly method: string }) => method === 'delete';
      for (const { path, method, operation } of [
        ...operations.filter((each) => !removes(each)),
        ...operations.filter(removes),
      ]) {
        // Signing out would make all that follow a stranger's.
        // A stream of events never ends by itself.
        if (path === '/api/session' || path === '/api/events') continue;
        const requests = fc.sample(randomRequest(path, operation, known), { numRuns: RUNS, seed: SEED });
        await Promise.all(
          requests.map(async (request) => {
            const told = `${method} ${request.path} ${typeof request.body === 'string' ? request.body : ''} (seed ${SEED})`;
            const answer = await fetch(server.url + request.path, {
              method: method.toUpperCase(),
              headers: {
                ...headers,
                ...(typeof request.body === 'string' ? { 'Content-Type': 'application/json' } : {}),
              },
              signal: AbortSignal.timeout(20_000),
              ...(request.body === undefined ? {} : { body: request.body }),
            }).catch((error: unknown) => assert.fail(`${told}: ${String(error)}`));
            const text = await answer.text();
            seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
            if (answer.status < 500) return;
            const type = /^\{"type":"(\w+)"/.exec(text)?.[1] ?? '';
            if (area === 'api' || !OWN_500.has(type) || text.includes('Something went wrong'))
              broken.push(`${answer.status} ${told}\n  ${text.slice(0, 300)}`);
          }),
        );
      }
      assert.deepEqual(broken, []);
      assert.ok(
        (seen.get(200) ?? 0) > 100 && (seen.get(400) ?? 0) > 100,
        `good and bad alike: ${JSON.stringify([...seen])}`,
      );
      assert.equal((await fetch(`${server.url}/health/ready`)).status, 200);
    });
  });
