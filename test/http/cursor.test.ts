import assert from 'node:assert/strict';
import { it } from 'node:test';
import { forEachDatabase } from '../kit/database.ts';
import { type Answer, bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Listed {
  readonly id: string;
  readonly businessKey?: string | null;
  readonly variables?: unknown;
}

const logOrders: Readonly<Record<string, string>> = {
  'job-log': '&sortBy=jobDueDate&sortOrder=desc',
  'external-task-log': '&sortBy=workerId&sortOrder=asc',
  detail: '&sortBy=variableName&sortOrder=desc',
  'user-operation': '&sortBy=timestamp&sortOrder=asc',
  'identity-link-log': '&sortBy=groupId&sortOrder=asc',
};

forEachDatabase('lists in pages by cursor', (test) => {
  const withServer = async (work: (server: TestServer) => Promise<void>) => {
    // The server closes the database with itself; the kit closes it again, which does no harm.
    const server = await startTestServer({ database: { ...bound(test.database), close: () => Promise.resolve() } });
    try {
      await work(server);
    } finally {
      await server.close();
    }
  };

  it('give every row once while rows come and go, in any order, with empty values', async () => {
    await withServer(async (server) => {
      const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
      const model = oneNode('halaman', '<bpmn:userTask id="node"/>');
      bodyOf(await rest('POST', '/deployment/create', deploymentForm('x', { 'x.bpmn': model })));
      const start = async (businessKey?: string) =>
        bodyOf<Listed>(
          await rest('POST', '/process-definition/key/halaman/start', {
            ...(businessKey === undefined ? {} : { businessKey }),
            variables: { nama: { value: `Siti ${businessKey}`, type: 'String' } },
          }),
        ).id;
      const ids: string[] = [];
      for (const key of ['b', undefined, 'a', 'b', undefined, 'c', 'a', undefined]) ids.push(await start(key));

      const walk = async (path: string, order: string, between: () => Promise<void> = () => Promise.resolve()) => {
        const found: Listed[] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const query = `maxResults=3&cursor=${cursor}${order}`;
          const answer: Answer = path.endsWith('POST')
            ? await rest('POST', `${path.replace(' POST', '')}?maxResults=3&cursor=${cursor}`, {})
            : await rest('GET', `${path}?${query}`);
          found.push(...bodyOf<Listed[]>(answer));
          if (found.length === 3) await between();
          cursor = answer.headers.get('X-Next-Cursor');
          assert.ok(found.length < 40, 'it ends');
        }
        return found;
      };
      for (const order of ['asc', 'desc']) {
        const sorted = `&sortBy=businessKey&sortOrder=${order}`;
        const found = await walk('/process-instance', sorted);
        assert.deepEqual(found.map(({ id }) => id).sort(), [...ids].sort(), order);
        const whole = bodyOf<Listed[]>(await rest('GET', `/process-instance?${sorted.slice(1)}`));
        assert.deepEqual(found, whole, 'in the order of the whole list');
      }
      assert.equal((await walk('/process-instance POST', '')).length, 8);
      for (const path of ['process-instance', 'activity-instance', 'variable-instance', 'task']) {
        const whole = bodyOf<Listed[]>(await rest('GET', `/history/${path}`));
        for (const method of ['', ' POST']) {
          const found = (await walk(`/history/${path}${method}`, '')).map(({ id }) => id);
          assert.deepEqual(
            found,
            whole.map(({ id }) => id),
            `${path}${method}`,
          );
        }
      }
      for (const path of [
        '/variable-instance',
        '/variable-instance POST',
        '/job',
        '/job POST',
        '/external-task',
        '/external-task POST',
        '/incident',
        '/history/incident',
        '/deployment',
      ])
        assert.deepEqual(
          (await walk(path, '')).map(({ id }) => id),
          bodyOf<Listed[]>(await rest('GET', path.replace(' POST', ''))).map(({ id }) => id),
          path,
        );
      assert.equal((await walk('/task', '&sortBy=dueDate&sortOrder=desc')).length, 8);
      assert.equal((await walk('/task', '&sortBy=created&sortOrder=asc')).length, 8);

      const kept = await walk('/process-instance', '&sortBy=instanceId&sortOrder=asc', async () => {
        // With firstResult the next page would leave out one that has moved up.
        bodyOf(await rest('DELETE', `/process-instance/${ids[0]}`), 204);
      });
      assert.deepEqual(
        kept.map(({ id }) => id),
        ids,
      );

      const listed = bodyOf<Listed[]>(await rest('GET', '/process-instance?withVariables=true&businessKey=c'));
      assert.deepEqual(listed[0]?.variables, { nama: { type: 'String', value: 'Siti c', valueInfo: {} } });
      for (const path of ['/history/process-instance', '/history/task']) {
        const filter = 'processInstanceBusinessKey';
        const [row] = bodyOf<Listed[]>(
          await rest('GET', `${path}?withVariables=true&${filter}=c&maxResults=1&cursor=`),
        );
        assert.deepEqual(row?.variables, { nama: { type: 'String', value: 'Siti c', valueInfo: {} } }, path);
        const posted = bodyOf<Listed[]>(await rest('POST', `${path}?withVariables=true`, { [filter]: 'c' }));
        assert.deepEqual(posted[0]?.variables, row.variables);
        const [plain] = bodyOf<Listed[]>(await rest('GET', `${path}?${filter}=c`));
        assert.equal(plain?.variables, undefined);
      }
      const [plain] = bodyOf<Listed[]>(await rest('GET', '/process-instance?businessKey=c'));
      assert.equal(plain?.variables, undefined);

      // The logs are made of entries of steps: their place is more than an id.
      const busy =
        '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="sibuk" camunda:asyncBefore="true" camunda:asyncAfter="true"/>';
      bodyOf(await rest('POST', '/deployment/create', deploymentForm('y', { 'y.bpmn': oneNode('sibuk', busy) })));
      for (let each = 0; each < 4; each += 1) {
        const { id } = bodyOf<Listed>(await rest('POST', '/process-definition/key/sibuk/start', {}));
        const [job] = bodyOf<Listed[]>(await rest('GET', `/job?processInstanceId=${id}`));
        // The executor may have been faster.
        if (job) await rest('POST', `/job/${job.id}/execute`);
        const [task] = bodyOf<Listed[]>(await rest('GET', `/task?maxResults=1`));
        bodyOf(await rest('POST', `/task/${task?.id}/identity-links`, { userId: `u${each}`, type: 'candidate' }), 204);
      }
      for (const log of ['job-log', 'external-task-log', 'detail', 'user-operation', 'identity-link-log'])
        for (const order of ['', logOrders[log] ?? '']) {
          const whole = bodyOf<Listed[]>(await rest('GET', `/history/${log}?${order.slice(1)}`)).map(({ id }) => id);
          assert.ok(whole.length > 3, log);
          assert.deepEqual(
            (await walk(`/history/${log}`, order)).map(({ id }) => id),
            whole,
            log + order,
          );
          if (order === '' && ['job-log', 'external-task-log', 'detail'].includes(log))
            assert.deepEqual(
              (await walk(`/history/${log} POST`, '')).map(({ id }) => id),
              whole,
              log,
            );
        }

      const first = await rest('GET', '/process-instance?maxResults=1&cursor=');
      const cursor = first.headers.get('X-Next-Cursor');
      const other = await rest(
        'GET',
        `/process-instance?maxResults=1&cursor=${cursor}&sortBy=businessKey&sortOrder=asc`,
      );
      assert.equal(other.status, 400, 'a cursor of another order');
      assert.equal((await rest('GET', '/process-instance?maxResults=1&cursor=rusak')).status, 400);
      assert.equal((await rest('GET', '/process-instance?maxResults=1')).headers.get('X-Next-Cursor'), null);
    });
  });
});

function bound<T extends object>(target: T): T {
  return new Proxy({} as T, {
    ownKeys: () => ['dialect', 'query', 'transaction', 'write', 'close'],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get: (_empty, name) => {
      const value = (target as Record<string | symbol, unknown>)[name];
      return typeof value === 'function' ? (value as (...input: unknown[]) => unknown).bind(target) : value;
    },
  });
}
