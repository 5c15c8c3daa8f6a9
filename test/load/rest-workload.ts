import { authorizationOf, type Call, createCall, type Target } from './rest-client.ts';

const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">';

/** Start, one piece of work, end; accepted by Camunda 7 as it stands. */
const model = (
  key: string,
  work: string,
) => `${HEAD}<bpmn:process id="${key}" isExecutable="true" camunda:historyTimeToLive="P1D">
<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
${work.replace('/>', '><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>')}</${work.slice(1, work.indexOf(' '))}><bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="end"/><bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent></bpmn:process></bpmn:definitions>`;

const MODELS: Readonly<Record<string, string>> = {
  'bench-external.bpmn': model(
    'bench-external',
    '<bpmn:serviceTask id="work" camunda:type="external" camunda:topic="bench"/>',
  ),
  'bench-user.bpmn': model('bench-user', '<bpmn:userTask id="work" camunda:candidateGroups="bench"/>'),
};

const variables = {
  name: { value: 'Siti', type: 'String' },
  amount: { value: 1200, type: 'Integer' },
  urgent: { value: false, type: 'Boolean' },
  note: { value: 'x'.repeat(40), type: 'String' },
  at: { value: '2026-11-24T08:00:00.000+0000', type: 'Date' },
};

/** How one kind of call went with one number of clients. */
export interface Measured {
  readonly count: number;
  readonly perSecond: number;
  /** Milliseconds that 50, 95 and 99 of 100 calls took at most. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Phase {
  readonly clients: number;
  readonly starts: Measured;
  readonly externalTasks: Measured;
  readonly userTasks: Measured;
}

export interface WorkloadOptions {
  readonly target: Target;
  /** Numbers of clients, one phase each. */
  readonly clients: readonly number[];
  /** How long each phase starts instances, in seconds. */
  readonly seconds: number;
  /** How long the server is warmed up before the first phase, in seconds. */
  readonly warmUpSeconds: number;
}

/**
 * Deploys two processes and runs phases of: starting instances with five variables, completing their external tasks,
 * starting and completing user tasks. All of it through operations that Camunda 7 has, so that any server compatible
 * with it can be measured.
 */
export async function runWorkload({ target, clients, seconds, warmUpSeconds }: WorkloadOptions): Promise<Phase[]> {
  await deploy(target);
  if (warmUpSeconds > 0) await runPhase(target, Math.max(...clients), warmUpSeconds);
  const phases: Phase[] = [];
  for (const each of clients) phases.push(await runPhase(target, each, seconds));
  return phases;
}

async function deploy(target: Target): Promise<void> {
  const form = new FormData();
  form.set('deployment-name', 'bench');
  for (const [name, xml] of Object.entries(MODELS)) form.set(name, new Blob([xml], { type: 'text/xml' }), name);
  const answer = await fetch(`${target.api}/deployment/create`, {
    method: 'POST',
    body: form,
    headers: authorizationOf(target.credentials),
  });
  if (!answer.ok) throw new Error(`The models were not deployed: ${answer.status} ${await answer.text()}`);
}

async function runPhase(target: Target, clients: number, seconds: number): Promise<Phase> {
  const call = createCall(target, clients);
  const start = (key: string) => () => call('POST', `/process-definition/key/${key}/start`, { variables });
  const starts = await forSeconds(clients, seconds, start('bench-external'));
  const externalTasks = await complete(call, clients, await lockAll(call));
  await forSeconds(clients, seconds / 4, start('bench-user'));
  const tasks = (await call(
    'GET',
    '/task?processDefinitionKey=bench-user&maxResults=5000&sortBy=created&sortOrder=asc',
  )) as readonly { readonly id: string }[];
  const userTasks = await forEach(clients, tasks, ({ id }) =>
    call('POST', `/task/${id}/complete`, { variables: done }),
  );
  return { clients, starts, externalTasks, userTasks };
}

const done = { result: { value: 'ok', type: 'String' } };

async function lockAll(call: Call): Promise<readonly string[]> {
  const ids: string[] = [];
  for (;;) {
    const tasks = (await call('POST', '/external-task/fetchAndLock', {
      workerId: 'bench',
      maxTasks: 1000,
      topics: [{ topicName: 'bench', lockDuration: 600_000, variables: [] }],
    })) as readonly { readonly id: string }[];
    if (tasks.length === 0) return ids;
    ids.push(...tasks.map(({ id }) => id));
  }
}

function complete(call: Call, clients: number, ids: readonly string[]): Promise<Measured> {
  return forEach(clients, ids, (id) =>
    call('POST', `/external-task/${id}/complete`, { workerId: 'bench', variables: done }),
  );
}

/** Each client does `work` again and again for so many seconds. */
function forSeconds(clients: number, seconds: number, work: () => Promise<unknown>): Promise<Measured> {
  const until = performance.now() + seconds * 1000;
  return measure(clients, () => (performance.now() < until ? work() : undefined));
}

/** The clients share the items. */
function forEach<T>(clients: number, items: readonly T[], work: (item: T) => Promise<unknown>): Promise<Measured> {
  const rest = items[Symbol.iterator]();
  return measure(clients, () => {
    const next = rest.next();
    return next.done ? undefined : work(next.value);
  });
}

async function measure(clients: number, next: () => Promise<unknown> | undefined): Promise<Measured> {
  const took: number[] = [];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (;;) {
        const sentAt = performance.now();
        const answer = next();
        if (!answer) return;
        await answer;
        took.push(performance.now() - sentAt);
      }
    }),
  );
  const elapsed = (performance.now() - startedAt) / 1000;
  took.sort((left, right) => left - right);
  const percentile = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0;
  return {
    count: took.length,
    perSecond: took.length / elapsed,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
  };
}
