// Over 300 lines because every element that compiles has its sentence here.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import type { FlowNodeOf, NodeKind } from '../../server/engine/definition/flow-node.ts';
import type { ProcessModel } from '../../server/engine/definition/process-definition.ts';
import { between, bpmnFile, extensions } from '../kit/xml-model.ts';

async function compile(
  elements: string,
  options: { attributes?: string; around?: string } = {},
): Promise<ProcessModel> {
  const { models, findings } = await parseBpmn(bpmnFile(elements, options), 'model.bpmn');
  assert.deepEqual(
    findings.filter((finding) => finding.severity === 'error'),
    [],
  );
  assert.ok(models[0]);
  return models[0];
}

async function compileNode<K extends NodeKind>(
  kind: K,
  element: string,
  options: { attributes?: string; around?: string } = {},
): Promise<FlowNodeOf<K>> {
  const node = (await compile(between(element), options)).nodes.get('it');
  assert.equal(node?.kind, kind);
  return node as FlowNodeOf<K>;
}

const juel = (source: string) => ({ language: 'juel', source });

describe('A process', () => {
  it('keeps its attributes, properties and documentation', async () => {
    const model = await compile(
      `<bpmn:documentation>What it is for</bpmn:documentation>${extensions('<camunda:properties><camunda:property name="alur:sla" value="4"/></camunda:properties>')}${between('<bpmn:manualTask id="it"/>')}`,
      {
        attributes:
          'name="Permit" camunda:versionTag="1.2" camunda:candidateStarterGroups="a, b" camunda:candidateStarterUsers="u" camunda:jobPriority="${p}" camunda:isStartableInTasklist="false"',
      },
    );
    assert.equal(model.name, 'Permit');
    assert.equal(model.versionTag, '1.2');
    assert.equal(model.historyTimeToLive, 30);
    assert.deepEqual(model.candidateStarterGroups, ['a', 'b']);
    assert.deepEqual(model.candidateStarterUsers, ['u']);
    assert.deepEqual(model.jobPriority, juel('${p}'));
    assert.equal(model.startableInTasklist, false);
    assert.equal(model.documentation, 'What it is for');
    assert.deepEqual({ ...model.properties }, { 'alur:sla': '4' });
  });

  it('takes a history time to live as an ISO duration of days', async () => {
    const { models } = await parseBpmn(bpmnFile(between('<bpmn:manualTask id="it"/>')).replace('"30"', '"P180D"'), 'm');
    assert.equal(models[0]?.historyTimeToLive, 180);
  });

  it('has its nodes in document order, each with its flows and scope', async () => {
    const model = await compile(
      between(
        '<bpmn:subProcess id="it"><bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/><bpmn:endEvent id="e"/></bpmn:subProcess>',
      ),
    );
    assert.deepEqual([...model.nodes.keys()], ['begin', 'it', 's', 'e', 'finish']);
    assert.deepEqual(model.children, ['begin', 'it', 'finish']);
    const subProcess = model.nodes.get('it');
    assert.ok(subProcess?.kind === 'subProcess');
    assert.deepEqual(subProcess.children, ['s', 'e']);
    assert.deepEqual([subProcess.incoming, subProcess.outgoing, subProcess.scopeId], [['in'], ['out'], 'process']);
    assert.equal(model.nodes.get('s')?.scopeId, 'it');
    assert.deepEqual([...model.flows.keys()], ['in', 'f', 'out']);
  });

  it('names sequence flows that have no id', async () => {
    const model = await compile(
      '<bpmn:startEvent id="a"/><bpmn:endEvent id="b"/><bpmn:sequenceFlow sourceRef="a" targetRef="b"/>',
    );
    assert.deepEqual(model.nodes.get('a')?.outgoing, [...model.flows.keys()]);
    assert.equal(model.flows.size, 1);
  });

  it('has the lanes with what they hold, inner lanes after their outer one', async () => {
    const lanes =
      '<bpmn:laneSet id="set"><bpmn:lane id="office" name="Office"><bpmn:flowNodeRef>it</bpmn:flowNodeRef><bpmn:childLaneSet id="inner"><bpmn:lane id="desk" name="Desk"><bpmn:flowNodeRef>it</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>';
    const model = await compile(lanes + between('<bpmn:manualTask id="it"/>'));
    assert.deepEqual(model.lanes, [
      { id: 'office', name: 'Office', nodeIds: ['it'] },
      { id: 'desk', name: 'Desk', nodeIds: ['it'] },
    ]);
  });
});

describe('A flow node', () => {
  it('waits before and after as asyncBefore, asyncAfter, exclusive and the old async say', async () => {
    const both = await compileNode(
      'manualTask',
      '<bpmn:manualTask id="it" camunda:asyncBefore="true" camunda:asyncAfter="true" camunda:exclusive="false"/>',
    );
    assert.deepEqual([both.asyncBefore, both.asyncAfter], [{ exclusive: false }, { exclusive: false }]);
    const old = await compileNode('manualTask', '<bpmn:manualTask id="it" camunda:async="true"/>');
    assert.deepEqual([old.asyncBefore, old.asyncAfter], [{ exclusive: true }, undefined]);
  });

  it('keeps retry cycle, job priority, properties and documentation', async () => {
    const node = await compileNode(
      'manualTask',
      `<bpmn:manualTask id="it" name="Do" camunda:jobPriority="5"><bpmn:documentation>How</bpmn:documentation>${extensions('<camunda:failedJobRetryTimeCycle>R3/PT10M</camunda:failedJobRetryTimeCycle><camunda:properties><camunda:property name="__proto__" value="x"/><camunda:property name="empty"/></camunda:properties>')}</bpmn:manualTask>`,
    );
    assert.deepEqual(
      [node.retryTimeCycle, node.jobPriority, node.documentation, node.name],
      [juel('R3/PT10M'), juel('5'), 'How', 'Do'],
    );
    assert.deepEqual(Object.entries(node.properties), [
      ['__proto__', 'x'],
      ['empty', ''],
    ]);
  });

  it('maps text, scripts, lists, maps and nothing, in order', async () => {
    const node = await compileNode(
      'manualTask',
      `<bpmn:manualTask id="it">${extensions(`<camunda:inputOutput>
        <camunda:inputParameter name="text">Hi \${name}</camunda:inputParameter>
        <camunda:inputParameter name="nothing"/>
        <camunda:inputParameter name="script"><camunda:script scriptFormat="JavaScript">1 + 1</camunda:script></camunda:inputParameter>
        <camunda:inputParameter name="list"><camunda:list><camunda:value>1</camunda:value><camunda:script scriptFormat="javascript">2</camunda:script></camunda:list></camunda:inputParameter>
        <camunda:outputParameter name="map"><camunda:map><camunda:entry key="a">x</camunda:entry><camunda:entry key="b"><camunda:list><camunda:value>y</camunda:value></camunda:list></camunda:entry></camunda:map></camunda:outputParameter>
      </camunda:inputOutput>`)}</bpmn:manualTask>`,
    );
    const text = (source: string) => ({ type: 'expression', expression: juel(source) });
    const script = (source: string) => ({ type: 'script', script: { language: 'javascript', source } });
    assert.deepEqual(node.inputs, [
      { name: 'text', value: text('Hi ${name}') },
      { name: 'nothing', value: text('${null}') },
      { name: 'script', value: script('1 + 1') },
      { name: 'list', value: { type: 'list', items: [text('1'), script('2')] } },
    ]);
    assert.deepEqual(node.outputs, [
      {
        name: 'map',
        value: {
          type: 'map',
          entries: [
            [juel('a'), text('x')],
            [juel('b'), { type: 'list', items: [text('y')] }],
          ],
        },
      },
    ]);
  });

  it('has execution and task listeners in document order', async () => {
    const node = await compileNode(
      'userTask',
      `<bpmn:userTask id="it" camunda:formKey="f">${extensions('<camunda:taskListener event="create" expression="${a}"/><camunda:executionListener event="end"><camunda:script scriptFormat="javascript">b</camunda:script></camunda:executionListener>')}</bpmn:userTask>`,
    );
    assert.deepEqual(node.listeners, [
      { event: 'end', run: { type: 'script', script: { language: 'javascript', source: 'b' } } },
      { event: 'create', run: { type: 'expression', expression: juel('${a}') } },
    ]);
  });
});

describe('A user task', () => {
  it('has assignee, candidates, dates, priority, name and description as expressions', async () => {
    const node = await compileNode(
      'userTask',
      '<bpmn:userTask id="it" name="Check ${what}" camunda:assignee="${who}" camunda:candidateUsers="a,${f(b, c)} ,d" camunda:candidateGroups="dpmptsp.fo" camunda:dueDate="${workingDays(1)}" camunda:followUpDate="${now()}" camunda:priority="70" camunda:formRef="pen-01" camunda:formRefBinding="deployment"><bpmn:documentation>For ${who}</bpmn:documentation></bpmn:userTask>',
    );
    assert.deepEqual(node.candidateUsers, [juel('a'), juel('${f(b, c)}'), juel('d')]);
    assert.deepEqual(node.candidateGroups, [juel('dpmptsp.fo')]);
    assert.deepEqual(
      [node.assignee, node.dueDate, node.followUpDate, node.priority],
      [juel('${who}'), juel('${workingDays(1)}'), juel('${now()}'), juel('70')],
    );
    assert.deepEqual(
      [node.nameExpression, node.description, node.name],
      [juel('Check ${what}'), juel('For ${who}'), 'Check ${what}'],
    );
    assert.deepEqual(node.formRef, { key: 'pen-01', binding: 'deployment' });
  });

  it('may bind its form to a version', async () => {
    const node = await compileNode(
      'userTask',
      '<bpmn:userTask id="it" camunda:formRef="f" camunda:formRefBinding="version" camunda:formRefVersion="3"/>',
    );
    assert.deepEqual(node.formRef, { key: 'f', binding: 'version', version: 3 });
  });
});

describe('Work of tasks', () => {
  it('is external with topic and priority, the process giving the priority otherwise', async () => {
    const element = (own: string) =>
      `<bpmn:serviceTask id="it" camunda:type="external" camunda:topic="letter" ${own}/>`;
    const attributes = 'camunda:taskPriority="${urgent}"';
    assert.deepEqual(
      (await compileNode('serviceTask', element('camunda:taskPriority="9"'), { attributes })).implementation,
      { type: 'external', topic: juel('letter'), priority: juel('9') },
    );
    assert.deepEqual((await compileNode('serviceTask', element(''), { attributes })).implementation, {
      type: 'external',
      topic: juel('letter'),
      priority: juel('${urgent}'),
    });
    assert.deepEqual((await compileNode('serviceTask', element(''))).implementation, {
      type: 'external',
      topic: juel('letter'),
    });
  });

  it('is an expression with a result variable', async () => {
    const node = await compileNode(
      'serviceTask',
      '<bpmn:serviceTask id="it" camunda:expression="${a + 1}" camunda:resultVariable="b"/>',
    );
    assert.deepEqual(node.implementation, { type: 'expression', expression: juel('${a + 1}'), resultVariable: 'b' });
  });

  it('is a message for send and receive tasks', async () => {
    const around = '<bpmn:message id="m" name="order-${id}"/>';
    assert.deepEqual(
      (await compileNode('sendTask', '<bpmn:sendTask id="it" messageRef="m"/>', { around })).message,
      juel('order-${id}'),
    );
    assert.deepEqual(
      (await compileNode('receiveTask', '<bpmn:receiveTask id="it" messageRef="m"/>', { around })).message,
      juel('order-${id}'),
    );
    assert.equal((await compileNode('receiveTask', '<bpmn:receiveTask id="it"/>')).message, undefined);
  });

  it('is a script', async () => {
    const node = await compileNode(
      'scriptTask',
      '<bpmn:scriptTask id="it" scriptFormat="javascript" camunda:resultVariable="r"><bpmn:script><![CDATA[a < b]]></bpmn:script></bpmn:scriptTask>',
    );
    assert.deepEqual([node.script, node.resultVariable], [{ language: 'javascript', source: 'a < b' }, 'r']);
  });

  it('is a decision with binding and result mapping', async () => {
    const plain = await compileNode('businessRuleTask', '<bpmn:businessRuleTask id="it" camunda:decisionRef="d"/>');
    assert.deepEqual([plain.decision, plain.mapDecisionResult], [{ key: juel('d'), binding: 'latest' }, 'resultList']);
    const tagged = await compileNode(
      'businessRuleTask',
      '<bpmn:businessRuleTask id="it" camunda:decisionRef="${which}" camunda:decisionRefBinding="versionTag" camunda:decisionRefVersionTag="v1" camunda:mapDecisionResult="singleResult" camunda:resultVariable="r"/>',
    );
    assert.deepEqual(
      [tagged.decision, tagged.mapDecisionResult, tagged.resultVariable],
      [{ key: juel('${which}'), binding: 'versionTag', version: juel('v1') }, 'singleResult', 'r'],
    );
  });

  it('is another process with its mappings', async () => {
    const node = await compileNode(
      'callActivity',
      `<bpmn:callActivity id="it" calledElement="other" camunda:calledElementBinding="deployment">${extensions('<camunda:in businessKey="${key}"/><camunda:in variables="all" local="true"/><camunda:in source="a" target="b"/><camunda:in sourceExpression="${c}" target="d"/><camunda:out source="e" target="f" local="true"/>')}</bpmn:callActivity>`,
    );
    assert.deepEqual(node.calledElement, { key: juel('other'), binding: 'deployment' });
    assert.deepEqual(node.businessKey, juel('${key}'));
    assert.deepEqual(node.in, [
      { type: 'all', local: true },
      { type: 'variable', source: 'a', target: 'b', local: false },
      { type: 'expression', source: juel('${c}'), target: 'd', local: false },
    ]);
    assert.deepEqual(node.out, [{ type: 'variable', source: 'e', target: 'f', local: true }]);
  });
});

describe('Events', () => {
  const timer = (kind: string, text: string) =>
    `<bpmn:timerEventDefinition><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${kind}></bpmn:timerEventDefinition>`;

  it('have timers by date, duration and cycle', async () => {
    for (const [element, kind, text] of [
      ['timeDate', 'date', '${due}'],
      ['timeDuration', 'duration', 'P3D'],
      ['timeCycle', 'cycle', 'R3/PT10M'],
    ] as const) {
      const node = await compileNode(
        'intermediateCatchEvent',
        `<bpmn:intermediateCatchEvent id="it">${timer(element, text)}</bpmn:intermediateCatchEvent>`,
      );
      assert.deepEqual(node.event, { type: 'timer', timer: { kind, text: juel(text) } });
    }
  });

  it('on a boundary know their host, and the host knows them in document order', async () => {
    const around = '<bpmn:error id="e" errorCode="E1"/>';
    const model = await compile(
      `${between('<bpmn:manualTask id="it"/>')}
      <bpmn:boundaryEvent id="remind" attachedToRef="it" cancelActivity="false">${timer('timeDuration', 'P1D')}</bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="failed" attachedToRef="it"><bpmn:errorEventDefinition errorRef="e" camunda:errorCodeVariable="code" camunda:errorMessageVariable="text"/></bpmn:boundaryEvent>
      <bpmn:sequenceFlow id="f" sourceRef="remind" targetRef="finish"/><bpmn:sequenceFlow id="g" sourceRef="failed" targetRef="finish"/>`,
      { around },
    );
    assert.deepEqual(model.nodes.get('it')?.boundaryEvents, ['remind', 'failed']);
    const [remind, failed] = [model.nodes.get('remind'), model.nodes.get('failed')];
    assert.ok(remind?.kind === 'boundaryEvent' && failed?.kind === 'boundaryEvent');
    assert.deepEqual([remind.interrupting, remind.attachedTo, failed.interrupting], [false, 'it', true]);
    assert.deepEqual(failed.event, { type: 'error', code: 'E1', codeVariable: 'code', messageVariable: 'text' });
  });

  it('compensate by the handler their association leads to', async () => {
    const model =
      await compile(`${between('<bpmn:manualTask id="it"/>')}<bpmn:manualTask id="undo" isForCompensation="true"/><bpmn:boundaryEvent id="compensation" attachedToRef="it"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent><bpmn:association id="link" sourceRef="compensation" targetRef="undo"/>
      <bpmn:sequenceFlow id="f" sourceRef="it" targetRef="throw"/><bpmn:endEvent id="throw"><bpmn:compensateEventDefinition activityRef="it"/></bpmn:endEvent>`);
    const [boundary, thrower] = [model.nodes.get('compensation'), model.nodes.get('throw')];
    assert.ok(boundary?.kind === 'boundaryEvent' && thrower?.kind === 'endEvent');
    assert.equal(boundary.compensationHandler, 'undo');
    assert.deepEqual(thrower.event, { type: 'compensation', activityRef: 'it' });
    assert.equal(model.nodes.get('undo')?.isForCompensation, true);
  });

  it('start event sub-processes, interrupting or not, also on an error', async () => {
    const inside = (id: string, definition: string, attributes = '') =>
      `<bpmn:subProcess id="sub-${id}" triggeredByEvent="true"><bpmn:startEvent id="${id}" ${attributes}>${definition}</bpmn:startEvent></bpmn:subProcess>`;
    const model = await compile(
      between('<bpmn:manualTask id="it"/>') +
        inside('withdrawn', '<bpmn:messageEventDefinition messageRef="m"/>') +
        inside('late', timer('timeCycle', 'R/P1D'), 'isInterrupting="false"') +
        inside('failed', '<bpmn:errorEventDefinition/>'),
      { around: '<bpmn:message id="m" name="withdraw"/>' },
    );
    const start = (id: string) => model.nodes.get(id) as FlowNodeOf<'startEvent'>;
    assert.deepEqual(
      [start('withdrawn').event, start('withdrawn').interrupting],
      [{ type: 'message', name: juel('withdraw') }, true],
    );
    assert.deepEqual([start('late').event.type, start('late').interrupting], ['timer', false]);
    assert.deepEqual([start('failed').event, start('failed').interrupting], [{ type: 'error' }, true]);
    assert.equal(model.nodes.get('sub-late')?.kind, 'eventSubProcess');
  });

  it('throw errors with code and message, messages, and terminate', async () => {
    const end = async (definition: string, around = '') => {
      const model = await compile(
        `<bpmn:startEvent id="a"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b"/><bpmn:endEvent id="b">${definition}</bpmn:endEvent>`,
        { around },
      );
      return (model.nodes.get('b') as FlowNodeOf<'endEvent'>).event;
    };
    assert.deepEqual(
      await end(
        '<bpmn:errorEventDefinition errorRef="e"/>',
        '<bpmn:error id="e" errorCode="E1" camunda:errorMessage="no ${x}"/>',
      ),
      { type: 'error', code: 'E1', message: juel('no ${x}') },
    );
    assert.deepEqual(await end('<bpmn:messageEventDefinition messageRef="m"/>', '<bpmn:message id="m" name="done"/>'), {
      type: 'message',
      name: juel('done'),
    });
    assert.deepEqual(await end('<bpmn:messageEventDefinition camunda:type="external" camunda:topic="t"/>'), {
      type: 'message',
      name: juel(''),
      implementation: { type: 'external', topic: juel('t') },
    });
    assert.deepEqual(await end('<bpmn:terminateEventDefinition/>'), { type: 'terminate' });
  });

  it('at the start have a form and the name of who starts', async () => {
    const model = await compile(
      '<bpmn:startEvent id="a" camunda:formRef="pen-01" camunda:formRefBinding="deployment" camunda:initiator="applicant"/>',
    );
    const node = model.nodes.get('a') as FlowNodeOf<'startEvent'>;
    assert.deepEqual(
      [node.formRef, node.initiator, node.event, node.interrupting],
      [{ key: 'pen-01', binding: 'deployment' }, 'applicant', { type: 'none' }, true],
    );
  });
});

describe('Conditions of sequence flows', () => {
  const model = (attributes: string, text: string) =>
    compile(`<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="i" sourceRef="s" targetRef="g"/><bpmn:exclusiveGateway id="g" default="b"/><bpmn:endEvent id="e"/>
    <bpmn:sequenceFlow id="a" sourceRef="g" targetRef="e"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" ${attributes}>${text}</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:sequenceFlow id="b" sourceRef="g" targetRef="e"/>`);

  it('are ${…}, FEEL or javascript', async () => {
    const condition = async (attributes: string, text: string) =>
      (await model(attributes, text)).flows.get('a')?.condition;
    assert.deepEqual(await condition('', '${a &gt; 1}'), { type: 'expression', expression: juel('${a > 1}') });
    assert.deepEqual(await condition('language="juel"', '#{a}'), { type: 'expression', expression: juel('#{a}') });
    for (const language of [
      'feel',
      'FEEL',
      'http://www.omg.org/spec/FEEL/20140401',
      'https://www.omg.org/spec/DMN/20191111/FEEL/',
    ]) {
      assert.deepEqual(await condition(`language="${language}"`, 'a = 1'), {
        type: 'expression',
        expression: { language: 'feel', source: 'a = 1' },
      });
    }
    assert.deepEqual(await condition('language="javascript"', 'a === 1'), {
      type: 'script',
      script: { language: 'javascript', source: 'a === 1' },
    });
  });

  it('have a default flow beside them', async () => {
    const gateway = (await model('', '${a}')).nodes.get('g');
    assert.equal(gateway?.defaultFlow, 'b');
  });
});

describe('Compiling', () => {
  it('a thousand tasks takes well under 300 ms after the XML is read', async () => {
    const { compileProcess } = await import('../../server/bpmn/compile/process.ts');
    const { checkModel } = await import('../../server/bpmn/check/check-model.ts');
    const { readDefinitions } = await import('../../server/bpmn/read-definitions.ts');
    const { readElements } = await import('../../server/bpmn/moddle-element.ts');
    const tasks = Array.from(
      { length: 1000 },
      (_, index) =>
        `<bpmn:userTask id="t${index}" camunda:candidateGroups="g" camunda:formKey="f"/><bpmn:sequenceFlow id="f${index}" sourceRef="${index === 0 ? 's' : `t${index - 1}`}" targetRef="t${index}"/>`,
    );
    const { root } = await readDefinitions(bpmnFile(`<bpmn:startEvent id="s"/>${tasks.join('\n')}`), new Map());
    const process = root === undefined ? undefined : readElements(root, 'rootElements')[0];
    assert.ok(process);
    // The best of three: what else the machine does is not what is measured.
    const times = [1, 2, 3].map(() => {
      const before = performance.now();
      const compiled = compileProcess(process, { report: () => assert.fail('nothing is wrong'), refused: new Set() });
      assert.ok(compiled);
      checkModel(compiled, () => assert.fail('nothing is wrong'));
      assert.equal(compiled.model.nodes.size, 1001);
      return performance.now() - before;
    });
    assert.ok(Math.min(...times) < 300, `took ${times.map((each) => each.toFixed(0)).join(', ')} ms`);
  });
});
