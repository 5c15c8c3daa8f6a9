import type { SourceEdit } from './kit/build-server.ts';

/** A bug, and the test that is there to find it. */
export interface PlantedBug {
  readonly name: string;
  readonly edits: readonly SourceEdit[];
  readonly test: { readonly file: string; readonly pattern?: string; readonly environment?: Record<string, string> };
}

const race = (name: string, on: 'SQLite' | 'PostgreSQL'): PlantedBug['test'] => ({
  file: 'test/reliability/race.test.ts',
  environment: { RACE_ROUNDS: '1', RACES: name, RACE_ON: on },
});

/** The ten bugs of the test plan (reliability.md, section 3.0). Each text must occur once in the sources. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: '1 answered before it is committed',
    edits: [
      {
        file: 'server/application/dispatch.ts',
        find: '    const begunAt = performance.now();\n',
        replace: '    const begunAt = performance.now();\n    group.answer();\n',
      },
    ],
    test: {
      file: 'test/reliability/failpoint.test.ts',
      pattern: 'breaks no invariant',
      // A client must have been answered for what is lost: a start, not the step of a job.
      environment: { FAILPOINTS: 'start-before-commit,exttask-complete', RELIABILITY_FAILPOINTS: '4' },
    },
  },
  {
    name: '2 SQLite with synchronous=OFF',
    edits: [
      { file: 'server/store/open-database.ts', find: 'PRAGMA synchronous=FULL', replace: 'PRAGMA synchronous=OFF' },
    ],
    test: { file: 'test/reliability/power-cut.test.ts', pattern: 'SQLite', environment: { ALUR_ALLOW_UNSAFE: '1' } },
  },
  {
    name: '3 no check of the revision when a task is completed',
    edits: [
      {
        file: 'server/store/step-group.ts',
        find: "{ op: 'expect', table: 'process_instance', rows: expected },",
        replace: "{ op: 'expect', table: 'process_instance', rows: [] },",
      },
    ],
    test: race('d-1 one of fifty', 'PostgreSQL'),
  },
  {
    name: '4 no lock on the instance at the join',
    edits: [{ file: 'server/store/statement.ts', find: ' for update of ${table}) expected', replace: ') expected' }],
    test: race('d-5 2 branches', 'PostgreSQL'),
  },
  {
    name: '5 an external task is completed by whoever asks',
    edits: [
      {
        file: 'server/application/external-tasks.ts',
        find: '    if (lock.workerId !== workerId) throw lockedByOther(id, workerId, what);\n    return lock;',
        replace: '    if (workerId === what) throw lockedByOther(id, workerId, what);\n    return lock;',
      },
    ],
    test: race('d-11 a worker whose lock', 'SQLite'),
  },
  {
    name: '6 a job that has run is not deleted with what it did',
    edits: [
      {
        file: 'server/store/projection/work.ts',
        find: "      context.delete('job', 'id', event.jobId);\n",
        replace: '',
      },
    ],
    test: race('d-15 a job is executed', 'SQLite'),
  },
  {
    name: '7 locks of external tasks hold nobody back',
    edits: [
      {
        file: 'server/store/free-external-tasks.ts',
        find: "then lock_expires_at end)'",
        replace: "then lock_expires_at * 0 end)'",
      },
    ],
    test: race('d-11 ten workers', 'SQLite'),
  },
  {
    name: '8 what users did is not written down',
    edits: [
      {
        file: 'server/store/projection/history-step.ts',
        find: '  if (!origin?.operation) return [];\n',
        replace: '  if (!origin?.operation || step.revision > 1) return [];\n',
      },
      {
        file: 'server/store/projection/history-step.ts',
        find: 'function operationEntries({ origin }: StepRecord): Entries {\n',
        replace: 'function operationEntries(step: StepRecord): Entries {\n  const { origin } = step;\n',
      },
    ],
    test: { file: 'test/http/history-log.test.ts', pattern: 'tells what' },
  },
  {
    name: '9 one list forgets whose it is',
    edits: [
      {
        file: 'server/store/query/list-reader.ts',
        find: '    if (each) conditions.push(...scopeConditions(each',
        replace: "    if (each && kind !== 'task') conditions.push(...scopeConditions(each",
      },
    ],
    test: { file: 'test/http/tenant-access.test.ts' },
  },
  {
    name: '10 a variable may be called __proto__',
    edits: [
      {
        file: 'server/contract/engine-rest/value.ts',
        find: '(?:__proto__|constructor|prototype)',
        replace: '(?:constructor|prototype)',
      },
    ],
    test: { file: 'test/http/engine-rest.test.ts', pattern: 'refuses hostile names' },
  },
];
