import type { EventDefinition, TimerDefinition } from '../../engine/definition/event-definition.ts';
import { readElement, readElements, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileExpression, hasExpression } from './expression.ts';
import { compileImplementation } from './implementation.ts';

type EventPosition =
  | 'start'
  | 'event sub-process start'
  | 'intermediate catch'
  | 'intermediate throw'
  | 'boundary'
  | 'end';

/** Which event definitions may stand where (BPMN 2.0.2, table 10.93), of those that are supported. */
const allowed: Record<EventPosition, readonly EventDefinition['type'][]> = {
  start: ['none', 'timer', 'message'],
  'event sub-process start': ['none', 'timer', 'message', 'error'],
  'intermediate catch': ['none', 'timer', 'message'],
  'intermediate throw': ['none', 'message', 'compensation'],
  boundary: ['none', 'timer', 'message', 'error', 'compensation'],
  end: ['none', 'message', 'error', 'compensation', 'terminate'],
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
  const definitions = [...readElements(event, 'eventDefinitions'), ...readElements(event, 'eventDefinitionRef')];
  const [definition] = definitions;
  if (definition === undefined) return none;
  const subject = subjectOf(event);
  const catches = position !== 'end' && position !== 'intermediate throw';
  const compiled = definitions.length === 1 ? compileDefinition(definition, event, catches, compilation) : undefined;
  if (compiled !== undefined && allowed[position].includes(compiled.type)) return compiled;
  if (definitions.length > 1) compilation.report('BPMN-091', subject, { count: String(definitions.length) });
  else if (compiled !== undefined)
    compilation.report('BPMN-095', subject, {
      definition: compiled.type,
      allowed: allowed[position].filter((type) => type !== 'none').join(', '),
    });
  if (event.id !== undefined) compilation.refused.add(event.id);
  return none;
}

function compileDefinition(
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
    case 'bpmn:ErrorEventDefinition':
      return compileError(definition, event, catches, compilation);
    case 'bpmn:TerminateEventDefinition':
      return { type: 'terminate' };
    case 'bpmn:CompensateEventDefinition':
      return compileCompensation(definition, event, compilation);
    default:
      return void compilation.report('BPMN-021', subjectOf(event), {
        definition: definition.$type.replace(/^bpmn:(.*)EventDefinition$/, '$1').toLowerCase(),
      });
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

function compileError(
  definition: ModdleElement,
  event: ModdleElement,
  catches: boolean,
  compilation: Compilation,
): EventDefinition | undefined {
  const error = readElement(definition, 'errorRef');
  const code = error === undefined ? undefined : readText(error, 'errorCode');
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

function compileCompensation(
  definition: ModdleElement,
  event: ModdleElement,
  compilation: Compilation,
): EventDefinition | undefined {
  if (definition.get('waitForCompletion') === false) compilation.report('BPMN-096', subjectOf(event));
  const activityRef = readElement(definition, 'activityRef')?.id;
  return { type: 'compensation', ...(activityRef === undefined ? {} : { activityRef }) };
}
