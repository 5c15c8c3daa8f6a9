import { randomBytes, randomUUID } from 'node:crypto';
import { Journal } from './journal.ts';
import { LoadClient, pause, sha256 } from './load-client.ts';
import { loadLetter, loadProcesses } from './load-processes.ts';

/** How many clients of each kind; together they are the 32 of the test plan. */
export interface Crowd {
  readonly citizens: number;
  readonly staff: number;
  readonly workers: number;
  readonly admins: number;
}
export const crowd: Crowd = { citizens: 16, staff: 10, workers: 4, admins: 2 };

/** Long enough for a worker that lives, short enough that work of a dead one comes back in a test. */
const WORKER_LOCK_MS = 3_000;
/** Between two commands of a citizen, so that instances do not pile up faster than they are worked on. */
const THINK_MS = 60;

interface Named {
  readonly id: string;
}
interface OpenTask extends Named {
  readonly assignee: string | null;
}

export interface Load {
  /** Commands that were answered so far. */
  acknowledged(): number;
  /** Ends it and waits for what is under way. */
  stop(): Promise<void>;
}

export function startLoad(url: () => string, directory: string, size: Crowd = crowd): Load {
  let stopped = false;
  const journals: Journal[] = [];
  const client = (name: string) => {
    const journal = new Journal(directory, name);
    journals.push(journal);
    return new LoadClient(name, url, journal);
  };
  const repeat = async (think: number, round: () => Promise<void>): Promise<void> => {
    while (!stopped) {
      await round();
      await pause(think * (0.5 + Math.random()));
    }
  };
  const each = (count: number, name: string, think: number, round: (client: LoadClient) => () => Promise<void>) =>
    Array.from({ length: count }, (_, index) => repeat(think, round(client(`${name}-${index}`))));
  const running = [
    ...each(size.citizens, 'citizen', THINK_MS, citizen),
    ...each(size.staff, 'staff', 20, staff),
    ...each(size.workers, 'worker', 10, worker),
    ...each(size.admins, 'admin', 300, admin),
  ];
  return {
    acknowledged: () => journals.reduce((sum, journal) => sum + journal.acknowledged, 0),
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}

/** Deploys what the load needs. */
export async function deployLoad(url: string, directory: string): Promise<void> {
  const client = new LoadClient('deployer', () => url, new Journal(directory, 'deployer'));
  const name = `load-${randomUUID()}`;
  const answer = await client.send({ op: 'deploy', path: '/deployment/create', body: form(name), value: name }, name);
  if (answer === undefined) throw new Error('The processes of the load were not deployed.');
}

function form(name: string, processes = loadProcesses): FormData {
  const data = new FormData();
  data.set('deployment-name', name);
  for (const { key, xml } of processes) data.set(`${key}.bpmn`, new Blob([xml]), `${key}.bpmn`);
  data.set(loadLetter.name, new Blob([loadLetter.text]), loadLetter.name);
  return data;
}

/** Files requests, pays for those that wait for it, and uploads to what is open. */
function citizen(client: LoadClient): () => Promise<void> {
  let count = 0;
  const unpaid: string[] = [];
  return async () => {
    count += 1;
    const turn = loadProcesses[count % loadProcesses.length];
    // A letter costs the server as much as many other commands.
    const process = turn?.key === 'load-letter' && count % 2 > 0 ? loadProcesses[0] : turn;
    if (!process) return;
    const bk = `${client.name}-${count}-${randomUUID().slice(0, 8)}`;
    await client.send({
      op: 'start',
      path: `/process-definition/key/${process.key}/start`,
      body: { businessKey: bk, variables: { bk: { value: bk, type: 'String' } } },
      bk,
      value: process.key,
      isKeyless: count % 3 === 0,
    });
    if (process.key === 'load-message') unpaid.push(bk);
    const paying = count % 2 === 0 ? unpaid.shift() : undefined;
    if (paying !== undefined)
      await client.send({
        op: 'message',
        path: '/message',
        body: { messageName: 'paid', businessKey: paying },
        bk: paying,
      });
    if (count % 5 === 0) await upload(client);
  };
}

async function upload(client: LoadClient): Promise<void> {
  const open = await client.read<readonly Named[]>('/task?maxResults=20&sortBy=created&sortOrder=desc');
  const task = pick(open);
  if (!task) return;
  const name = `upload-${randomUUID()}`;
  const bytes = randomBytes(200 + Math.floor(Math.random() * 20_000));
  const data = new FormData();
  data.set('attachment-name', name);
  data.set('content', new File([bytes], 'berkas.bin'));
  await client.send(
    { op: 'upload', path: `/task/${task.id}/attachment/create`, body: data, objId: task.id, value: sha256(bytes) },
    name,
  );
}

/** Takes tasks and completes them; several of them are after the same ones. */
function staff(client: LoadClient): () => Promise<void> {
  let count = 0;
  return async () => {
    count += 1;
    const open = await client.read<readonly OpenTask[]>('/task?maxResults=15&sortBy=created&sortOrder=asc');
    const task = pick(open);
    if (!task) return;
    await client.send({
      op: 'claim',
      path: `/task/${task.id}/claim`,
      body: { userId: client.name },
      objId: task.id,
      value: client.name,
    });
    const key = randomUUID();
    await client.send(
      {
        op: 'complete-task',
        path: `/task/${task.id}/complete`,
        body: { variables: { [`done-${task.id}`]: { value: key, type: 'String' } } },
        objId: task.id,
        value: key,
        isKeyless: count % 3 === 0,
      },
      key,
    );
  };
}

/** Works on external tasks; one in three of the risky ones is refused. */
function worker(client: LoadClient): () => Promise<void> {
  return async () => {
    for (const task of await client.fetchTasks(WORKER_LOCK_MS)) {
      const isRefused = task.activityId === 'risky' && Math.random() < 0.33;
      await client.send({
        op: isRefused ? 'bpmn-error' : 'complete-external',
        path: `/external-task/${task.id}/${isRefused ? 'bpmnError' : 'complete'}`,
        body: { workerId: client.name, ...(isRefused ? { errorCode: 'E1' } : {}) },
        objId: task.activityInstanceId.replace(/^.*:/, ''),
        value: task.id,
        isKeyless: Math.random() < 0.5,
      });
    }
  };
}

/** Deploys new versions and sets variables of running instances. */
function admin(client: LoadClient): () => Promise<void> {
  let count = 0;
  return async () => {
    count += 1;
    if (count % 4 === 0) {
      const name = `load-${randomUUID()}`;
      const one = loadProcesses.slice(count % loadProcesses.length).slice(0, 1);
      await client.send({ op: 'deploy', path: '/deployment/create', body: form(name, one), value: name }, name);
    }
    const instance = pick(await client.read<readonly Named[]>('/process-instance?maxResults=20'));
    if (!instance) return;
    const name = `set-${randomUUID()}`;
    await client.send(
      {
        op: 'variable',
        path: `/process-instance/${instance.id}/variables`,
        body: { modifications: { [name]: { value: client.name, type: 'String' } } },
        objId: instance.id,
        value: client.name,
      },
      name,
    );
  };
}

function pick<T>(from: readonly T[] | undefined): T | undefined {
  return from?.[Math.floor(Math.random() * from.length)];
}
