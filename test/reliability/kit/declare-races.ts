import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer } from '../../kit/server.ts';
import { type Kind, RaceCourt } from './race-court.ts';

/** A request of one who takes part; `node` is the server that is asked. */
export type Contender = (node: number) => Promise<Answer>;

/** What all are after: an instance, the first of its tasks, and all of its tasks or external tasks. */
export interface Prize {
  readonly instance: string;
  readonly task: string;
  readonly all: readonly string[];
}

/** Commands that want the same thing at the same time. */
export interface Race {
  /** What happens, as a sentence; begins with its number in the test plan. */
  readonly name: string;
  /** Processes that it needs. */
  readonly models: readonly string[];
  /** It changes no process instance, so nobody can be held at a commit. */
  readonly isNeverHeld?: boolean;
  /** Brings the thing into being that all are after. */
  setUp(court: RaceCourt): Promise<Prize>;
  /** All who take part; the first two also meet at the flush. */
  contenders(court: RaceCourt, prize: Prize): readonly Contender[];
  /** What must hold. Requests whose outcome nobody was told are not among the answers. */
  judge(court: RaceCourt, prize: Prize, answers: readonly Answer[]): Promise<void>;
}

/** `RACE_ROUNDS=40` in the long run. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 2);
/** Part of the names of the races to run, and the database to run them on; all when absent. */
const ONLY = process.env['RACES'] ?? '';
const ONLY_ON = process.env['RACE_ON'];

/** Declares each race on both databases: all at once in many rounds, and two of them in a chosen order. */
export function declareRaces(all: readonly Race[]): void {
  const races = all.filter(({ name }) => name.includes(ONLY));
  for (const kind of ['SQLite', 'PostgreSQL'] as const satisfies readonly Kind[]) {
    if (ONLY_ON !== undefined && kind !== ONLY_ON) continue;
    describe(`races on ${kind === 'SQLite' ? 'SQLite' : 'two nodes on PostgreSQL'}`, () => {
      let court: RaceCourt;
      before(async () => {
        court = await RaceCourt.open(kind);
        for (const model of new Set(races.flatMap(({ models }) => models))) await court.deploy(model);
      });
      after(async () => {
        try {
          await assertNoDeadlock(court);
        } finally {
          await court.close();
        }
      });
      for (const race of races) {
        it(`${race.name}: all at once, ${ROUNDS} times`, async () => {
          for (let round = 0; round < ROUNDS; round += 1) await runAtOnce(court, race);
          assert.deepEqual(await court.broken(), []);
        });
        if (!race.isNeverHeld)
          it(`${race.name}: the second meets the first at its commit`, async () => {
            await runHeld(court, race, { first: 0, second: 1, isLost: false });
            await runHeld(court, race, { first: 1, second: 0, isLost: false });
            await runHeld(court, race, { first: 0, second: 1, isLost: true });
            assert.deepEqual(await court.broken(), []);
          });
      }
    });
  }
}

async function runAtOnce(court: RaceCourt, race: Race): Promise<void> {
  const prize = await race.setUp(court);
  const answers = await Promise.all(race.contenders(court, prize).map((contender, index) => contender(index)));
  await race.judge(court, prize, answers);
}

/** The first one has written all and is held at its commit when the second one comes; then it commits, or is lost. */
async function runHeld(
  court: RaceCourt,
  race: Race,
  order: { readonly first: number; readonly second: number; readonly isLost: boolean },
): Promise<void> {
  const prize = await race.setUp(court);
  const contenders = race.contenders(court, prize);
  const [first, second] = [contenders[order.first], contenders[order.second]];
  assert.ok(first && second, 'a race needs two');
  const held = court.hold();
  const firstAnswer = first(0);
  await Promise.race([held.reached, firstAnswer]);
  const secondAnswer = second(1);
  await court.untilBlocked(secondAnswer);
  if (order.isLost) held.fail();
  else held.commit();
  const answers = await Promise.all([firstAnswer, secondAnswer]);
  const known = answers.filter(({ status }) => status !== 503);
  assert.equal(known.length, order.isLost ? 1 : 2, answers.map(({ text }) => text).join('\n'));
  // Everybody else comes too late, but comes.
  const late = await Promise.all(
    contenders
      .filter((_, index) => index > 1)
      .slice(0, 3)
      .map((contender, index) => contender(index)),
  );
  await race.judge(court, prize, [...known, ...late]);
}

/** d-16: no two transactions have waited for each other. */
async function assertNoDeadlock(court: RaceCourt): Promise<void> {
  if (court.kind === 'SQLite') return;
  const [row] = await court.rows('select deadlocks from pg_stat_database where datname = current_database()');
  assert.equal(Number(row?.['deadlocks']), 0, 'deadlocks in PostgreSQL');
}

/** Who was told that it is done. */
export function winners(answers: readonly Answer[]): readonly Answer[] {
  return answers.filter(({ status }) => status < 300);
}

/** One of them wins; the others get an error of Camunda's shape with this type. */
export function assertOneWins(
  answers: readonly Answer[],
  refusal: { readonly status: number; readonly type: RegExp },
): void {
  assert.equal(winners(answers).length, 1, answers.map(({ status, text }) => `${status} ${text}`).join('\n'));
  for (const { status, text, json } of answers) {
    if (status < 300) continue;
    const body = json as { readonly type?: string; readonly message?: string; readonly code?: number | null };
    assert.equal(status, refusal.status, text);
    assert.match(String(body.type), refusal.type, text);
    assert.ok(body.message && body.code !== undefined, text);
  }
}

interface Named {
  readonly id: string;
}

/** Starts an instance and gives what it waits for. */
export async function startAt(court: RaceCourt, key: string): Promise<Prize> {
  const { id: instance } = await court.post<Named>(`/process-definition/key/${key}/start`, {
    businessKey: randomUUID(),
  });
  const tasks = await court.list<Named>(`/task?processInstanceId=${instance}`);
  const external = tasks.length > 0 ? [] : await court.list<Named>(`/external-task?processInstanceId=${instance}`);
  const all = [...tasks, ...external].map(({ id }) => id);
  return { instance, task: all[0] ?? '', all };
}

/** Names of the tasks of an instance that are open. */
export async function openTasks(court: RaceCourt, { instance }: Prize): Promise<readonly string[]> {
  const rows = await court.rows(
    `select activity_id as name from task where process_instance_id = '${instance}' order by activity_id`,
  );
  return rows.map((row) => String(row['name']));
}

export function complete(court: RaceCourt, task: string): Contender {
  return (node) => court.call('POST', `/task/${task}/complete`, {}, node);
}
