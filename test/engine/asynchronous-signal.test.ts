import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';
import { bpmnFile } from '../kit/xml-model.ts';

const around = '<bpmn:signal id="s" name="ready"/><bpmn:message id="m" name="news"/>';
const caught = '<bpmn:signalEventDefinition signalRef="s"/>';
const thrown = (content = '', attributes = 'camunda:async="true"') =>
  `<bpmn:intermediateThrowEvent id="tell"><bpmn:signalEventDefinition signalRef="s" ${attributes}>${content}</bpmn:signalEventDefinition></bpmn:intermediateThrowEvent>`;
const wait = (id: string) => `<bpmn:intermediateCatchEvent id="${id}">${caught}</bpmn:intermediateCatchEvent>`;
const fork = '<bpmn:parallelGateway id="fork"/>';

describe('a signal that is thrown asynchronously', () => {
  it('comes to each intermediate event by a job of its own, while its thrower goes on', async () => {
    const definition = await modelled(
      `${startAndEnd()}${fork}${wait('one')}${wait('two')}${tasks('before', 'after', 'a', 'b')}${thrown()}
      ${flows('start -> fork -> before -> tell -> after -> end', 'fork -> one -> a', 'fork -> two -> b')}`,
      { around },
    );
    const scenario = Scenario.start(definition).complete('before').isAt('after', 'one', 'two');
    const jobs = [...scenario.state.jobs.values()];
    assert.deepEqual(
      jobs.map(({ kind, activityId, exclusive, dueAt }) => ({ kind, activityId, exclusive, dueAt })),
      ['one', 'two'].map((activityId) => ({ kind: 'event', activityId, exclusive: true, dueAt: null })),
    );
    assert.deepEqual(
      new Set(jobs.map(({ subscriptionId }) => subscriptionId)),
      new Set(scenario.state.subscriptions.keys()),
    );
    scenario
      .command({ type: 'executeJob', jobId: scenario.job('two').id })
      .isAt('after', 'one', 'b')
      .executeJobs()
      .isAt('after', 'a', 'b');
  });

  it('brings no variables, which deployment tells', async () => {
    const passes = thrown('<bpmn:extensionElements><camunda:in source="v" target="w"/></bpmn:extensionElements>');
    const elements = `${startAndEnd()}${fork}${wait('one')}${tasks('before', 'after')}${passes}${flows('start -> fork -> before -> tell -> after -> end', 'fork -> one')}`;
    const scenario = Scenario.start(await modelled(elements, { around }), { variables: { v: 1 } });
    scenario.complete('before').executeJobs().isAt('after');
    assert.deepEqual(scenario.variables(), { v: 1 });
    const { findings } = await parseBpmn(bpmnFile(elements, { around }), 'a.bpmn');
    assert.deepEqual(
      findings.filter(({ code }) => code === 'BPMN-130').map(({ elementId, severity }) => [elementId, severity]),
      [['tell', 'warning']],
    );
  });

  it('comes at once to boundary events and event sub-processes', async () => {
    const definition = await modelled(
      `${startAndEnd()}${fork}${tasks('before', 'work', 'after', 'told', 'handle')}${thrown()}
      <bpmn:boundaryEvent id="side" attachedToRef="work">${caught}</bpmn:boundaryEvent>
      <bpmn:subProcess id="handler" triggeredByEvent="true"><bpmn:startEvent id="on" isInterrupting="false">${caught}</bpmn:startEvent>${tasks('handling')}${flows('on -> handling')}</bpmn:subProcess>
      ${flows('start -> fork -> before -> tell -> after -> end', 'fork -> work', 'side -> told')}`.replace(
        '<bpmn:userTask id="handle"/>',
        '',
      ),
      { around },
    );
    const scenario = Scenario.start(definition).complete('before').isAt('after', 'told', 'handling');
    assert.equal(scenario.state.jobs.size, 0);
  });

  it('that comes twice before its first job has run comes once', async () => {
    const definition = await modelled(
      `${startAndEnd()}${fork}${wait('one')}${tasks('before', 'again', 'after', 'a')}${thrown()}
      ${thrown().replace('id="tell"', 'id="tell2"')}
      ${flows('start -> fork -> before -> tell -> again -> tell2 -> after -> end', 'fork -> one -> a')}`,
      { around },
    );
    const scenario = Scenario.start(definition).complete('before').complete('again');
    const [first, second] = [...scenario.state.jobs.keys()];
    scenario
      .command({ type: 'executeJob', jobId: second ?? '' })
      .isAt('after', 'a')
      .refuses((on) => on.command({ type: 'executeJob', jobId: first ?? '' }), 'notFound');
  });

  it('comes to nobody when another event was faster', async () => {
    const definition = await modelled(
      `${startAndEnd()}${fork}<bpmn:eventBasedGateway id="race"/>${wait('one')}
      <bpmn:intermediateCatchEvent id="two"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
      ${tasks('before', 'after', 'a', 'b')}${thrown()}
      ${flows('start -> fork -> before -> tell -> after -> end', 'fork -> race -> one -> a', 'race -> two -> b')}`,
      { around },
    );
    const scenario = Scenario.start(definition).complete('before').isAt('after', 'race');
    assert.equal(scenario.job('one').kind, 'event');
    scenario.correlate('news').isAt('after', 'b');
    assert.equal(scenario.state.jobs.size, 0);
  });

  it('wins a race by its job', async () => {
    const definition = await modelled(
      `${startAndEnd()}${fork}<bpmn:eventBasedGateway id="race"/>${wait('one')}
      <bpmn:intermediateCatchEvent id="two"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
      ${tasks('before', 'after', 'a', 'b')}${thrown()}
      ${flows('start -> fork -> before -> tell -> after -> end', 'fork -> race -> one -> a', 'race -> two -> b')}`,
      { around },
    );
    const scenario = Scenario.start(definition).complete('before').executeJobs().isAt('after', 'a');
    assert.equal(scenario.state.subscriptions.size, 0);
  });

  it('leaves an event that waits for several things together waiting for the others', async () => {
    const definition = await modelled(
      `${startAndEnd()}${fork}<bpmn:intermediateCatchEvent id="both" parallelMultiple="true">${caught}<bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
      ${tasks('before', 'after', 'a')}${thrown()}
      ${flows('start -> fork -> before -> tell -> after -> end', 'fork -> both -> a')}`,
      { around },
    );
    const scenario = Scenario.start(definition).complete('before').correlate('news').isAt('after', 'both');
    scenario.executeJobs().isAt('after', 'a');
  });

  it('is withdrawn with what waits for it', async () => {
    const definition = await modelled(
      `${startAndEnd()}${fork}${wait('one')}${tasks('before', 'after')}${thrown()}<bpmn:endEvent id="stop"><bpmn:terminateEventDefinition/></bpmn:endEvent>
      ${flows('start -> fork -> before -> tell -> after -> stop', 'fork -> one -> end')}`,
      { around },
    );
    Scenario.start(definition).complete('before').complete('after').hasEnded();
  });
});
