import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { flows, modelled, modelledFile, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';
import { bpmnFile } from '../kit/xml-model.ts';

const object = (id: string, name = id) =>
  `<bpmn:dataObject id="${id}Object" name="${name}"/><bpmn:dataObjectReference id="${id}" dataObjectRef="${id}Object"/>`;
const io = (kind: 'dataInput' | 'dataOutput', ...names: readonly string[]) =>
  names.map((name) => `<bpmn:${kind} id="${name}" name="${name}"/>`).join('');
const specified = (content: string) => `<bpmn:ioSpecification>${content}</bpmn:ioSpecification>`;
const association = (kind: 'Input' | 'Output', source: string, target: string, more = '') =>
  `<bpmn:data${kind}Association>${source === '' ? '' : `<bpmn:sourceRef>${source}</bpmn:sourceRef>`}<bpmn:targetRef>${target}</bpmn:targetRef>${more}</bpmn:data${kind}Association>`;
const reads = (source: string, target: string, more = '') => association('Input', source, target, more);
const writes = (source: string, target: string, more = '') => association('Output', source, target, more);
const userTask = (id: string, content: string) => `<bpmn:userTask id="${id}">${content}</bpmn:userTask>`;

describe('a data object', () => {
  it('is a variable of the process from its beginning, which tasks read and write by their data', async () => {
    const definition = await modelled(`${startAndEnd()}${object('draft')}
      ${userTask('write', specified(io('dataOutput', 'text')) + writes('text', 'draft'))}
      ${userTask('check', specified(io('dataInput', 'shown')) + reads('draft', 'shown'))}
      ${flows('start -> write -> check -> end')}`);
    const scenario = Scenario.start(definition).hasVariables({ draft: null });
    assert.deepEqual(scenario.variables('write'), { text: null });
    scenario.complete('write', { text: 'Dear Ana' });
    assert.deepEqual(scenario.variables(), { draft: 'Dear Ana' }, "a data output is the task's alone");
    assert.deepEqual(scenario.variables('check'), { shown: 'Dear Ana' });
    scenario.complete('check').hasEnded();
  });

  it('that has a value from the start keeps it', async () => {
    const definition = await modelled(`${startAndEnd()}${object('draft')}
      ${userTask('check', specified(io('dataInput', 'shown')) + reads('draft', 'shown'))}
      ${flows('start -> check -> end')}`);
    const scenario = Scenario.start(definition, { variables: { draft: 'given' } });
    assert.deepEqual(scenario.variables('check'), { shown: 'given' });
  });

  it('of a sub-process is a variable of that, beside one of the same name outside', async () => {
    const definition = await modelled(`${startAndEnd()}${object('outer', 'note')}
      <bpmn:subProcess id="sub">${startAndEnd('begin', 'done')}${object('inner', 'note')}
        ${userTask('work', specified(io('dataInput', 'given') + io('dataOutput', 'one', 'two')) + reads('outer', 'given') + writes('one', 'inner') + writes('two', 'outer'))}
        ${tasks('next')}${flows('begin -> work -> next -> done')}</bpmn:subProcess>
      ${tasks('after')}${flows('start -> sub -> after -> end')}`);
    const scenario = Scenario.start(definition, { variables: { note: 'old' } });
    assert.deepEqual(scenario.variables('sub'), { note: null });
    assert.deepEqual(scenario.variables('work'), { given: 'old', one: null, two: null });
    scenario.complete('work', { one: 'inside', two: 'outside' });
    assert.deepEqual(scenario.variables('sub'), { note: 'inside' });
    scenario.hasVariables({ note: 'outside' }).complete('next').isAt('after').hasVariables({ note: 'outside' });
  });

  it('is known by the name of its reference where the object itself has none', async () => {
    const definition = await modelled(`${startAndEnd()}
      <bpmn:dataObject id="object"/><bpmn:dataObjectReference id="first" name="Surat" dataObjectRef="object"><bpmn:dataState name="draft"/></bpmn:dataObjectReference>
      <bpmn:dataObjectReference id="second" name="Surat (signed)" dataObjectRef="object"/>
      ${userTask('write', specified(io('dataOutput', 'text')) + writes('text', 'second'))}${tasks('after')}
      ${flows('start -> write -> after -> end')}`);
    const scenario = Scenario.start(definition).complete('write', { text: 'signed' });
    assert.deepEqual(scenario.variables(), { Surat: 'signed' });
  });

  it('is left alone by an output that nobody has set', async () => {
    const definition = await modelled(`${startAndEnd()}${object('draft')}
      ${userTask('write', specified(io('dataOutput', 'text')) + writes('text', 'draft'))}${tasks('after')}
      ${flows('start -> write -> after -> end')}`);
    Scenario.start(definition, { variables: { draft: 'kept' } })
      .complete('write')
      .hasVariables({ draft: 'kept' });
  });

  it('is not written by a task that is interrupted', async () => {
    const definition = await modelled(`${startAndEnd()}${object('draft')}
      ${userTask('write', specified(io('dataOutput', 'text')) + writes('text', 'draft'))}
      <bpmn:boundaryEvent id="late" attachedToRef="write"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
      ${tasks('after')}${flows('start -> write -> end', 'late -> after')}`);
    const scenario = Scenario.start(definition);
    const { id } = [...scenario.state.activities.values()].find(({ activityId }) => activityId === 'write') ?? {
      id: '',
    };
    scenario
      .command({
        type: 'changeVariables',
        scopeId: id,
        local: true,
        modifications: new Map([['text', { type: 'String', value: 'half' }]]),
        deletions: [],
      })
      .passTime('PT1H')
      .isAt('after')
      .hasVariables({ draft: null });
  });
});

describe('a data association', () => {
  const from = (text: string, to: string, language = '') =>
    `<bpmn:assignment><bpmn:from xsi:type="bpmn:tFormalExpression"${language}>${text}</bpmn:from><bpmn:to xsi:type="bpmn:tFormalExpression">${to}</bpmn:to></bpmn:assignment>`;

  it('gives what its transformation makes of the source', async () => {
    const definition = await modelled(`${startAndEnd()}${object('sum')}
      ${userTask('work', specified(io('dataInput', 'twice') + io('dataOutput', 'result')) + reads('sum', 'twice', '<bpmn:transformation>${sum * 2}</bpmn:transformation>') + writes('result', 'sum', '<bpmn:transformation>${result + 1}</bpmn:transformation>'))}
      ${tasks('after')}${flows('start -> work -> after -> end')}`);
    const scenario = Scenario.start(definition, { variables: { sum: 4 } });
    assert.deepEqual(scenario.variables('work'), { twice: 8, result: null });
    scenario.complete('work', { result: 10 }).hasVariables({ sum: 11 });
  });

  it('assigns to parts of its target, in their order', async () => {
    const definition = await modelled(`${startAndEnd()}${object('order')}
      ${userTask('work', specified(io('dataOutput', 'total')) + writes('total', 'order', from('${total}', 'order.price.net') + from('IDR', '${order.price.currency}')))}
      ${tasks('after')}${flows('start -> work -> after -> end')}`);
    Scenario.start(definition, { variables: { order: { number: 7, price: { net: 1, tax: 0 } } } })
      .complete('work', { total: 3 })
      .hasVariables({ order: { number: 7, price: { tax: 0, net: 3, currency: 'IDR' } } });
  });

  it('may give a constant without any source, named by the id of its target', async () => {
    const definition = await modelled(`${startAndEnd()}
      ${userTask('work', specified('<bpmn:dataInput id="in_1" name="kind"/>') + reads('', 'in_1', from('express', 'in_1')))}
      ${flows('start -> work -> end')}`);
    assert.deepEqual(Scenario.start(definition).variables('work'), { kind: 'express' });
  });

  it('reads a property of the process and of its own activity', async () => {
    const definition = await modelled(`<bpmn:property id="p1" name="limit"/>${startAndEnd()}
      ${userTask('work', `${specified(io('dataInput', 'shown'))}<bpmn:property id="p2" name="own"/>${reads('p1', 'shown')}${writes('p2', 'p1')}`)}
      ${tasks('after')}${flows('start -> work -> after -> end')}`);
    const scenario = Scenario.start(definition, { variables: { limit: 5 } });
    assert.deepEqual(scenario.variables('work'), { own: null, shown: 5 });
    scenario.complete('work', { own: 6 });
    assert.deepEqual(scenario.variables(), { limit: 6 });
  });

  it('on an element with Camunda mappings is a drawing, as in Camunda', async () => {
    const definition = await modelled(`${startAndEnd()}${object('draft')}
      ${userTask('work', `<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="own">1</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>${specified(io('dataInput', 'shown'))}${reads('draft', 'shown')}`)}
      ${flows('start -> work -> end')}`);
    const scenario = Scenario.start(definition);
    assert.deepEqual(scenario.variables('work'), { own: '1' });
    assert.deepEqual(scenario.variables(), {});
  });

  it('as modellers draw it, with a placeholder for its end, moves nothing', async () => {
    const definition = await modelled(`${startAndEnd()}${object('draft')}
      ${userTask('work', `<bpmn:property id="holder" name="__targetRef_placeholder"/>${reads('draft', 'holder')}<bpmn:dataOutputAssociation><bpmn:targetRef>draft</bpmn:targetRef></bpmn:dataOutputAssociation>`)}
      ${flows('start -> work -> end')}`);
    assert.deepEqual(Scenario.start(definition).variables(), {});
  });

  it('is repeated with a standard loop', async () => {
    const definition = await modelled(`${startAndEnd()}${object('count')}
      <bpmn:userTask id="work">${specified(io('dataInput', 'before') + io('dataOutput', 'next')) + reads('count', 'before') + writes('next', 'count')}<bpmn:standardLoopCharacteristics loopMaximum="2"/></bpmn:userTask>
      ${tasks('after')}${flows('start -> work -> after -> end')}`);
    const scenario = Scenario.start(definition, { variables: { count: 1 } }).complete('work', { next: 2 });
    assert.equal(scenario.variables('work')['before'], 2);
    scenario.complete('work', { next: 3 }).isAt('after').hasVariables({ count: 3 });
  });
});

describe('the data of a task that makes a result', () => {
  it('takes it into its only output', async () => {
    const definition = await modelled(`${startAndEnd()}${object('sum')}
      <bpmn:scriptTask id="add" scriptFormat="javascript">${specified(io('dataInput', 'a') + io('dataOutput', 'result'))}${reads('sum', 'a')}${writes('result', 'sum')}<bpmn:script>a + 1</bpmn:script></bpmn:scriptTask>
      ${tasks('after')}${flows('start -> add -> after -> end')}`);
    Scenario.start(definition, { variables: { sum: 1 } })
      .isAt('after')
      .hasVariables({ sum: 2 });
  });
});

describe('the data of a multi-instance activity', () => {
  it('is its list, read once, an element for each, and the list of the results', async () => {
    const definition = await modelled(`${startAndEnd()}${object('people')}${object('votes')}
      <bpmn:userTask id="vote">
        ${specified('<bpmn:dataInput id="list" name="list" isCollection="true"/><bpmn:dataInput id="one" name="one"/><bpmn:dataOutput id="all" name="all" isCollection="true"/><bpmn:dataOutput id="answer" name="answer"/>')}
        ${reads('people', 'list')}${reads('each', 'one')}${writes('answer', 'given')}${writes('all', 'votes')}
        <bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>list</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>all</bpmn:loopDataOutputRef><bpmn:inputDataItem id="each" name="each"/><bpmn:outputDataItem id="given" name="given"/></bpmn:multiInstanceLoopCharacteristics>
      </bpmn:userTask>${tasks('after')}${flows('start -> vote -> after -> end')}`);
    const scenario = Scenario.start(definition, { variables: { people: ['ana', 'budi'] } });
    assert.deepEqual(
      [...scenario.state.tasks.values()].map(
        ({ activityInstanceId }) => scenario.state.variables.get(activityInstanceId)?.get('one')?.value,
      ),
      ['ana', 'budi'],
    );
    scenario.complete('vote', { answer: 'yes' }).hasVariables({ votes: null });
    scenario.complete('vote', { answer: 'no' }).isAt('after');
    assert.deepEqual(scenario.variables(), { people: ['ana', 'budi'], votes: ['yes', 'no'] });
  });

  it('is kept in the sub-process whose data object the results fill', async () => {
    const definition = await modelled(`${startAndEnd()}
      <bpmn:subProcess id="sub">${startAndEnd('begin', 'done')}${object('votes')}
        <bpmn:userTask id="vote"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality><bpmn:loopDataOutputRef>votes</bpmn:loopDataOutputRef><bpmn:outputDataItem id="answer" name="answer"/></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
        ${flows('begin -> vote -> done')}</bpmn:subProcess>${tasks('after')}${flows('start -> sub -> after -> end')}`);
    const scenario = Scenario.start(definition, { variables: { answer: 'x' } }).complete('vote');
    assert.deepEqual(scenario.variables('sub'), { votes: ['x'] });
    scenario.complete('vote').isAt('after');
    assert.deepEqual(scenario.variables(), { answer: 'x' });
  });
});

describe('the data of a call activity', () => {
  it('goes to the called process and comes back by the names of its inputs and outputs', async () => {
    const caller = `${startAndEnd()}${object('order')}${object('receipt')}
      <bpmn:callActivity id="call" calledElement="called">${specified(io('dataInput', 'goods') + io('dataOutput', 'paid'))}${reads('order', 'goods')}${writes('paid', 'receipt')}</bpmn:callActivity>
      ${tasks('after')}${flows('start -> call -> after -> end')}`;
    const called = `<bpmn:process id="called" isExecutable="true" camunda:historyTimeToLive="1">${specified('<bpmn:dataInput id="c1" name="goods"/><bpmn:dataOutput id="c2" name="paid"/>')}
      ${startAndEnd('s2', 'e2')}${userTask('pay', specified(io('dataInput', 'amount') + io('dataOutput', 'money')) + reads('c1', 'amount') + writes('money', 'c2'))}${flows('s2 -> pay -> e2')}</bpmn:process>`;
    const [definition, ...others] = await modelledFile(bpmnFile(caller, { around: called }));
    const scenario = Scenario.start(definition, { variables: { order: 12, secret: 1 }, called: others });
    const inside = scenario.called('call');
    assert.deepEqual(inside.variables(), { goods: 12, paid: null });
    assert.deepEqual(inside.variables('pay'), { amount: 12, money: null });
    inside.complete('pay', { money: 13, other: 5 });
    scenario.isAt('after');
    assert.deepEqual(scenario.variables(), { order: 12, secret: 1, receipt: 13 });
  });
});

describe('data that cannot be executed', () => {
  const warnings = async (elements: string) => {
    const { models, findings } = await parseBpmn(bpmnFile(elements), 'a.bpmn');
    assert.equal(models.length, 1, 'Camunda accepts such a file');
    return findings.filter(({ code }) => code !== 'BPMN-066').map(({ code, elementId }) => [code, elementId]);
  };

  it('is told: a data store, a part of something else, a foreign language', async () => {
    const found = await warnings(`${startAndEnd()}${object('draft')}<bpmn:dataStoreReference id="store"/>
      ${userTask('a', specified(io('dataInput', 'x1')) + reads('store', 'x1'))}
      ${userTask('b', specified(io('dataInput', 'x2')) + reads('draft', 'x2', '<bpmn:assignment><bpmn:from>1</bpmn:from><bpmn:to>another</bpmn:to></bpmn:assignment>'))}
      ${userTask('c', specified(io('dataInput', 'x3')) + reads('draft', 'x3', '<bpmn:transformation language="http://www.w3.org/1999/XPath">a/b</bpmn:transformation>'))}
      ${flows('start -> a -> b -> c -> end')}`);
    assert.deepEqual(found, [
      ['BPMN-120', 'a'],
      ['BPMN-121', 'b'],
      ['BPMN-122', 'c'],
    ]);
  });

  it('is not told where nothing is lost: a drawing to a data store', async () => {
    const found = await warnings(`${startAndEnd()}<bpmn:dataStoreReference id="store"/>
      ${userTask('a', '<bpmn:dataOutputAssociation><bpmn:targetRef>store</bpmn:targetRef></bpmn:dataOutputAssociation>')}
      ${flows('start -> a -> end')}`);
    assert.deepEqual(found, []);
  });
});
