// Over 300 lines because every numbered finding has its smallest broken model here.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findingMessage } from '../../server/bpmn/finding.ts';
import { findingTexts, type FindingCode } from '../../server/bpmn/finding-texts.ts';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { between, bpmnFile, extensions } from '../kit/xml-model.ts';

interface Case {
  readonly code: FindingCode;
  /** Element the finding is about. */
  readonly at: string;
  readonly when: string;
  readonly elements: string;
  readonly around?: string;
}

const task = '<bpmn:manualTask id="it"/>';
const userTask = (attributes: string, content = '') =>
  `<bpmn:userTask id="it" ${attributes}>${content}</bpmn:userTask>`;
const form = 'camunda:formKey="form"';
const formFields = (fields: string, attributes = '') =>
  userTask(attributes, extensions(`<camunda:formData>${fields}</camunda:formData>`));
const constrained = (type: string, constraint: string) =>
  formFields(
    `<camunda:formField id="a" type="${type}"><camunda:validation><camunda:constraint ${constraint}/></camunda:validation></camunda:formField>`,
  );
const start = '<bpmn:startEvent id="begin"/>';
const message = '<bpmn:message id="hello" name="hello"/>';
const timer =
  '<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition>';
const messageEvent = '<bpmn:messageEventDefinition messageRef="hello"/>';
const flow = (id: string, source: string, target: string, content = '') =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${content}</bpmn:sequenceFlow>`;
const condition = (text: string, language = '') =>
  `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" ${language}>${text}</bpmn:conditionExpression>`;
const boundary = (id: string, definition: string, attributes = '') =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="it" ${attributes}>${definition}</bpmn:boundaryEvent>`;
const eventSubProcess = (content: string, id = 'it') =>
  `${start}<bpmn:subProcess id="${id}" triggeredByEvent="true">${content}</bpmn:subProcess>`;
const fork = (gateway: string, first: string, second: string) =>
  `${start}${flow('in', 'begin', 'it')}${gateway}<bpmn:manualTask id="a"/><bpmn:manualTask id="b"/>${flow('toA', 'it', 'a', first)}${flow('toB', 'it', 'b', second)}`;
const service = (attributes: string, content = '') =>
  between(`<bpmn:serviceTask id="it" ${attributes}>${content}</bpmn:serviceTask>`);

const cases: readonly Case[] = [
  {
    code: 'BPMN-011',
    at: 'it',
    when: 'an attribute is unknown',
    elements: between('<bpmn:manualTask id="it" nmae="x"/>'),
  },
  { code: 'BPMN-012', at: '', when: 'a task has no id', elements: `${start}<bpmn:manualTask name="nameless"/>` },
  {
    code: 'BPMN-020',
    at: 'it',
    when: 'there is a choreography task',
    elements: between('<bpmn:choreographyTask id="it"/>'),
  },
  {
    code: 'BPMN-023',
    at: 'it',
    when: 'a service task names a class',
    elements: service('camunda:class="org.example.Work"'),
  },
  {
    code: 'BPMN-023',
    at: 'it',
    when: 'a listener names a delegate',
    elements: between(
      userTask(form, extensions('<camunda:taskListener event="create" delegateExpression="${bean}"/>')),
    ),
  },
  {
    code: 'BPMN-023',
    at: 'it',
    when: 'a call activity names a mapping class',
    elements: between(
      '<bpmn:callActivity id="it" calledElement="other" camunda:variableMappingClass="org.example.Mapping"/>',
    ),
  },
  {
    code: 'BPMN-024',
    at: 'it',
    when: 'a script is in groovy',
    elements: between('<bpmn:scriptTask id="it" scriptFormat="groovy"><bpmn:script>1</bpmn:script></bpmn:scriptTask>'),
  },
  {
    code: 'BPMN-024',
    at: 'it',
    when: 'a script names no format, which means juel',
    elements: between('<bpmn:scriptTask id="it"><bpmn:script>1</bpmn:script></bpmn:scriptTask>'),
  },
  {
    code: 'BPMN-025',
    at: 'it',
    when: 'a script is in another file',
    elements: between('<bpmn:scriptTask id="it" scriptFormat="javascript" camunda:resource="deployment://work.js"/>'),
  },
  {
    code: 'BPMN-026',
    at: 'it',
    when: 'a service task uses a connector',
    elements: service(
      '',
      extensions('<camunda:connector><camunda:connectorId>http</camunda:connectorId></camunda:connector>'),
    ),
  },
  {
    code: 'BPMN-080',
    at: 'it',
    when: 'a task listener for a time-out has no timer',
    elements: between(userTask(form, extensions(`<camunda:taskListener event="timeout" id="l" expression="\${x}"/>`))),
  },
  {
    code: 'BPMN-026',
    at: 'it',
    when: 'a case is called',
    elements: between('<bpmn:callActivity id="it" camunda:caseRef="case"/>'),
  },
  {
    code: 'BPMN-029',
    at: 'it',
    when: 'a Camunda attribute is misspelt',
    elements: between(userTask(`${form} camunda:assigne="x"`)),
  },
  { code: 'BPMN-030', at: 'process', when: 'there is no start event', elements: task },
  {
    code: 'BPMN-030',
    at: 'it',
    when: 'a sub-process has no start event',
    elements: between('<bpmn:subProcess id="it"><bpmn:manualTask id="inside"/></bpmn:subProcess>'),
  },
  {
    code: 'BPMN-031',
    at: 'process',
    when: 'there are two plain start events',
    elements: `${start}<bpmn:startEvent id="second"/>`,
  },
  {
    code: 'BPMN-034',
    at: 'lost',
    when: 'nothing leads to an element',
    elements: `${between(task)}<bpmn:manualTask id="lost"/>`,
  },
  {
    code: 'BPMN-035',
    at: 's',
    when: 'a sub-process starts with a message',
    elements: between(
      `<bpmn:subProcess id="it"><bpmn:startEvent id="s">${messageEvent}</bpmn:startEvent></bpmn:subProcess>`,
    ),
    around: message,
  },
  {
    code: 'BPMN-036',
    at: 'it',
    when: 'an event sub-process has no start event',
    elements: eventSubProcess('<bpmn:manualTask id="inside"/>'),
  },
  {
    code: 'BPMN-037',
    at: 's',
    when: 'an event sub-process starts without a trigger',
    elements: eventSubProcess('<bpmn:startEvent id="s"/>'),
  },
  {
    code: 'BPMN-038',
    at: 'it',
    when: 'a flow leads to an event sub-process',
    elements: eventSubProcess(`<bpmn:startEvent id="s">${timer}</bpmn:startEvent>`) + flow('in', 'begin', 'it'),
  },
  {
    code: 'BPMN-039',
    at: 'x'.repeat(256),
    when: 'an id is longer than its column',
    elements: between(task).replaceAll('"it"', `"${'x'.repeat(256)}"`),
  },
  {
    code: 'BPMN-040',
    at: 'cross',
    when: 'a flow leaves a sub-process',
    elements:
      between(
        '<bpmn:subProcess id="it"><bpmn:startEvent id="s"/><bpmn:manualTask id="inside"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="inside"/></bpmn:subProcess>',
      ) + flow('cross', 'inside', 'finish'),
  },
  {
    code: 'BPMN-041',
    at: 'toA',
    when: 'a default flow has a condition',
    elements: fork('<bpmn:exclusiveGateway id="it" default="toA"/>', condition('${a}'), condition('${b}')),
  },
  {
    code: 'BPMN-042',
    at: 'it',
    when: 'a default flow belongs to another element',
    elements: fork('<bpmn:exclusiveGateway id="it" default="in"/>', condition('${a}'), condition('${b}')),
  },
  {
    code: 'BPMN-043',
    at: 'it',
    when: 'an exclusive gateway leads nowhere',
    elements: `${start}${flow('in', 'begin', 'it')}<bpmn:exclusiveGateway id="it"/>`,
  },
  {
    code: 'BPMN-043',
    at: 'it',
    when: 'an inclusive gateway leads nowhere',
    elements: `${start}${flow('in', 'begin', 'it')}<bpmn:inclusiveGateway id="it"/>`,
  },
  {
    code: 'BPMN-044',
    at: 'toB',
    when: 'a way out of an exclusive gateway beside its default flow has no condition',
    elements: fork('<bpmn:exclusiveGateway id="it" default="toA"/>', '', ''),
  },
  {
    code: 'BPMN-105',
    at: 'toB',
    when: 'one way out of an exclusive gateway has no condition',
    elements: fork('<bpmn:exclusiveGateway id="it"/>', condition('${a}'), ''),
  },
  {
    code: 'BPMN-045',
    at: 'back',
    when: 'a flow leads into a start event',
    elements: between(task) + flow('back', 'it', 'begin'),
  },
  {
    code: 'BPMN-046',
    at: 'on',
    when: 'a flow comes out of an end event',
    elements: between(task) + flow('on', 'finish', 'it'),
  },
  {
    code: 'BPMN-047',
    at: 'loose',
    when: 'a flow has no target',
    elements: `${between(task)}<bpmn:sequenceFlow id="loose" sourceRef="it"/>`,
  },
  {
    code: 'BPMN-048',
    at: 'toA',
    when: 'a flow out of a parallel gateway has a condition',
    elements: fork('<bpmn:parallelGateway id="it"/>', condition('${a}'), ''),
  },
  {
    code: 'BPMN-049',
    at: 'it',
    when: 'a parallel gateway leads nowhere',
    elements: `${start}${flow('in', 'begin', 'it')}<bpmn:parallelGateway id="it"/>`,
  },
  { code: 'BPMN-050', at: 'it', when: 'a service task does nothing', elements: service('') },
  { code: 'BPMN-051', at: 'it', when: 'an external task has no topic', elements: service('camunda:type="external"') },
  { code: 'BPMN-052', at: 'it', when: 'a send task sends nothing', elements: between('<bpmn:sendTask id="it"/>') },
  { code: 'BPMN-053', at: 'it', when: 'a service task has another type', elements: service('camunda:type="mail"') },
  {
    code: 'BPMN-056',
    at: 'it',
    when: 'a script task has no script',
    elements: between('<bpmn:scriptTask id="it" scriptFormat="javascript"/>'),
  },
  {
    code: 'BPMN-058',
    at: 'it',
    when: 'a business rule task names no decision',
    elements: between('<bpmn:businessRuleTask id="it"/>'),
  },
  {
    code: 'BPMN-059',
    at: 'it',
    when: 'mapDecisionResult is unknown',
    elements: between('<bpmn:businessRuleTask id="it" camunda:decisionRef="d" camunda:mapDecisionResult="first"/>'),
  },
  {
    code: 'BPMN-060',
    at: 'it',
    when: 'a version is bound and not given',
    elements: between('<bpmn:businessRuleTask id="it" camunda:decisionRef="d" camunda:decisionRefBinding="version"/>'),
  },
  {
    code: 'BPMN-060',
    at: 'it',
    when: 'a form version is no number',
    elements: between(userTask('camunda:formRef="f" camunda:formRefBinding="version" camunda:formRefVersion="one"')),
  },
  {
    code: 'BPMN-061',
    at: 'it',
    when: 'a call activity calls nothing',
    elements: between('<bpmn:callActivity id="it"/>'),
  },
  {
    code: 'BPMN-062',
    at: 'it',
    when: 'a binding is unknown',
    elements: between('<bpmn:callActivity id="it" calledElement="other" camunda:calledElementBinding="newest"/>'),
  },
  {
    code: 'BPMN-063',
    at: 'it',
    when: 'an in mapping has no target',
    elements: between(
      `<bpmn:callActivity id="it" calledElement="other">${extensions('<camunda:in source="a"/>')}</bpmn:callActivity>`,
    ),
  },
  {
    code: 'BPMN-063',
    at: 'it',
    when: 'an out mapping has no source',
    elements: between(
      `<bpmn:callActivity id="it" calledElement="other">${extensions('<camunda:out target="a"/>')}</bpmn:callActivity>`,
    ),
  },
  {
    code: 'BPMN-064',
    at: 'it',
    when: 'a task has two forms',
    elements: between(userTask(`${form} camunda:formRef="f" camunda:formRefBinding="latest"`)),
  },
  {
    code: 'BPMN-065',
    at: 'it',
    when: 'a form reference has no binding',
    elements: between(userTask('camunda:formRef="f"')),
  },
  { code: 'BPMN-066', at: 'it', when: 'a user task has no form', elements: between(userTask('')) },
  {
    code: 'BPMN-068',
    at: 'it',
    when: 'a listener does nothing',
    elements: between(userTask(form, extensions('<camunda:executionListener event="start"/>'))),
  },
  {
    code: 'BPMN-069',
    at: 'it',
    when: 'a listener is for an unknown event',
    elements: between(userTask(form, extensions('<camunda:taskListener event="created" expression="${x}"/>'))),
  },
  {
    code: 'BPMN-071',
    at: 'it',
    when: 'a gateway has mappings',
    elements: between(
      `<bpmn:exclusiveGateway id="it">${extensions('<camunda:inputOutput><camunda:inputParameter name="a">1</camunda:inputParameter></camunda:inputOutput>')}</bpmn:exclusiveGateway>`,
    ),
  },
  {
    code: 'BPMN-072',
    at: 'finish',
    when: 'an end event has an output',
    elements: `${start}${flow('in', 'begin', 'finish')}<bpmn:endEvent id="finish">${extensions('<camunda:inputOutput><camunda:outputParameter name="a">1</camunda:outputParameter></camunda:inputOutput>')}</bpmn:endEvent>`,
  },
  {
    code: 'BPMN-073',
    at: 'it',
    when: 'a mapping has no name',
    elements: between(
      userTask(
        form,
        extensions('<camunda:inputOutput><camunda:inputParameter>1</camunda:inputParameter></camunda:inputOutput>'),
      ),
    ),
  },
  {
    code: 'BPMN-075',
    at: 'it',
    when: 'a flow leads to a compensation handler',
    elements: `${start}${flow('in', 'begin', 'it')}<bpmn:manualTask id="it" isForCompensation="true"/>`,
  },
  {
    code: 'BPMN-080',
    at: 'it',
    when: 'a timer has no time',
    elements: between(
      '<bpmn:intermediateCatchEvent id="it"><bpmn:timerEventDefinition/></bpmn:intermediateCatchEvent>',
    ),
  },
  {
    code: 'BPMN-082',
    at: 'it',
    when: 'a message event names no message',
    elements: between(
      '<bpmn:intermediateCatchEvent id="it"><bpmn:messageEventDefinition/></bpmn:intermediateCatchEvent>',
    ),
  },
  {
    code: 'BPMN-083',
    at: 'finish',
    when: 'an error end event has no error',
    elements: `${start}${flow('in', 'begin', 'finish')}<bpmn:endEvent id="finish"><bpmn:errorEventDefinition/></bpmn:endEvent>`,
  },
  {
    code: 'BPMN-084',
    at: 'caught',
    when: 'an error event does not interrupt',
    elements:
      between(task) +
      boundary('caught', '<bpmn:errorEventDefinition/>', 'cancelActivity="false"') +
      flow('f', 'caught', 'finish'),
  },
  {
    code: 'BPMN-085',
    at: 'caught',
    when: 'a boundary event is on a gateway',
    elements: between('<bpmn:exclusiveGateway id="it"/>') + boundary('caught', timer) + flow('f', 'caught', 'finish'),
  },
  {
    code: 'BPMN-086',
    at: 'caught',
    when: 'a boundary event leads nowhere',
    elements: between(task) + boundary('caught', timer),
  },
  {
    code: 'BPMN-087',
    at: 'undo',
    when: 'a compensation event has no handler',
    elements: between(task) + boundary('undo', '<bpmn:compensateEventDefinition/>'),
  },
  {
    code: 'BPMN-088',
    at: 'throw',
    when: 'something without a handler is compensated',
    elements: `${start}${flow('a', 'begin', 'it')}${task}${flow('b', 'it', 'throw')}<bpmn:endEvent id="throw"><bpmn:compensateEventDefinition activityRef="it"/></bpmn:endEvent>`,
  },
  {
    code: 'BPMN-076',
    at: 'it',
    when: 'a task needs no token to start',
    elements: between('<bpmn:manualTask id="it" startQuantity="0"/>'),
  },
  {
    code: 'BPMN-077',
    at: 'it',
    when: 'a loop has a negative maximum',
    elements: between(
      '<bpmn:manualTask id="it"><bpmn:standardLoopCharacteristics loopMaximum="-1"/></bpmn:manualTask>',
    ),
  },
  {
    code: 'BPMN-078',
    at: 'it',
    when: 'a loop would never end',
    elements: between('<bpmn:manualTask id="it"><bpmn:standardLoopCharacteristics/></bpmn:manualTask>'),
  },
  {
    code: 'BPMN-079',
    at: 'it',
    when: 'a multi-instance task does not say how often',
    elements: between('<bpmn:manualTask id="it"><bpmn:multiInstanceLoopCharacteristics/></bpmn:manualTask>'),
  },
  {
    code: 'BPMN-089',
    at: 'it',
    when: 'a signal event names no signal',
    elements: between(
      '<bpmn:intermediateCatchEvent id="it"><bpmn:signalEventDefinition/></bpmn:intermediateCatchEvent>',
    ),
  },
  {
    code: 'BPMN-094',
    at: 'it',
    when: 'an escalation is thrown without a code',
    elements: between(
      '<bpmn:intermediateThrowEvent id="it"><bpmn:escalationEventDefinition/></bpmn:intermediateThrowEvent>',
    ),
  },
  {
    code: 'BPMN-097',
    at: 'it',
    when: 'a link has no name',
    elements: between('<bpmn:intermediateThrowEvent id="it"><bpmn:linkEventDefinition/></bpmn:intermediateThrowEvent>'),
  },
  {
    code: 'BPMN-098',
    at: 'it',
    when: 'nobody catches a link',
    elements: between(
      '<bpmn:intermediateThrowEvent id="it"><bpmn:linkEventDefinition name="l"/></bpmn:intermediateThrowEvent>',
    ),
  },
  {
    code: 'BPMN-099',
    at: 'it',
    when: 'a cancel event ends a process',
    elements: `${start}${flow('a', 'begin', 'it')}<bpmn:endEvent id="it"><bpmn:cancelEventDefinition/></bpmn:endEvent>`,
  },
  {
    code: 'BPMN-104',
    at: 'it',
    when: 'an event-based gateway leads to a task',
    elements: `${start}${flow('a', 'begin', 'it')}<bpmn:eventBasedGateway id="it"/>${flow('b', 'it', 'next')}<bpmn:manualTask id="next"/>`,
  },
  {
    code: 'BPMN-090',
    at: 'it',
    when: 'an intermediate event waits for nothing',
    elements: between('<bpmn:intermediateCatchEvent id="it"/>'),
  },
  {
    code: 'BPMN-092',
    at: 'second',
    when: 'two boundary events wait for one message',
    elements:
      between(task) +
      boundary('first', messageEvent) +
      boundary('second', messageEvent) +
      flow('f', 'first', 'finish') +
      flow('g', 'second', 'finish'),
    around: message,
  },
  {
    code: 'BPMN-092',
    at: 's2',
    when: 'two event sub-processes wait for one message',
    elements:
      eventSubProcess(`<bpmn:startEvent id="s1">${messageEvent}</bpmn:startEvent>`) +
      `<bpmn:subProcess id="other" triggeredByEvent="true"><bpmn:startEvent id="s2">${messageEvent}</bpmn:startEvent></bpmn:subProcess>`,
    around: message,
  },
  {
    code: 'BPMN-093',
    at: 'second',
    when: 'two boundary events catch every error',
    elements:
      between(task) +
      boundary('first', '<bpmn:errorEventDefinition/>') +
      boundary('second', '<bpmn:errorEventDefinition/>') +
      flow('f', 'first', 'finish') +
      flow('g', 'second', 'finish'),
  },
  {
    code: 'BPMN-095',
    at: 'it',
    when: 'an intermediate event catches an error',
    elements: between(
      '<bpmn:intermediateCatchEvent id="it"><bpmn:errorEventDefinition/></bpmn:intermediateCatchEvent>',
    ),
  },
  {
    code: 'BPMN-095',
    at: 'it',
    when: 'an intermediate event terminates',
    elements: between(
      '<bpmn:intermediateThrowEvent id="it"><bpmn:terminateEventDefinition/></bpmn:intermediateThrowEvent>',
    ),
  },
  {
    code: 'BPMN-100',
    at: 'toA',
    when: 'a condition is in another language',
    elements: fork('<bpmn:exclusiveGateway id="it" default="toB"/>', condition('a', 'language="xpath"'), ''),
  },
  {
    code: 'BPMN-102',
    at: 'toA',
    when: 'a condition is empty',
    elements: fork('<bpmn:exclusiveGateway id="it" default="toB"/>', condition(' '), ''),
  },
  {
    code: 'BPMN-103',
    at: 'toA',
    when: 'a condition is plain text',
    elements: fork('<bpmn:exclusiveGateway id="it" default="toB"/>', condition('approved'), ''),
  },
  {
    code: 'BPMN-110',
    at: 'it',
    when: 'a form field has no id',
    elements: between(formFields('<camunda:formField type="string"/>')),
  },
  {
    code: 'BPMN-111',
    at: 'it',
    when: 'two form fields have one id',
    elements: between(formFields('<camunda:formField id="a" type="string"/><camunda:formField id="a" type="long"/>')),
  },
  {
    code: 'BPMN-112',
    at: 'it',
    when: 'a form field has a type of its own',
    elements: between(formFields('<camunda:formField id="a" type="money"/>')),
  },
  {
    code: 'BPMN-113',
    at: 'it',
    when: 'a choice has no values',
    elements: between(formFields('<camunda:formField id="a" type="enum"/>')),
  },
  {
    code: 'BPMN-113',
    at: 'it',
    when: 'a choice has a value twice',
    elements: between(
      formFields(
        '<camunda:formField id="a" type="enum"><camunda:value id="x"/><camunda:value id="x"/></camunda:formField>',
      ),
    ),
  },
  {
    code: 'BPMN-114',
    at: 'it',
    when: 'a constraint is not known',
    elements: between(constrained('string', 'name="pattern" config="a*"')),
  },
  {
    code: 'BPMN-115',
    at: 'it',
    when: 'a field is checked by Java',
    elements: between(constrained('string', 'name="validator" config="org.example.Check"')),
  },
  {
    code: 'BPMN-116',
    at: 'it',
    when: 'the length of a text has no number',
    elements: between(constrained('string', 'name="maxlength" config="many"')),
  },
  {
    code: 'BPMN-117',
    at: 'it',
    when: 'a text has a smallest number',
    elements: between(constrained('string', 'name="min" config="3"')),
  },
  {
    code: 'BPMN-119',
    at: 'it',
    when: 'a task has form fields and a form reference',
    elements: between(
      formFields('<camunda:formField id="a" type="string"/>', 'camunda:formRef="f" camunda:formRefBinding="latest"'),
    ),
  },
];

/** Codes with a test of their own, here, in file-limits.test.ts, generated-form.test.ts engine/data-object.test.ts or asynchronous-signal.test.ts. */
const testedElsewhere = [
  '120',
  '121',
  '122',
  '130',
  '001',
  '002',
  '003',
  '004',
  '005',
  '006',
  '007',
  '008',
  '009',
  '010',
  '013',
  '014',
  '015',
  '016',
  '032',
  '033',
  '074',
  '081',
  '101',
  '118',
].map((number) => `BPMN-${number}`);

describe('A model is found wrong', () => {
  for (const { code, at, when, elements, around } of cases) {
    it(`with ${code} when ${when}`, async () => {
      const { findings, models } = await parseBpmn(
        bpmnFile(elements, around === undefined ? {} : { around }),
        'model.bpmn',
      );
      const found = findings.filter((finding) => finding.code === code);
      assert.deepEqual(
        found.map((finding) => finding.elementId ?? ''),
        [at],
        JSON.stringify(findings, null, 1),
      );
      assert.equal(models.length, findings.some((finding) => finding.severity === 'error') ? 0 : 1);
      if (at !== '') assert.ok((found[0]?.line ?? 0) > 2, 'has a position');
      // One mistake gives one finding, unless leaving something out also leaves something unreachable.
      const others = findings.filter((finding) => finding.code !== code && finding.severity === 'error');
      assert.ok(
        others.length === 0 || code === 'BPMN-047' || code === 'BPMN-042',
        `only this error: ${JSON.stringify(others)}`,
      );
    });
  }

  it('with BPMN-032 when the history time to live is missing, and BPMN-033 when it is no number of days', async () => {
    const file = bpmnFile(between(task));
    assert.deepEqual(
      (await parseBpmn(file.replace('camunda:historyTimeToLive="30"', ''), 'm')).findings.map(
        (finding) => finding.code,
      ),
      ['BPMN-032'],
    );
    assert.deepEqual(
      (await parseBpmn(file.replace('"30"', '"soon"'), 'm')).findings.map((finding) => finding.code),
      ['BPMN-033'],
    );
  });

  it('with BPMN-074 when a list holds something unknown', async () => {
    const list =
      '<camunda:inputOutput><camunda:inputParameter name="a"><camunda:list><camunda:property name="x"/></camunda:list></camunda:inputParameter></camunda:inputOutput>';
    const codes = (await parseBpmn(bpmnFile(between(userTask(form, extensions(list)))), 'm')).findings.map(
      (finding) => finding.code,
    );
    assert.ok(codes.includes('BPMN-074') || codes.includes('BPMN-008'), codes.join());
  });

  it('with BPMN-101 and BPMN-081 when the checks given do not like a text', async () => {
    const elements =
      between(`${userTask(`${form} camunda:assignee="\${who +}"`)}`) +
      boundary('late', timer) +
      flow('f', 'late', 'finish');
    const { findings } = await parseBpmn(bpmnFile(elements), 'm', {
      checkExpression: ({ source }) => (source.includes('+}') ? 'unexpected }' : null),
      checkTimer: (kind, text) => `${kind} ${text} is not good`,
    });
    assert.deepEqual(
      findings.map(({ code, elementId }) => ({ code, elementId })),
      [
        { code: 'BPMN-101', elementId: 'it' },
        { code: 'BPMN-081', elementId: 'late' },
      ],
    );
    assert.match(findings[0]?.message ?? '', /unexpected \}.*\$\{who \+\}/);
    assert.match(findings[1]?.message ?? '', /duration P1D is not good/);
  });

  it('and every finding code has a test', () => {
    const tested = new Set<string>([...cases.map(({ code }) => code), ...testedElsewhere]);
    assert.deepEqual(
      Object.keys(findingTexts).filter((code) => !tested.has(code)),
      [],
    );
  });
});

describe('Texts of findings', () => {
  it('have the same parameters in both languages', () => {
    const parameters = (text: string) => [...new Set(text.match(/(?<!\$)\{\w+\}/g) ?? [])].sort();
    for (const [code, text] of Object.entries(findingTexts))
      assert.deepEqual(parameters(text.en), parameters(text.id), code);
  });

  it('leave no parameter open in any message', async () => {
    for (const { elements, around } of cases) {
      const { findings } = await parseBpmn(bpmnFile(elements, around === undefined ? {} : { around }), 'model.bpmn');
      for (const finding of findings) {
        assert.doesNotMatch(finding.message, /(?<!\$)\{\w+\}/);
        assert.doesNotMatch(findingMessage(finding, 'id'), /(?<!\$)\{\w+\}/);
      }
    }
  });

  it('can be given in Indonesian afterwards', async () => {
    const { findings } = await parseBpmn(bpmnFile(service('camunda:type="external"')), 'model.bpmn');
    assert.ok(findings[0]);
    assert.equal(
      findingMessage(findings[0], 'id'),
      'serviceTask (it) adalah tugas eksternal tanpa topic. Isi topic yang diminta pekerjanya.',
    );
  });
});
