import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram, withNode } from '../kit/diagram.ts';
import { flows, modelled, startAndEnd } from '../kit/modelled-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const value = (source: string) => ({ type: 'expression' as const, expression: { language: 'juel' as const, source } });
const simple = diagram`
  (start) -> [work] -> [after]
  [work] @PT1H (late) -> [escalate]
`;

describe('input mappings', () => {
  it('are local to their activity and read what is around it', () => {
    const definition = withNode(simple, 'work', { inputs: [{ name: 'v', value: value('${v + 1}') }] });
    const scenario = Scenario.start(definition, { variables: { v: 1 } });
    assert.deepEqual(scenario.variables('work'), { v: 2 });
    assert.deepEqual(scenario.variables(), { v: 1 });
  });

  it('do not see each other', () => {
    const definition = withNode(simple, 'work', {
      inputs: [
        { name: 'v', value: value('${v + 1}') },
        { name: 'w', value: value('${v + 1}') },
      ],
    });
    assert.deepEqual(Scenario.start(definition, { variables: { v: 1 } }).variables('work'), { v: 2, w: 2 });
  });

  it('may be text, lists, maps and scripts', async () => {
    const definition =
      await modelled(`${startAndEnd()}<bpmn:userTask id="work"><bpmn:extensionElements><camunda:inputOutput>
      <camunda:inputParameter name="text">Dear \${name}</camunda:inputParameter>
      <camunda:inputParameter name="list"><camunda:list><camunda:value>\${v}</camunda:value><camunda:value>two</camunda:value></camunda:list></camunda:inputParameter>
      <camunda:inputParameter name="map"><camunda:map><camunda:entry key="a">\${v}</camunda:entry><camunda:entry key="b">x</camunda:entry></camunda:map></camunda:inputParameter>
      <camunda:inputParameter name="script"><camunda:script scriptFormat="javascript">v + 4</camunda:script></camunda:inputParameter>
    </camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>${flows('start -> work -> end')}`);
    const scenario = Scenario.start(definition, { variables: { v: 1, name: 'Ana' } });
    assert.deepEqual(scenario.variables('work'), {
      text: 'Dear Ana',
      list: [1, 'two'],
      map: { a: 1, b: 'x' },
      script: 5,
    });
  });

  it('that cannot be evaluated say where, and nothing has happened', () => {
    const definition = withNode(diagram`(start) -> [first] -> [work]`, 'work', {
      inputs: [{ name: 'v', value: value('${missing}') }],
    });
    Scenario.start(definition).refuses(
      (scenario) => scenario.complete('first'),
      /Cannot evaluate \$\{missing\} at work/,
    );
  });

  it('are made after the job before the activity, not before it', () => {
    const definition = withNode(simple, 'work', {
      inputs: [{ name: 'own', value: value('${v}') }],
      asyncBefore: { exclusive: true },
    });
    const scenario = Scenario.start(definition, { variables: { v: 1 } });
    assert.deepEqual(scenario.variables('work'), {});
    scenario.executeJobs();
    assert.deepEqual(scenario.variables('work'), { own: 1 });
  });
});

describe('output mappings', () => {
  it('read inside the activity and set outward', () => {
    const definition = withNode(simple, 'work', {
      inputs: [{ name: 'own', value: value('${v * 10}') }],
      outputs: [{ name: 'result', value: value('${own + v}') }],
    });
    const scenario = Scenario.start(definition, { variables: { v: 1 } }).complete('work', { v: 2 });
    assert.deepEqual(scenario.variables(), { v: 2, result: 12 });
  });

  it('set the nearest variable of that name, else one of the instance', () => {
    const drawing = diagram`
      (start) -> {inner}
      {inner
        (begin) -> [work] -> [next]
      }
    `;
    const definition = withNode(
      withNode(drawing, 'work', {
        outputs: [
          { name: 'near', value: value('${1}') },
          { name: 'far', value: value('${2}') },
        ],
      }),
      'inner',
      { inputs: [{ name: 'near', value: value('${0}') }] },
    );
    const scenario = Scenario.start(definition).complete('work');
    assert.deepEqual(scenario.variables('inner'), { near: 1 });
    assert.deepEqual(scenario.variables(), { far: 2 });
  });

  it('see what those before them have set', () => {
    const definition = withNode(simple, 'work', {
      outputs: [
        { name: 'a', value: value('${v + 1}') },
        { name: 'b', value: value('${a + 1}') },
      ],
    });
    Scenario.start(definition, { variables: { v: 1 } })
      .complete('work')
      .hasVariables({ a: 2, b: 3 });
  });

  it('run when the activity is interrupted, without what is not there yet', () => {
    const definition = withNode(simple, 'work', {
      inputs: [{ name: 'own', value: value('${v}') }],
      outputs: [
        { name: 'kept', value: value('${own + 1}') },
        { name: 'lost', value: value('${missing}') },
      ],
    });
    const scenario = Scenario.start(definition, { variables: { v: 1 } })
      .passTime('PT1H')
      .isAt('escalate');
    assert.deepEqual(scenario.variables(), { v: 1, kept: 2 });
  });

  it('run when an error leaves the activity', () => {
    const definition = withNode(
      diagram`
        (start) -> [/work] -> [after]
        [/work] @! (failed) -> [repair]
      `,
      'work',
      { outputs: [{ name: 'kept', value: value('${found}') }] },
    );
    const scenario = Scenario.start(definition);
    const [task] = scenario.state.externalTasks.values();
    scenario
      .command({
        type: 'throwBpmnError',
        activityInstanceId: task?.activityInstanceId ?? '',
        code: 'ANY',
        message: null,
        localVariables: typed({ found: 4 }),
      })
      .isAt('repair')
      .hasVariables({ kept: 4 });
  });

  it('run when the instance is deleted, what cannot be evaluated left out', () => {
    const outputs = [
      { name: 'lost', value: value('${nobody + 1}') },
      { name: 'kept', value: value('${1}') },
    ];
    const scenario = Scenario.start(withNode(simple, 'work', { outputs })).cancel();
    const set = scenario.world.events.flatMap((event) => (event.type === 'variableSet' ? [event.name] : []));
    assert.deepEqual(
      set.filter((name) => ['lost', 'kept'].includes(name)),
      ['kept'],
    );
  });
});

describe('variables', () => {
  const nested = diagram`
    (start) -> {inner}
    {inner
      (begin) -> [work] -> [next]
    }
    {inner} -> [after]
  `;
  const change = (
    scenario: Scenario,
    fields: { at?: string; local?: boolean; set?: Record<string, unknown>; remove?: string[] },
  ) => {
    const scope = [...scenario.state.activities.values()].find(
      ({ activityId }) => activityId === (fields.at ?? 'process'),
    );
    return scenario.command({
      type: 'changeVariables',
      scopeId: scope?.id ?? '',
      local: fields.local ?? false,
      modifications: typed(fields.set),
      deletions: fields.remove ?? [],
    });
  };

  it('set from inside land where the name is known, else on the instance', () => {
    const scenario = Scenario.start(nested, { variables: { v: 1 } });
    change(scenario, { at: 'inner', local: true, set: { v: 2 } });
    change(scenario, { at: 'work', set: { v: 3, w: 4 } });
    assert.deepEqual([scenario.variables(), scenario.variables('inner')], [{ v: 1, w: 4 }, { v: 3 }]);
  });

  it('set locally stay where they are set and go with their scope', () => {
    const scenario = Scenario.start(nested, { variables: { v: 1 } });
    change(scenario, { at: 'work', local: true, set: { v: 5 } });
    assert.deepEqual(scenario.variables('work'), { v: 5 });
    scenario.complete('work');
    assert.deepEqual(scenario.variables(), { v: 1 });
  });

  it('removed from inside go where the name is nearest; locally only there', () => {
    const scenario = Scenario.start(nested, { variables: { v: 1 } });
    change(scenario, { at: 'inner', local: true, set: { v: 2 } });
    change(scenario, { at: 'work', local: true, remove: ['v'] });
    assert.deepEqual(scenario.variables('inner'), { v: 2 });
    change(scenario, { at: 'work', remove: ['v'] });
    assert.deepEqual([scenario.variables(), scenario.variables('inner')], [{ v: 1 }, {}]);
    change(scenario, { at: 'work', remove: ['v', 'nobody'] });
    assert.deepEqual(scenario.variables(), {});
  });

  it('change their type with their value, and null is a value', () => {
    const scenario = Scenario.start(nested, { variables: { v: 1 } });
    change(scenario, { set: { v: 'text' } });
    assert.deepEqual(scenario.state.variables.get(scenario.id)?.get('v'), { type: 'String', value: 'text' });
    change(scenario, { set: { v: null } });
    assert.deepEqual(scenario.state.variables.get(scenario.id)?.get('v'), { type: 'Null', value: null });
  });

  it('that are transient are seen in the same step and not kept', () => {
    const definition = diagram`(start) -> [work] -> [= seen = v + 1] -> [after]`;
    const scenario = Scenario.start(definition);
    const [task] = scenario.state.tasks.values();
    scenario.command({
      type: 'completeTask',
      taskId: task?.id ?? '',
      variables: new Map([['v', { type: 'Integer', value: 1, transient: true }]]),
    });
    assert.deepEqual(scenario.variables(), { seen: 2 });
  });

  it('of a scope that is gone cannot be set', () => {
    const scenario = Scenario.start(nested);
    const [task] = scenario.state.tasks.values();
    scenario
      .complete('work')
      .refuses(
        () =>
          scenario.command({
            type: 'changeVariables',
            scopeId: task?.activityInstanceId ?? '',
            local: true,
            modifications: typed({ v: 1 }),
            deletions: [],
          }),
        'notFound',
      );
  });

  it('may be set while the instance is suspended', () => {
    const scenario = Scenario.start(nested).command({ type: 'setSuspended', suspended: true });
    change(scenario, { set: { v: 1 } });
    assert.deepEqual(scenario.variables(), { v: 1 });
  });
});
