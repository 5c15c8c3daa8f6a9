/** A process of the load, and what a run of it must have done in the end: activity to number of completions. */
export interface LoadProcess {
  readonly key: string;
  readonly xml: string;
  /** Every ended instance matches one of these; running ones have done no more than the largest of them. */
  readonly ends: readonly Readonly<Record<string, number>>[];
}

const flow = (from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`;
const flows = (...path: readonly string[]): string =>
  path
    .slice(1)
    .map((to, index) => flow(path[index] ?? '', to))
    .join('');
const work = (id: string): string => `<bpmn:serviceTask id="${id}" camunda:type="external" camunda:topic="load"/>`;
const sign = (id: string): string => `<bpmn:userTask id="${id}" camunda:candidateGroups="load"/>`;
const start = '<bpmn:startEvent id="start"/>';
const end = '<bpmn:endEvent id="end"/>';

function drawn(key: string, content: string, definitions = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d_${key}" targetNamespace="load">
${definitions}<bpmn:process id="${key}" isExecutable="true" camunda:historyTimeToLive="P1D">${content}</bpmn:process></bpmn:definitions>`;
}

const timer = (kind: 'timeDuration' | 'timeCycle', text: string): string =>
  `<bpmn:timerEventDefinition><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${kind}></bpmn:timerEventDefinition>`;

/** How long the one-shot timer of the load waits. */
export const SOON_MS = 300;

/** Jobs of one instance that exclude each other; each counts one on. */
export const COUNTERS = 4;
const counters = Array.from({ length: COUNTERS }, (_, index) => `count${index}`);
const counting = (id: string, text: string, isAsync = true): string =>
  `<bpmn:serviceTask id="${id}" camunda:asyncBefore="${isAsync}" camunda:expression="\${${text}}" camunda:resultVariable="counted"/>`;

/** The letter that `load-letter` issues. */
export const loadLetter = {
  name: 'load-letter.letter.json',
  text: JSON.stringify({
    id: 'load-letter',
    title: 'SURAT UJI',
    number: { pattern: 'U/{{urut}}/{{tahun}}', unit: 'load' },
    letterhead: { lines: ['PEMERINTAH KABUPATEN UJI', 'DINAS UJI'] },
    blocks: [{ type: 'paragraph', text: 'Surat untuk ${bk}.' }],
    signature: { place: 'Uji', capacity: 'Kepala Dinas', name: 'Uji' },
    holder: '${bk}',
  }),
};

/** The processes of the load, after reliability section (a): a line, a join, timers, a message, instances, an error. */
export const loadProcesses: readonly LoadProcess[] = [
  {
    key: 'load-linear',
    xml: drawn('load-linear', start + work('work') + sign('sign') + end + flows('start', 'work', 'sign', 'end')),
    ends: [{ start: 1, work: 1, sign: 1, end: 1 }],
  },
  {
    key: 'load-join',
    xml: drawn(
      'load-join',
      `${start}<bpmn:parallelGateway id="fork"/>${work('a')}${work('b')}${sign('c')}<bpmn:parallelGateway id="join"/>${end}${
        flows('start', 'fork', 'a', 'join', 'end') + flows('fork', 'b', 'join') + flows('fork', 'c', 'join')
      }`,
    ),
    ends: [{ start: 1, fork: 1, a: 1, b: 1, c: 1, join: 3, end: 1 }],
  },
  {
    key: 'load-timers',
    xml: drawn(
      'load-timers',
      `${start}<bpmn:parallelGateway id="fork"/><bpmn:intermediateCatchEvent id="soon">${timer('timeDuration', `PT0.${SOON_MS / 100}S`)}</bpmn:intermediateCatchEvent>
      <bpmn:task id="calculate" camunda:asyncBefore="true"/>${end}
      <bpmn:receiveTask id="watch" messageRef="never"/><bpmn:boundaryEvent id="tick" attachedToRef="watch" cancelActivity="false">${timer('timeCycle', 'R3/PT0.2S')}</bpmn:boundaryEvent><bpmn:endEvent id="ticked"/>${
        flows('start', 'fork', 'soon', 'calculate', 'end') + flow('fork', 'watch') + flow('tick', 'ticked')
      }`,
      '<bpmn:message id="never" name="never"/>',
    ),
    // Nobody ends the watch: these instances go on running.
    ends: [{ start: 1, fork: 1, soon: 1, calculate: 1, end: 1, tick: 3, ticked: 3 }],
  },
  {
    key: 'load-message',
    xml: drawn(
      'load-message',
      `${start}<bpmn:intermediateCatchEvent id="paid"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>${
        sign('check') + end + flows('start', 'paid', 'check', 'end')
      }`,
      '<bpmn:message id="m" name="paid"/>',
    ),
    ends: [{ start: 1, paid: 1, check: 1, end: 1 }],
  },
  {
    key: 'load-instances',
    xml: drawn(
      'load-instances',
      `${start}<bpmn:serviceTask id="each" camunda:type="external" camunda:topic="load"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>${
        end + flows('start', 'each', 'end')
      }`,
    ),
    ends: [{ start: 1, each: 3, 'each#multiInstanceBody': 1, end: 1 }],
  },
  {
    key: 'load-error',
    xml: drawn(
      'load-error',
      `${start + work('risky')}<bpmn:boundaryEvent id="refused" attachedToRef="risky"><bpmn:errorEventDefinition errorRef="e"/></bpmn:boundaryEvent>${
        work('repair') + end
      }<bpmn:endEvent id="repaired"/>${flows('start', 'risky', 'end') + flows('refused', 'repair', 'repaired')}`,
      '<bpmn:error id="e" name="refused" errorCode="E1"/>',
    ),
    ends: [
      { start: 1, risky: 1, end: 1 },
      { start: 1, refused: 1, repair: 1, repaired: 1 },
    ],
  },
  {
    key: 'load-exclusive',
    xml: drawn(
      'load-exclusive',
      `${start + counting('zero', '0', false)}<bpmn:parallelGateway id="fork"/>${counters
        .map((id) => counting(id, 'counted + 1') + flows('fork', id, 'join'))
        .join('')}<bpmn:parallelGateway id="join"/>${end + flows('start', 'zero', 'fork') + flows('join', 'end')}`,
    ),
    ends: [
      { start: 1, zero: 1, fork: 1, ...Object.fromEntries(counters.map((id) => [id, 1])), join: COUNTERS, end: 1 },
    ],
  },
  {
    key: 'load-letter',
    xml: drawn(
      'load-letter',
      `${start}<bpmn:serviceTask id="letter" camunda:type="external" camunda:topic="alur.document"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="template">load-letter</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>${
        end + flows('start', 'letter', 'end')
      }`,
    ),
    ends: [{ start: 1, letter: 1, end: 1 }],
  },
  {
    key: 'load-failing',
    xml: drawn(
      'load-failing',
      `${start}<bpmn:serviceTask id="fails" camunda:asyncBefore="true" camunda:expression="\${missing.name}"><bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R3/PT0.2S</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask>${
        end + flows('start', 'fails', 'end')
      }`,
    ),
    ends: [],
  },
];
