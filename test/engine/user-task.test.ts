import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { UserTaskInstance } from '../../server/engine/instance/state.ts';
import type { TaskChange } from '../../server/engine/record/event.ts';
import { diagram, withNode } from '../kit/diagram.ts';
import { flows, modelled, startAndEnd } from '../kit/modelled-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const text = (source: string) => ({ language: 'juel' as const, source });
const simple = diagram`(start) -> [work] -> [after]`;
const taskOf = (scenario: Scenario): UserTaskInstance => {
  const [task] = scenario.state.tasks.values();
  assert.ok(task);
  return task;
};
const change = (scenario: Scenario, fields: TaskChange, unlessHeldByOther?: string) =>
  scenario.command({
    type: 'changeTask',
    taskId: taskOf(scenario).id,
    change: fields,
    ...(unlessHeldByOther === undefined ? {} : { unlessHeldByOther }),
  });

const setOn = (scenario: Scenario, scopeId: string, variables: Record<string, unknown>, local = false) =>
  scenario.command({ type: 'changeVariables', scopeId, local, modifications: typed(variables), deletions: [] });

describe('a user task', () => {
  it('takes what its model says, expressions evaluated', async () => {
    const definition = await modelled(`${startAndEnd()}
      <bpmn:userTask id="work" name="Check \${kind}" camunda:assignee="\${who}" camunda:candidateUsers="ana, budi" camunda:candidateGroups="\${groups}"
        camunda:dueDate="2026-08-20T10:00:00+07:00" camunda:followUpDate="2026-08-19T10:00:00+07:00" camunda:priority="\${v + 1}" camunda:formKey="form-\${kind}">
        <bpmn:documentation>For \${kind}</bpmn:documentation></bpmn:userTask>${flows('start -> work -> end')}`);
    const task = taskOf(
      Scenario.start(definition, { variables: { kind: 'fire', who: 'citra', groups: ['dinas', 'kabid'], v: 6 } }),
    );
    const { name, description, assignee, candidateUsers, candidateGroups, dueAt, followUpAt, priority, formKey } = task;
    assert.deepEqual(
      { name, description, assignee, candidateUsers, candidateGroups, dueAt, followUpAt, priority, formKey },
      {
        name: 'Check fire',
        description: 'For fire',
        assignee: 'citra',
        candidateUsers: ['ana', 'budi'],
        candidateGroups: ['dinas', 'kabid'],
        dueAt: Date.UTC(2026, 7, 20, 3),
        followUpAt: Date.UTC(2026, 7, 19, 3),
        priority: 7,
        formKey: 'form-fire',
      },
    );
  });

  it('without any of that has priority 50 and belongs to nobody', () => {
    const { assignee, priority, candidateGroups, dueAt, owner, delegationState } = taskOf(Scenario.start(simple));
    assert.deepEqual(
      { assignee, priority, candidateGroups, dueAt, owner, delegationState },
      { assignee: null, priority: 50, candidateGroups: [], dueAt: null, owner: null, delegationState: null },
    );
  });

  it('refuses a priority that is no whole number', () => {
    const definition = withNode(simple, 'work', { priority: text('high') });
    assert.throws(() => Scenario.start(definition), /priority of the task must be a whole number/);
  });

  it('completed brings its variables and leads on', () => {
    Scenario.start(simple, { variables: { v: 1 } })
      .complete('work', { v: 2, w: 3 })
      .isAt('after')
      .hasVariables({ v: 2, w: 3 });
  });

  it('cannot be completed twice', () => {
    const scenario = Scenario.start(simple);
    const { id: taskId } = taskOf(scenario);
    scenario.complete('work').refuses(() => scenario.command({ type: 'completeTask', taskId }), 'notFound');
  });

  it('is claimed by one: who comes second is refused', () => {
    const scenario = Scenario.start(simple);
    change(scenario, { assignee: 'ana' }, 'ana');
    scenario.refuses(() => change(scenario, { assignee: 'budi' }, 'budi'), 'alreadyClaimed');
    change(scenario, { assignee: 'ana' }, 'ana');
    assert.equal(taskOf(scenario).assignee, 'ana');
  });

  it('held by one is not completed by another who asks for that check', () => {
    const scenario = Scenario.start(simple);
    change(scenario, { assignee: 'ana' });
    const { id: taskId } = taskOf(scenario);
    scenario.refuses(
      () => scenario.command({ type: 'completeTask', taskId, unlessHeldByOther: 'budi' }),
      'alreadyClaimed',
    );
    scenario.command({ type: 'completeTask', taskId, unlessHeldByOther: 'ana' }).isAt('after');
  });

  it('says nothing when a change changes nothing', () => {
    const scenario = Scenario.start(simple);
    const before = scenario.world.events.length;
    change(scenario, { assignee: null, priority: 50 });
    assert.equal(scenario.world.events.length, before);
  });

  it('has variables of its own, which are gone when it is done, before its outputs are mapped', () => {
    const definition = withNode(simple, 'work', {
      inputs: [{ name: 'given', value: { type: 'expression', expression: text('${1}') } }],
      outputs: [{ name: 'result', value: { type: 'expression', expression: text('${given}') } }],
    });
    const scenario = Scenario.start(definition, { variables: { given: 5 } });
    const { id: taskId } = taskOf(scenario);
    setOn(scenario, taskId, { given: 7 }, true);
    assert.deepEqual(scenario.variables('work'), { given: 1 });
    assert.deepEqual([...(scenario.state.variables.get(taskId)?.keys() ?? [])], ['given']);
    scenario.complete('work').hasVariables({ given: 5, result: 1 });
    assert.equal(scenario.state.variables.has(taskId), false);
  });

  it('sets a variable where it is seen first: on itself, on its activity, on the process', () => {
    const scenario = Scenario.start(simple, { variables: { everywhere: 1 } });
    const { id: taskId } = taskOf(scenario);
    setOn(scenario, taskId, { everywhere: 2, fresh: 2 });
    scenario.hasVariables({ everywhere: 2, fresh: 2 });
    setOn(scenario, taskId, { everywhere: 3 }, true);
    setOn(scenario, taskId, { everywhere: 4 });
    scenario.hasVariables({ everywhere: 2 });
    scenario.complete('work', { everywhere: 5 }).hasVariables({ everywhere: 2 });
  });

  it('with a variable of its own does not make the condition of its activity hold', async () => {
    const scenario = Scenario.start(
      await modelled(`${startAndEnd()}<bpmn:userTask id="work"/><bpmn:userTask id="other"/>
        <bpmn:boundaryEvent id="changed" attachedToRef="work"><bpmn:conditionalEventDefinition id="c">
          <bpmn:condition xsi:type="bpmn:tFormalExpression">\${v == 1}</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:boundaryEvent>
        ${flows('start -> work -> end', 'changed -> other')}`),
      { variables: { v: 0 } },
    );
    const { id: taskId, activityInstanceId } = taskOf(scenario);
    setOn(scenario, taskId, { v: 1 }, true);
    scenario.isAt('work');
    setOn(scenario, activityInstanceId, { v: 1 }, true);
    scenario.isAt('other');
  });

  it('knows who started the instance when the start event says so', async () => {
    const definition =
      await modelled(`<bpmn:startEvent id="start" camunda:initiator="applicant"/><bpmn:endEvent id="end"/>
      <bpmn:userTask id="work" camunda:assignee="\${applicant}"/>${flows('start -> work -> end')}`);
    assert.equal(taskOf(Scenario.start(definition)).assignee, 'demo');
  });
});

describe('listeners of a user task', () => {
  /** Each appends its event to the variable `seen`. */
  const listening = (events: readonly string[], fields: Record<string, unknown> = {}) =>
    withNode(simple, 'work', {
      ...fields,
      listeners: events.map((event) => ({
        event,
        run: {
          type: 'expression',
          expression: text(`\${execution.setVariable('seen', seen + ' ' + execution.eventName)}`),
        },
      })),
    });
  const all = ['start', 'create', 'assignment', 'update', 'complete', 'delete', 'end'];
  const seen = (scenario: Scenario) => scenario.variables()['seen'];
  const variables = { seen: '' };

  it('hear of start, create and assignment, then of complete and end', () => {
    const scenario = Scenario.start(listening(all, { assignee: text('ana') }), { variables });
    assert.equal(seen(scenario), ' start create assignment');
    assert.equal(seen(scenario.complete('work')), ' start create assignment complete end');
  });

  it('hear of no assignment when nobody is assigned', () => {
    assert.equal(seen(Scenario.start(listening(all), { variables })), ' start create');
  });

  it('hear of an update before the assignment that it brings', () => {
    const scenario = Scenario.start(listening(['update', 'assignment']), { variables });
    change(scenario, { assignee: 'ana' });
    assert.equal(seen(scenario), ' update assignment');
    change(scenario, { priority: 70 });
    assert.equal(seen(scenario), ' update assignment update');
    change(scenario, { assignee: null });
    assert.equal(seen(scenario), ' update assignment update update');
  });

  it('see the variables of the task', () => {
    const scenario = Scenario.start(
      withNode(simple, 'work', {
        listeners: [
          { event: 'update', run: { type: 'expression', expression: text("${execution.setVariable('seen', own)}") } },
        ],
      }),
      { variables },
    );
    setOn(scenario, taskOf(scenario).id, { own: 'mine' }, true);
    change(scenario, { priority: 70 });
    assert.equal(seen(scenario), 'mine');
  });

  describe('for a time-out', () => {
    const timed = (listener: string) =>
      modelled(
        `${startAndEnd()}<bpmn:userTask id="work"><bpmn:extensionElements>${listener}</bpmn:extensionElements></bpmn:userTask>${flows('start -> work -> end')}`,
      );
    const timeout = (kind: string, time: string, value: string) =>
      `<camunda:taskListener id="${value}" event="timeout" expression="\${execution.setVariable('seen', seen + ' ${value}')}">
        <bpmn:timerEventDefinition id="t-${value}"><bpmn:${kind}>${time}</bpmn:${kind}></bpmn:timerEventDefinition></camunda:taskListener>`;

    it('are called when it is over, and the task stays', async () => {
      const definition = await timed(
        timeout('timeDuration', 'PT2H', 'second') + timeout('timeDuration', 'PT1H', 'first'),
      );
      const scenario = Scenario.start(definition, { variables }).passTime('PT1H');
      assert.equal(seen(scenario), ' first');
      assert.equal(seen(scenario.passTime('PT1H').isAt('work')), ' first second');
      assert.equal(scenario.state.jobs.size, 0);
    });

    it('are called again by a cycle', async () => {
      const scenario = Scenario.start(await timed(timeout('timeCycle', 'R2/PT1H', 'again')), { variables });
      assert.equal(seen(scenario.passTime('PT5H').isAt('work')), ' again again');
    });

    it('are not called any more when the task is done', async () => {
      const scenario = Scenario.start(await timed(timeout('timeDuration', 'PT1H', 'late')), { variables });
      assert.equal(seen(scenario.complete('work').hasEnded().passTime('PT2H')), undefined);
      assert.equal(scenario.state.jobs.size, 0);
    });
  });

  it('hear of delete and end when the task is interrupted', () => {
    const drawing = diagram`
      (start) -> [work] -> [after]
      [work] @PT1H (late) -> [escalate]
    `;
    const { listeners } = listening(all).nodes.get('work') ?? {};
    const scenario = Scenario.start(withNode(drawing, 'work', { listeners }), { variables }).passTime('PT1H');
    assert.equal(seen(scenario), ' start create delete end');
  });
});
