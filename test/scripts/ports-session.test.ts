import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { decide } from '../../server/application/evaluation/decide.ts';
import { PortsSession, type SharedPorts } from '../../server/application/evaluation/ports-session.ts';
import { parseDmn, type ParsedDmn } from '../../server/decision/parse-dmn.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { Pending } from '../../server/engine/errors.ts';
import { toPlain, toVariableValue } from '../../server/engine/instance/convert.ts';
import type { Command } from '../../server/engine/record/command.ts';
import type { Event } from '../../server/engine/record/event.ts';
import { step } from '../../server/engine/step.ts';
import { ScriptPool } from '../../server/scripts/script-pool.ts';
import { dmn, tableText } from '../decision/dmn-text.ts';
import { diagram, withFlow, withNode } from '../kit/diagram.ts';

const now = Date.UTC(2026, 7, 17, 1);

/**
 * Starts an instance as the dispatcher does: a step that has to wait is run again. Gives its events and how often it
 * ran.
 */
async function start(
  definition: ProcessDefinition,
  session: PortsSession,
  variables: Record<string, unknown>,
): Promise<{ readonly events: readonly Event[]; readonly attempts: number }> {
  const command: Command = {
    type: 'startProcessInstance',
    instanceId: 'instance',
    businessKey: 'PEN-1',
    variables: new Map(Object.entries(variables).map(([name, value]) => [name, toVariableValue(value)])),
    startUserId: null,
  };
  for (let attempts = 1; ; attempts += 1) {
    try {
      return { events: step(definition, null, command, session.attempt()).events, attempts };
    } catch (error) {
      if (!(error instanceof Pending)) throw error;
      await error.answer;
    }
  }
}

/** The last value of each variable of the process instance. */
function variablesOf(events: readonly Event[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const event of events)
    if (event.type === 'variableSet' && event.scopeId === 'instance') found[event.name] = toPlain(event.value);
  return found;
}

describe('a step with scripts, heavy FEEL and heavy decisions', { timeout: 60_000 }, () => {
  const scripts = new ScriptPool({ size: 1, timeLimit: 800 });
  after(() => scripts.close());

  function open(files: ReadonlyMap<string, ParsedDmn> = new Map()): PortsSession {
    let ids = 0;
    const shared = {
      functions: new Map([['workingDays', (at, days) => new Date(at + Number(days) * 86_400_000)]]),
      newId: () => `id-${(ids += 1)}`,
      scripts,
      decide: (address, variables, at) =>
        decide(files.get(address.key), { key: address.key, variables, now: at, deploymentId: 'd' }),
    } satisfies SharedPorts;
    return new PortsSession(shared, { now, userId: 'siti', groups: ['verifikator'] });
  }

  it('runs again with what came meanwhile, with the same ids, and writes what the scripts set', async () => {
    const script = (source: string, resultVariable: string) => ({
      script: { language: 'javascript', source },
      resultVariable,
    });
    const drawn = diagram`(start) -> [%a = 1] -> [%b = 1] -> [wait]`;
    const first = withNode(drawn, 'a', script("execution.setVariable('x', n * 2); 'one'", 'a'));
    const definition = withNode(
      first,
      'b',
      script("execution.setVariable('y', execution.getVariable('x') + 1); ({ l: [1] })", 'b'),
    );
    const { events, attempts } = await start(definition, open(), { n: 4 });
    assert.equal(attempts, 3);
    assert.deepEqual(variablesOf(events), { n: 4, x: 8, a: 'one', y: 9, b: { l: [1] } });
    // A second session runs the same, so the ids were not used up by the attempts that were dropped.
    assert.deepEqual((await start(definition, open(), { n: 4 })).events, events);
  });

  it('takes a loop in FEEL as a condition', async () => {
    const drawn = diagram`
      (start) -> <x which>
      <x which> -${'${true}'}-> [large]
      <x which> ->> [small]
    `;
    const definition = withFlow(drawn, 'which-large', {
      condition: {
        type: 'expression',
        expression: { language: 'feel', source: 'some x in 1..n satisfies x * x = 49' },
      },
    });
    const reached = async (n: number) => {
      const { events, attempts } = await start(definition, open(), { n });
      return [events.some((event) => event.type === 'taskCreated' && event.task.activityId === 'large'), attempts];
    };
    assert.deepEqual(await reached(10), [true, 2]);
    assert.deepEqual(await reached(3), [false, 2]);
  });

  it('evaluates quick expressions without waiting', async () => {
    const definition = withNode(diagram`(start) -> [task]`, 'task', {
      assignee: { language: 'juel', source: '${currentUser()}' },
      dueDate: { language: 'juel', source: '${workingDays(2)}' },
      nameExpression: { language: 'feel', source: '"Periksa " + nama' },
      candidateGroups: [{ language: 'juel', source: '${currentUserGroups()}' }],
    });
    const { events, attempts } = await start(definition, open(), { nama: 'Siti' });
    const task = events.find((event) => event.type === 'taskCreated')?.task;
    assert.deepEqual(
      [attempts, task?.assignee, task?.dueAt, task?.name, task?.candidateGroups],
      [1, 'siti', now + 2 * 86_400_000, 'Periksa Siti', ['verifikator']],
    );
  });

  const decisionTask = withNode(diagram`(start) -> [#d] -> [wait]`, 'd', {
    decision: { key: { language: 'juel', source: 'd' }, binding: 'latest' },
    resultVariable: 'result',
    mapDecisionResult: 'singleEntry',
  });
  const read = async (cell: string) =>
    new Map([['d', await parseDmn(dmn(tableText({ inputs: ['n'], outputs: ['a'], rules: [`- => ${cell}`] })))]]);
  it('decides in place', async () => {
    const { events, attempts } = await start(decisionTask, open(await read('n + 1')), { n: 4 });
    assert.deepEqual([variablesOf(events)['result'], attempts], [5, 1]);
  });
  it('decides in a thread when a cell is a loop', async () => {
    const { events, attempts } = await start(decisionTask, open(await read('sum(for i in 1..n return i)')), { n: 4 });
    assert.deepEqual([variablesOf(events)['result'], attempts], [10, 2]);
  });
  it('says which decision is not deployed', async () =>
    assert.rejects(start(decisionTask, open(), { n: 4 }), /No decision d is deployed/));
  it('fails at the activity whose script fails', async () =>
    assert.rejects(start(diagram`(start) -> [%a = nope.x] -> [wait]`, open(), {}), /line 1: ReferenceError/));
  it('fails when a script does not end', async () =>
    assert.rejects(start(diagram`(start) -> [%a = while (true) {}] -> [wait]`, open(), {}), /longer than 800 ms/));
  it('lets a script throw a BPMN error', async () => {
    const { events } = await start(
      diagram`
      (start) -> [%a = throw new BpmnError('HABIS', 'Kuota habis')] -> [wait]
      [a] @!HABIS (caught) -> [instead]
    `,
      open(),
      {},
    );
    assert.ok(events.some((event) => event.type === 'taskCreated' && event.task.activityId === 'instead'));
  });
  it('evaluates decisions that loop without end where they are stopped', async () =>
    assert.rejects(
      start(decisionTask, open(await read('count(for i in 1..90000, j in 1..90000 return i)')), { n: 4 }),
      /stopped/,
    ));
});
