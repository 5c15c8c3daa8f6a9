import { SqlRuntimeStore } from '../../../server/store/runtime-store.ts';
import { startVariables } from './models.ts';
import { CLERK, OFFICER, type Site } from './site.ts';

/** What is measured on the small and on the large database. */
export interface Operation {
  readonly name: string;
  /** What comes before each run and is not measured; its result is given to the run. */
  readonly before?: (site: Site) => Promise<unknown>;
  readonly run: (site: Site, prepared: unknown) => Promise<unknown>;
}

function get(path: string, user?: string): Operation {
  return {
    name: `GET ${path}${user === undefined ? '' : ` as ${user}`}`,
    run: (site) => site.call('GET', path, undefined, user),
  };
}

function list(path: string, user?: string): Operation {
  const operation = get(`/engine-rest${path}${path.includes('?') ? '&' : '?'}maxResults=10`, user);
  return { ...operation, name: operation.name.replace('/engine-rest', '') };
}

let order = 0;
async function start(site: Site, key: string): Promise<{ readonly id: string; readonly order: string }> {
  const name = `order-new-${(order += 1)}`;
  const { id } = (await site.call('POST', `/engine-rest/process-definition/key/${key}/start`, {
    businessKey: name,
    variables: startVariables(name),
  })) as { id: string };
  return { id, order: name };
}

function fetchAndLock(name: string, options: object, topic: object = {}): Operation {
  return {
    name: `fetchAndLock ${name}`,
    run: (site) =>
      site.call('POST', '/engine-rest/external-task/fetchAndLock', {
        workerId: 'worker',
        maxTasks: 10,
        ...options,
        topics: [{ topicName: 'work', lockDuration: 1, variables: [], ...topic }],
      }),
  };
}

/** Issue marks: an inbox, fetchAndLock, correlation, due timers; starts and completions. */
export const marks: readonly Operation[] = [
  list(`/task?assignee=${CLERK}`),
  list(`/task?assignee=${CLERK}&sortBy=created&sortOrder=desc`, CLERK),
  list('/task?candidateGroup=team-0'),
  list('/task?candidateGroup=team-0&sortBy=priority&sortOrder=desc', CLERK),
  list('/task', CLERK),
  list('/task?candidateGroup=office'),
  list('/task?candidateGroup=office', OFFICER),
  list('/task?candidateGroup=office&sortBy=created&sortOrder=desc'),
  list('/task?candidateGroup=office&sortBy=dueDate&sortOrder=asc'),
  get('/api/inbox?tab=available', OFFICER),
  get('/api/inbox?tab=mine', CLERK),
  get('/api/inbox?tab=available', CLERK),
  get('/api/inbox/counts', OFFICER),
  fetchAndLock('ten tasks', {}),
  fetchAndLock('by priority', { usePriority: true }),
  fetchAndLock('newest first', { sorting: [{ sortBy: 'createTime', sortOrder: 'desc' }] }),
  fetchAndLock('of a definition', {}, { processDefinitionKey: 'work' }),
  fetchAndLock('nothing there', {}, { topicName: 'none' }),
  {
    name: 'message by business key',
    before: (site) => start(site, 'message'),
    run: (site, prepared) =>
      site.call('POST', '/engine-rest/message', {
        messageName: 'paid',
        businessKey: (prepared as { order: string }).order,
      }),
  },
  {
    name: 'message by correlation key',
    before: (site) => start(site, 'message'),
    run: (site, prepared) =>
      site.call('POST', '/engine-rest/message', {
        messageName: 'paid',
        correlationKeys: { orderId: { value: (prepared as { order: string }).order, type: 'String' } },
      }),
  },
  { name: 'next due timer', run: (site) => new SqlRuntimeStore(site.database).nextJobDue() },
  {
    name: 'due timers',
    run: (site) =>
      new SqlRuntimeStore(site.database).acquireJobs({ owner: 'bench', now: Date.now(), lockedUntil: 0, limit: 64 }),
  },
  { name: 'start', run: (site) => start(site, 'work') },
  {
    name: 'complete a user task',
    before: async (site) => {
      const { id } = await start(site, 'office');
      const [task] = (await site.call('GET', `/engine-rest/task?processInstanceId=${id}`)) as { id: string }[];
      return task?.id;
    },
    run: (site, task) => site.call('POST', `/engine-rest/task/${String(task)}/complete`, {}),
  },
];
