import type { EventDefinition, TimerDefinition, VariableEvent } from '../../engine/definition/event-definition.ts';
import {
  readBoolean,
  readElement,
  readElements,
  readExtensions,
  readText,
  type ModdleElement,
} from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileExpression, hasExpression, splitCommaList } from './expression.ts';
import { compileCallMapping } from './call-mapping.ts';
import { compileCondition } from './condition.ts';
import { compileImplementation } from './implementation.ts';

type EventPosition =
  | 'start'
  | 'event sub-process start'
  | 'intermediate catch'
  | 'intermediate throw'
  | 'boundary'
  | 'end';

/** Which event definitions may stand where (BPMN 2.0.2, table 10.93). */
const allowed: Record<EventPosition, readonly EventDefinition['type'][]> = {
  start: ['none', 'timer', 'message', 'signal', 'conditional'],
  'event sub-process start': [
    'none',
    'timer',
    'message',
    'signal',
    'conditional',
    'error',
    'escalation',
    'compensation',
  ],
  'intermediate catch': ['none', 'timer', 'message', 'signal', 'conditional', 'link'],
  'intermediate throw': ['none', 'message', 'signal', 'escalation', 'compensation', 'link'],
  boundary: ['none', 'timer', 'message', 'signal', 'conditional', 'error', 'escalation', 'cancel', 'compensation'],
  end: ['none', 'message', 'signal', 'error', 'escalation', 'cancel', 'compensation', 'terminate'],
};

/**
 * The event definition of an event at a position; what is wrong with it is reported, and `none` stands in its place.
 */
export function compileEventDefinition(
  event: ModdleElement,
  position: EventPosition,
  compilation: Compilation,
): EventDefinition {
  const none: EventDefinition = { type: 'none' };
  const elements = [...readElements(event, 'eventDefinitions'), ...readElements(event, 'eventDefinitionRef')];
  const catches = position !== 'end' && position !== 'intermediate throw';
  const compiled = elements.map((element) => compileDefinition(element, event, catches, compilation));
  const definitions = compiled.filter((definition) => definition !== undefined);
  for (const { type } of definitions) {
    if (!allowed[position].includes(type))
      compilation.report('BPMN-095', subjectOf(event), {
        definition: type,
        allowed: allowed[position].filter((each) => each !== 'none').join(', '),
      });
  }
  const [definition] = definitions;
  if (definitions.length < elements.length || definitions.some(({ type }) => !allowed[position].includes(type))) {
    if (event.id !== undefined) compilation.refused.add(event.id);
    return none;
  }
  if (definition === undefined) return none;
  if (definitions.length === 1) return definition;
  return { type: 'multiple', parallel: readBoolean(event, 'parallelMultiple'), definitions };
}

/** One event definition, which stands in the event or is referred to by it. Undefined when it is wrong (reported). */
export function compileDefinition(
  definition: ModdleElement,
  event: ModdleElement,
  catches: boolean,
  compilation: Compilation,
): EventDefinition | undefined {
  switch (definition.$type) {
    case 'bpmn:TimerEventDefinition':
      return compileTimer(definition, event, compilation);
    case 'bpmn:MessageEventDefinition':
      return catches
        ? compileMessageCatch(definition, event, compilation)
        : compileMessageThrow(definition, event, compilation);
    case 'bpmn:SignalEventDefinition':
      return compileSignal(definition, event, catches, compilation);
    case 'bpmn:ErrorEventDefinition':
      return compileError(definition, event, catches, compilation);
    case 'bpmn:EscalationEventDefinition':
      return compileEscalation(definition, event, catches, compilation);
    case 'bpmn:ConditionalEventDefinition':
      return compileConditional(definition, event, compilation);
    case 'bpmn:LinkEventDefinition':
      return compileLink(definition, event, compilation);
    case 'bpmn:CancelEventDefinition':
      return { type: 'cancel' };
    case 'bpmn:TerminateEventDefinition':
      return { type: 'terminate' };
    case 'bpmn:CompensateEventDefinition':
      return compileCompensation(definition, catches);
    default:
      return void compilation.report('BPMN-020', subjectOf(definition));
  }
}

const timerProperties = [
  ['timeDate', 'date'],
  ['timeDuration', 'duration'],
  ['timeCycle', 'cycle'],
] as const;

function compileTimer(
  definition: ModdleElement,
  event: ModdleElement,
  compilation: Compilation,
): EventDefinition | undefined {
  for (const [property, kind] of timerProperties) {
    const time = readElement(definition, property);
    const source = time === undefined ? undefined : readText(time, 'body');
    if (source === undefined) continue;
    reportWrongTimer(kind, source, event, compilation);
    return { type: 'timer', timer: { kind, text: compileExpression(source, event, property, compilation) } };
  }
  return void compilation.report('BPMN-080', subjectOf(event));
}

function reportWrongTimer(
  kind: TimerDefinition['kind'],
  source: string,
  event: ModdleElement,
  compilation: Compilation,
): void {
  if (hasExpression(source)) return;
  const reason = compilation.checkTimer?.(kind, source) ?? null;
  if (reason !== null) compilation.report('BPMN-081', subjectOf(event), { source, reason });
}

function compileMessageCatch(
  definition: ModdleElement,
  event: ModdleElement,
  compilation: Compilation,
): EventDefinition | undefined {
  const name = readMessageName(definition);
  if (name === undefined) return void compilation.report('BPMN-082', subjectOf(event));
  return { type: 'message', name: compileExpression(name, event, 'message', compilation) };
}

function compileMessageThrow(
  definition: ModdleElement,
  event: ModdleElement,
  compilation: Compilation,
): EventDefinition | undefined {
  const implementation = compileImplementation(definition, event, compilation);
  const name = readMessageName(definition);
  if (implementation === 'refused') return undefined;
  if (implementation === 'missing' && name === undefined) return void compilation.report('BPMN-082', subjectOf(event));
  return {
    type: 'message',
    name: compileExpression(name ?? '', event, 'message', compilation),
    ...(implementation === 'missing' ? {} : { implementation }),
  };
}

/** Name of the message that an event definition, send or receive task refers to. */
export function readMessageName(holder: ModdleElement): string | undefined {
  const message = readElement(holder, 'messageRef');
  return message === undefined ? undefined : readText(message, 'name');
}

function readDanglingReference(definition: ModdleElement, property: string): string | undefined {
  const dangling = definition.danglingReferences?.get(property);
  return dangling === undefined || dangling === '' ? undefined : dangling;
}

function compileError(
  definition: ModdleElement,
  event: ModdleElement,
  catches: boolean,
  compilation: Compilation,
): EventDefinition | undefined {
  const error = readElement(definition, 'errorRef');
  // A reference to an error that the file does not define is taken as the code itself (Camunda).
  const code = (error && readText(error, 'errorCode')) ?? readDanglingReference(definition, 'errorRef');
  if (!catches && code === undefined) return void compilation.report('BPMN-083', subjectOf(event));
  const message = error === undefined ? undefined : readText(error, 'camunda:errorMessage');
  const codeVariable = readText(definition, 'camunda:errorCodeVariable');
  const messageVariable = readText(definition, 'camunda:errorMessageVariable');
  return {
    type: 'error',
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message: compileExpression(message, event, 'errorMessage', compilation) }),
    ...(codeVariable === undefined ? {} : { codeVariable }),
    ...(messageVariable === undefined ? {} : { messageVariable }),
  };
}

function compileCompensation(definition: ModdleElement, catches: boolean): EventDefinition {
  const activityRef = readElement(definition, 'activityRef')?.id;
  return {
    type: 'compensation',
    ...(activityRef === undefined ? {} : { activityRef }),
    ...(!catches && definition.get('waitForCompletion') === false ? { goesOn: true } : {}),
  };
}

function compileSignal(
  definition: ModdleElement,
  event: ModdleElement,
  catches: boolean,
  compilation: Compilation,
): EventDefinition | undefined {
  const signal = readElement(definition, 'signalRef');
  const name = signal === undefined ? undefined : readText(signal, 'name');
  if (name === undefined) return void compilation.report('BPMN-089', subjectOf(event));
  const passed = readExtensions(definition, 'camunda:In').flatMap((mapping) =>
    compileCallMapping(mapping, event, compilation),
  );
  const asynchronous = !catches && readBoolean(definition, 'camunda:async');
  if (asynchronous && passed.length > 0) compilation.report('BPMN-130', subjectOf(event));
  return {
    type: 'signal',
    name: compileExpression(name, event, 'signal', compilation),
    in: passed,
    ...(asynchronous ? { asynchronous } : {}),
  };
}

function compileEscalation(
  definition: ModdleElement,
  event: ModdleElement,
  catches: boolean,
  compilation: Compilation,
): EventDefinition | undefined {
  const escalation = readElement(definition, 'escalationRef');
  const code = escalation === undefined ? undefined : readText(escalation, 'escalationCode');
  if (!catches && code === undefined) return void compilation.report('BPMN-094', subjectOf(event));
  const codeVariable = readText(definition, 'camunda:escalationCodeVariable');
  return {
    type: 'escalation',
    ...(code === undefined ? {} : { code }),
    ...(codeVariable === undefined ? {} : { codeVariable }),
  };
}

const variableEvents: readonly VariableEvent[] = ['create', 'update', 'delete'];

function compileConditional(
  definition: ModdleElement,
  event: ModdleElement,
  compilation: Compilation,
): EventDefinition | undefined {
  const condition = compileCondition(definition, 'condition', event, compilation);
  if (condition === undefined) {
    if (readElement(definition, 'condition') === undefined) compilation.report('BPMN-102', subjectOf(event));
    return undefined;
  }
  const variableName = readText(definition, 'camunda:variableName');
  const named = splitCommaList(
    readText(definition, 'camunda:variableEvents') ?? readText(definition, 'camunda:variableEvent') ?? '',
  );
  return {
    type: 'conditional',
    condition,
    ...(variableName === undefined ? {} : { variableName }),
    variableEvents: variableEvents.filter((each) => named.includes(each)),
  };
}

function compileLink(
  definition: ModdleElement,
  event: ModdleElement,
  compilation: Compilation,
): EventDefinition | undefined {
  const name = readText(definition, 'name');
  if (name === undefined) return void compilation.report('BPMN-097', subjectOf(event));
  return { type: 'link', name };
}
