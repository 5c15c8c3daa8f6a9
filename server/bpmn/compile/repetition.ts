import type { Condition } from '../../engine/definition/expression.ts';
import type { EventDefinition } from '../../engine/definition/event-definition.ts';
import type { Repetition } from '../../engine/definition/flow-node.ts';
import { readBoolean, readElement, readElements, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { dataItemName, resolveDataItem } from './data-item.ts';
import { compileCondition } from './condition.ts';
import { compileDefinition } from './event-definition.ts';
import { compileExpression, hasExpression } from './expression.ts';

type MultiInstance = Extract<Repetition, { type: 'multiInstance' }>;

/** `loopCharacteristics` of an activity. Undefined when it does not repeat, or when it is wrong (reported). */
export function compileRepetition(element: ModdleElement, compilation: Compilation): Repetition | undefined {
  const loop = readElement(element, 'loopCharacteristics');
  if (loop === undefined) return undefined;
  return loop.$type === 'bpmn:StandardLoopCharacteristics'
    ? compileStandardLoop(loop, element, compilation)
    : compileMultiInstance(loop, element, compilation);
}

function compileStandardLoop(loop: ModdleElement, element: ModdleElement, compilation: Compilation): Repetition {
  const condition = compileCondition(loop, 'loopCondition', element, compilation);
  const maximum = readNumber(loop, 'loopMaximum', element, compilation);
  if (maximum !== undefined && !hasExpression(maximum.source) && !/^\d+$/.test(maximum.source))
    compilation.report('BPMN-077', subjectOf(element), { value: maximum.source });
  if (condition === undefined && maximum === undefined) compilation.report('BPMN-078', subjectOf(element));
  return {
    type: 'standardLoop',
    testBefore: readBoolean(loop, 'testBefore'),
    ...(condition === undefined ? {} : { condition }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

/** A number is an attribute (`loopMaximum`) or the text of a child element (`loopCardinality`). */
function readNumber(loop: ModdleElement, property: string, element: ModdleElement, compilation: Compilation) {
  const child = readElement(loop, property);
  const source = child === undefined ? readText(loop, property) : readText(child, 'body');
  return source === undefined ? undefined : compileExpression(source, element, property, compilation);
}

function compileMultiInstance(
  loop: ModdleElement,
  element: ModdleElement,
  compilation: Compilation,
): MultiInstance | undefined {
  const cardinality = readNumber(loop, 'loopCardinality', element, compilation);
  const loopInput = readLoopData(loop, 'loopDataInputRef', element);
  const loopOutput = readLoopData(loop, 'loopDataOutputRef', element);
  const named = readText(loop, 'camunda:collection');
  const collection = named ?? loopInput?.name;
  const elementVariable = readText(loop, 'camunda:elementVariable') ?? readItemName(loop, 'inputDataItem');
  const outputCollection = loopOutput?.name;
  const outputElement = readItemName(loop, 'outputDataItem');
  // A name with blanks is one in FEEL only.
  const isSpaced = named === undefined && collection !== undefined && /\s/.test(collection);
  const completion = readElement(loop, 'completionCondition');
  const completionSource = completion && readText(completion, 'body');
  if (cardinality === undefined && collection === undefined)
    return void compilation.report('BPMN-079', subjectOf(element));
  const continuation = { exclusive: loop.get('camunda:exclusive') !== false };
  return {
    type: 'multiInstance',
    sequential: readBoolean(loop, 'isSequential'),
    ...(cardinality === undefined ? {} : { cardinality }),
    ...(collection === undefined
      ? {}
      : {
          collection: compileExpression(
            hasExpression(collection) || isSpaced ? collection : `\${${collection}}`,
            element,
            'collection',
            compilation,
            isSpaced ? 'feel' : 'juel',
          ),
        }),
    ...(elementVariable === undefined ? {} : { elementVariable }),
    ...(outputCollection === undefined ? {} : { outputCollection }),
    ...(loopOutput?.holder === undefined ? {} : { outputHolder: loopOutput.holder }),
    ...(loopInput?.isOwn ? { dataInput: loopInput.name } : {}),
    ...(outputElement === undefined ? {} : { outputElement }),
    ...(completionSource === undefined
      ? {}
      : { completionCondition: compileExpression(completionSource, element, 'completionCondition', compilation) }),
    throws: compileThrows(loop, element, compilation),
    ...(readBoolean(loop, 'camunda:asyncBefore') || readBoolean(loop, 'camunda:async')
      ? { asyncBefore: continuation }
      : {}),
    ...(readBoolean(loop, 'camunda:asyncAfter') ? { asyncAfter: continuation } : {}),
  };
}

/** The list that a loop reads or fills: a data input or output of the activity, or data of a scope around it. */
function readLoopData(loop: ModdleElement, property: string, element: ModdleElement) {
  const item = readElement(loop, property);
  const name = item && dataItemName(item);
  if (item === undefined || name === undefined) return undefined;
  const resolved = resolveDataItem(item, element);
  return { name, holder: resolved?.holder, isOwn: resolved !== undefined && resolved.holder === undefined };
}

function readItemName(loop: ModdleElement, property: string): string | undefined {
  const item = readElement(loop, property);
  return item === undefined ? undefined : (readText(item, 'name') ?? item.id);
}

/** `behavior`: what is thrown when instances complete (BPMN 2.0.2, table 10.30). */
function compileThrows(loop: ModdleElement, element: ModdleElement, compilation: Compilation): MultiInstance['throws'] {
  const behavior = readText(loop, 'behavior') ?? 'All';
  if (behavior === 'Complex') {
    const events = readElements(loop, 'complexBehaviorDefinition').flatMap((definition) =>
      compileComplexBehavior(definition, element, compilation),
    );
    return { when: 'conditions', events };
  }
  if (behavior !== 'None' && behavior !== 'One') return { when: 'never' };
  const reference = behavior === 'None' ? 'noneBehaviorEventRef' : 'oneBehaviorEventRef';
  const definition = readElement(loop, reference);
  const event = definition && compileDefinition(definition, element, false, compilation);
  if (event === undefined) return { when: 'never' };
  return { when: behavior === 'None' ? 'each' : 'first', event };
}

function compileComplexBehavior(
  definition: ModdleElement,
  element: ModdleElement,
  compilation: Compilation,
): readonly { readonly condition: Condition; readonly event: EventDefinition }[] {
  const condition = compileCondition(definition, 'condition', element, compilation);
  const implicit = readElement(definition, 'event');
  const thrown = implicit
    ? [...readElements(implicit, 'eventDefinitions'), ...readElements(implicit, 'eventDefinitionRef')]
    : [];
  if (condition === undefined) return [];
  return thrown.flatMap((each) => {
    const event = compileDefinition(each, element, false, compilation);
    return event === undefined ? [] : [{ condition, event }];
  });
}
