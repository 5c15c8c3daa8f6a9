// oxlint-disable-next-line typescript/triple-slash-reference -- the build of the server takes in the worker alone, and must find the types of its client
/// <reference path="./camunda-external-task-client.d.ts" />
import { hostname } from 'node:os';
import { BasicAuthInterceptor, Client, Variables, type ExternalTask } from 'camunda-external-task-client-js';
import { Outbox, type Notice } from './outbox.ts';

/**
 * The application that tells OPDs and sub-districts about research in their area: an external task worker of its own,
 * with Camunda's client, on topic `penelitian.beritahu-opd`. Settings come from the environment:
 * `ALUR_URL`, `ALUR_WORKER_USER`, `ALUR_WORKER_PASSWORD`, `ALUR_OUTBOX` (directory).
 */
const baseUrl = process.env['ALUR_URL'] ?? 'http://127.0.0.1:8080/engine-rest';
const username = process.env['ALUR_WORKER_USER'];
const password = process.env['ALUR_WORKER_PASSWORD'];
const outbox = new Outbox(process.env['ALUR_OUTBOX'] ?? './data/outbox');

/** Only these are fetched: the worker does not need the applicant's NIK, phone or documents. */
const variables = ['lokasiTujuan', 'judul', 'nama', 'institusi', 'mulai', 'selesai', 'documentNumber'];
const triesInAll = 3;
const secondsBetweenTries = 60;

const client = new Client({
  baseUrl,
  workerId: `penelitian-${hostname()}-${process.pid}`,
  maxTasks: 10,
  interval: 250,
  lockDuration: 30_000,
  asyncResponseTimeout: 20_000,
  ...(username !== undefined && password !== undefined
    ? { interceptors: [new BasicAuthInterceptor({ username, password })] }
    : {}),
});

const running = new Set<Promise<void>>();
client.subscribe('penelitian.beritahu-opd', { variables }, ({ task, taskService }) => {
  const work = (async () => {
    try {
      const notices = noticesOf(task);
      await outbox.send(notices);
      await taskService.complete(
        task,
        new Variables().set(
          'pemberitahuanTerkirim',
          notices.map(({ to, name }) => ({ kode: to, nama: name })),
        ),
      );
      log(`told ${notices.length} offices about task ${task.id}`);
    } catch (error) {
      const retries = (task.retries ?? triesInAll) - 1;
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      await taskService.handleFailure(task, {
        errorMessage: message,
        errorDetails: stack,
        retries,
        retryTimeout: secondsBetweenTries * 1000,
      });
      log(`task ${task.id} failed, ${retries} tries left: ${message}`);
    }
    // What the server cannot be told now it finds out by itself when the lock ends.
  })().catch((error: unknown) => log(`the result of task ${task.id} was not taken: ${String(error)}`));
  running.add(work);
  return work.finally(() => running.delete(work));
});

function noticesOf(task: ExternalTask): readonly Notice[] {
  const value = (name: string) => task.variables.get(name);
  const text = (name: string) => String(value(name) ?? '-');
  const places = value('lokasiTujuan');
  if (!Array.isArray(places))
    throw new Error('Variable lokasiTujuan is no list. The process must run the decision pen-lokasi before this task.');
  const message = `Penelitian "${text('judul')}" oleh ${text('nama')} (${text('institusi')}) dari ${text('mulai')} sampai ${text('selesai')}, surat nomor ${text('documentNumber')}.`;
  return places.map((place: unknown) => {
    const { kode, nama } = place as { kode?: unknown; nama?: unknown };
    if (typeof kode !== 'string') throw new Error('A place in variable lokasiTujuan has no kode.');
    return { id: `${task.id}:${kode}`, to: kode, name: typeof nama === 'string' ? nama : kode, text: message };
  });
}

let lastProblem = '';
client.on('poll:error', (error) => {
  if (error.message !== lastProblem) log(`cannot fetch tasks from ${baseUrl}: ${error.message}`);
  lastProblem = error.message;
});
client.on('poll:success', () => {
  lastProblem = '';
});
client.on('complete:error', () => undefined);
client.on('handleFailure:error', () => undefined);

async function stop(): Promise<void> {
  client.stop();
  await Promise.allSettled(running);
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());

function log(text: string): void {
  console.log(`penelitian worker: ${text}`);
}
