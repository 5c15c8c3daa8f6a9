import type { BusinessKnowledgeModel, DecisionService, InputData } from './decision-model.ts';
import { readElement, readElements, readText, type DmnElement } from './dmn-element.ts';
import { readFunction, readName, type BoxReader } from './read-boxed.ts';

/** Ids that requirements or references of one kind lead to (`href="#id"`). */
export function readReferences(element: DmnElement, requirement: string, property?: string): readonly string[] {
  return readElements(element, requirement)
    .map((each) => (property === undefined ? each : readElement(each, property)))
    .map((each) => readText(each, 'href')?.replace(/^.*#/, '') ?? null)
    .filter((id) => id !== null);
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
