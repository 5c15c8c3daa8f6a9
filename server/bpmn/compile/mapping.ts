import type { Expression, Mapping, ValueSource } from '../../engine/definition/expression.ts';
import { readElement, readElements, readExtensions, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileExpression, readScript } from './expression.ts';

/** `camunda:inputOutput` of an activity or event. */
export interface Mappings {
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
}

/** Kinds that take no mapping at all (semantics section 5). */
const withoutMapping = new Set([
  'bpmn:StartEvent',
  'bpmn:ExclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:InclusiveGateway',
]);

/** Reads input and output mappings and refuses them where Camunda does. */
export function compileMappings(element: ModdleElement, compilation: Compilation): Mappings {
  const blocks = readExtensions(element, 'camunda:InputOutput');
  const inputs = blocks.flatMap((block) => readParameters(block, 'inputParameters', element, compilation));
  const outputs = blocks.flatMap((block) => readParameters(block, 'outputParameters', element, compilation));
  const isEventSubProcess = element.$type === 'bpmn:SubProcess' && element.get('triggeredByEvent') === true;
  if (inputs.length + outputs.length > 0 && (withoutMapping.has(element.$type) || isEventSubProcess))
    compilation.report('BPMN-071', subjectOf(element));
  else if (outputs.length > 0 && element.$type === 'bpmn:EndEvent') compilation.report('BPMN-072', subjectOf(element));
  return { inputs, outputs };
}

function readParameters(
  block: ModdleElement,
  property: string,
  owner: ModdleElement,
  compilation: Compilation,
): readonly Mapping[] {
  return readElements(block, property).flatMap((parameter) => {
    const name = readText(parameter, 'name');
    if (name === undefined) {
      compilation.report('BPMN-073', subjectOf(owner));
      return [];
    }
    const value = readValue(parameter, { owner, name }, compilation);
    return value === undefined ? [] : [{ name, value }];
  });
}

interface ValuePlace {
  readonly owner: ModdleElement;
  /** Name of the parameter. */
  readonly name: string;
}

/** The value of a parameter or map entry: its text, or the script, list or map inside it. Nothing at all is null. */
function readValue(holder: ModdleElement, place: ValuePlace, compilation: Compilation): ValueSource | undefined {
  const definition = readElement(holder, 'definition');
  return definition === undefined
    ? fromText(readText(holder, 'value'), place, compilation)
    : fromDefinition(definition, place, compilation);
}

function fromText(text: string | undefined, place: ValuePlace, compilation: Compilation): ValueSource {
  return { type: 'expression', expression: compileExpression(text ?? '${null}', place.owner, place.name, compilation) };
}

function fromDefinition(
  definition: ModdleElement,
  place: ValuePlace,
  compilation: Compilation,
): ValueSource | undefined {
  switch (definition.$type) {
    case 'camunda:Value':
      return fromText(readText(definition, 'value'), place, compilation);
    case 'camunda:Script': {
      const script = readScript(definition, place.owner, compilation);
      return script === undefined ? undefined : { type: 'script', script };
    }
    case 'camunda:List': {
      const items = readElements(definition, 'items').map((item) => fromDefinition(item, place, compilation));
      return { type: 'list', items: items.filter((item) => item !== undefined) };
    }
    case 'camunda:Map': {
      const entries = readElements(definition, 'entries').map(
        (entry) =>
          [
            compileExpression(readText(entry, 'key') ?? '', place.owner, place.name, compilation),
            readValue(entry, place, compilation),
          ] as const,
      );
      return {
        type: 'map',
        entries: entries.filter((entry): entry is readonly [Expression, ValueSource] => entry[1] !== undefined),
      };
    }
    default:
      return void compilation.report('BPMN-074', subjectOf(place.owner), { name: place.name, type: definition.$type });
  }
}
