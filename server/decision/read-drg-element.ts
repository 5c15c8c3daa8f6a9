import type { BusinessKnowledgeModel, DecisionService, InputData, ModelImport } from './decision-model.ts';
import { readElement, readElements, readText, type DmnElement } from './dmn-element.ts';
import { plainNamespace, splitReference } from './reference.ts';
import { readFunction, readName, type BoxReader } from './read-boxed.ts';

/** What requirements or references of one kind lead to: `href="#id"`, or `namespace#id` of an imported model. */
export function readReferences(element: DmnElement, requirement: string, property?: string): readonly string[] {
  return readElements(element, requirement)
    .map((each) => (property === undefined ? each : readElement(each, property)))
    .map((each) => readReference(each))
    .filter((reference) => reference !== null);
}

/** What stands before the # and is no import's namespace is the file itself, by its namespace or its name. */
function readReference(element: DmnElement | undefined): string | null {
  const href = readText(element, 'href');
  if (element === undefined || href === null) return null;
  const { namespace, id } = splitReference(href);
  const plain = namespace === null ? null : plainNamespace(namespace);
  return readImports(rootOf(element)).some((each) => each.namespace === plain) ? `${plain}#${id}` : id;
}

function rootOf(element: DmnElement): DmnElement {
  return element.$parent ? rootOf(element.$parent) : element;
}

/** Imports of DMN models; those of other kinds are not followed. */
export function readImports(root: DmnElement): readonly ModelImport[] {
  return readElements(root, 'import').flatMap((each) => {
    const [name, namespace] = [readName(readText(each, 'name')), readText(each, 'namespace')];
    const isDmn = /\/spec\/DMN\//i.test(readText(each, 'importType') ?? '/spec/DMN/');
    return name !== null && namespace !== null && isDmn
      ? [{ name, namespace: plainNamespace(namespace), model: null }]
      : [];
  });
}

export function readInputData(element: DmnElement, reader: BoxReader): InputData {
  const id = readText(element, 'id') ?? '';
  const variable = readElement(element, 'variable');
  return {
    id,
    name: readName(readText(variable, 'name') ?? readText(element, 'name')) ?? id,
    typeRef: reader.typeRef(variable),
  };
}

export function readKnowledge(element: DmnElement, reader: BoxReader): BusinessKnowledgeModel {
  const id = readText(element, 'id') ?? '';
  const variable = readElement(element, 'variable');
  const name = readName(readText(variable, 'name') ?? readText(element, 'name')) ?? id;
  const logic = readElement(element, 'encapsulatedLogic');
  return {
    id,
    name,
    requiresKnowledge: readReferences(element, 'knowledgeRequirement', 'requiredKnowledge'),
    typeRef: reader.typeRef(variable),
    logic: logic ? readFunction(logic, { reader, name }) : { type: 'functionDefinition', parameters: [], body: null },
  };
}

export function readService(element: DmnElement, reader: BoxReader): DecisionService {
  const id = readText(element, 'id') ?? '';
  const variable = readElement(element, 'variable');
  return {
    id,
    name: readName(readText(variable, 'name') ?? readText(element, 'name')) ?? id,
    outputDecisions: readReferences(element, 'outputDecision'),
    inputDecisions: readReferences(element, 'inputDecision'),
    inputData: readReferences(element, 'inputData'),
    typeRef: reader.typeRef(variable),
  };
}
