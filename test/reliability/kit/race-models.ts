import { bpmn } from '../../kit/server.ts';

const flow = (from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`;
/** `start > a > end`: flows along a path. */
export const path = (text: string): string => {
  const nodes = text.split(' > ');
  return nodes
    .slice(1)
    .map((to, index) => flow(nodes[index] ?? '', to))
    .join('');
};
export const start = '<bpmn:startEvent id="start"/>';
export const end = '<bpmn:endEvent id="end"/>';
export const user = (id: string): string => `<bpmn:userTask id="${id}"/>`;
const timer = (text: string): string =>
  `<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${text}</bpmn:timeDuration></bpmn:timerEventDefinition>`;
const message = (ref: string): string => `<bpmn:messageEventDefinition messageRef="${ref}"/>`;
const messages = (...names: readonly string[]): string =>
  names.map((name) => `<bpmn:message id="m_${name}" name="${name}"/>`).join('');
const letters = (count: number): string[] => Array.from({ length: count }, (_, index) => `b${index}`);

/** Two user tasks one after the other. */
export const twoTasks = bpmn(
  'twoTasks',
  start + user('first') + user('second') + end + path('start > first > second > end'),
);

/** A task that a timer and a message can take away. */
export const bounded = bpmn(
  'bounded',
  `${start + user('work')}<bpmn:boundaryEvent id="late" attachedToRef="work">${timer('PT1H')}</bpmn:boundaryEvent>
  <bpmn:boundaryEvent id="recalled" attachedToRef="work">${message('m_recall')}</bpmn:boundaryEvent>
  ${user('done') + user('overdue') + user('back') + end}${path('start > work > done > end') + path('late > overdue > end') + path('recalled > back > end')}`,
  messages('recall'),
);

/** A join of so many branches, with a task behind it. */
export const joinOf = (count: number, gateway: 'parallelGateway' | 'inclusiveGateway' = 'parallelGateway'): string => {
  const key = `${gateway === 'parallelGateway' ? 'join' : 'or'}Of${count}`;
  return bpmn(
    key,
    `${start}<bpmn:${gateway} id="fork"/>${letters(count).map(user).join('')}<bpmn:${gateway} id="meet"/>${user('after') + end}
    ${
      path('start > fork') +
      letters(count)
        .map((branch) => path(`fork > ${branch} > meet`))
        .join('') +
      path('meet > after > end')
    }`,
  );
};

/** Five instances of which three are enough. */
export const threeOfFive = bpmn(
  'threeOfFive',
  `${start}<bpmn:userTask id="vote"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>5</bpmn:loopCardinality>
  <bpmn:completionCondition xsi:type="bpmn:tFormalExpression">\${nrOfCompletedInstances >= 3}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
  ${user('after') + end + path('start > vote > after > end')}`,
);

/** A task that tells without ending, as often as the message comes. */
export const telling = bpmn(
  'telling',
  `${start + user('work')}<bpmn:boundaryEvent id="told" attachedToRef="work" cancelActivity="false">${message('m_tell')}</bpmn:boundaryEvent>
  ${user('note') + end}<bpmn:endEvent id="noted"/>${path('start > work > end') + path('told > note > noted')}`,
  messages('tell'),
);

/** Waits for a message at once. */
export const waiting = bpmn(
  'waiting',
  `${start}<bpmn:receiveTask id="wait" messageRef="m_go"/>${user('after') + end + path('start > wait > after > end')}`,
  messages('go'),
);

/** Waits for a message when its task is done. */
export const soonWaiting = bpmn(
  'soonWaiting',
  `${start + user('before')}<bpmn:receiveTask id="wait" messageRef="m_soon"/>${user('after') + end + path('start > before > wait > after > end')}`,
  messages('soon'),
);

/** Two messages of which one decides. */
export const eventGateway = bpmn(
  'eventGateway',
  `${start}<bpmn:eventBasedGateway id="which"/><bpmn:intermediateCatchEvent id="yes">${message('m_yes')}</bpmn:intermediateCatchEvent>
  <bpmn:intermediateCatchEvent id="no">${message('m_no')}</bpmn:intermediateCatchEvent>${user('granted') + user('refused') + end}
  ${path('start > which > yes > granted > end') + path('which > no > refused > end')}`,
  messages('yes', 'no'),
);

/** External work with a task behind it. */
export const external = bpmn(
  'external',
  `${start}<bpmn:serviceTask id="work" camunda:type="external" camunda:topic="race"/>${user('after') + end + path('start > work > after > end')}`,
);

/** A job with a task behind it; nobody runs it by itself, because its definition is suspended. */
export const laterJob = bpmn(
  'laterJob',
  `${start}<bpmn:intermediateCatchEvent id="later">${timer('PT1H')}</bpmn:intermediateCatchEvent>${user('after') + end + path('start > later > after > end')}`,
);
