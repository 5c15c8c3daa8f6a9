import { readCamunda, readElement, readElements, readText, type DmnElement } from './dmn-element.ts';
import type {
  Aggregation,
  DecisionTable,
  DmnExpression,
  HitPolicy,
  Rule,
  TableInput,
  TableOutput,
} from './decision-model.ts';
import type { DmnFindingCode } from './dmn-finding-texts.ts';

/** What reading a table needs of the reader of its decision. */
export interface TableReader {
  report(code: DmnFindingCode, element: DmnElement, parameters?: Readonly<Record<string, string>>): void;
  expression(element: DmnElement | undefined, place: string, kind?: 'expression' | 'unaryTests'): DmnExpression | null;
  typeRef(element: DmnElement | undefined): string | null;
}

const hitPolicies: ReadonlySet<string> = new Set<HitPolicy>([
  'UNIQUE',
  'FIRST',
  'ANY',
  'PRIORITY',
  'RULE ORDER',
  'OUTPUT ORDER',
  'COLLECT',
]);
const aggregations: ReadonlySet<string> = new Set<Aggregation>(['SUM', 'MIN', 'MAX', 'COUNT']);

/** Camunda's name of the input value in cells, where the column names none. */
const DEFAULT_INPUT_VARIABLE = 'cellInput';

/**
 * Reads a decision table. `nameOfSingle` is the key of an only output that has no name. @returns undefined when it
 * cannot be evaluated; why is reported.
 */
export function readTable(
  element: DmnElement,
  { reader, nameOfSingle }: { readonly reader: TableReader; readonly nameOfSingle: string },
): DecisionTable | undefined {
  const hitPolicy = readText(element, 'hitPolicy') ?? 'UNIQUE';
  if (!isHitPolicy(hitPolicy)) return void reader.report('DMN-020', element, { hitPolicy });
  const inputs = readElements(element, 'input').map((input) => readInput(input, reader));
  const outputs = readOutputs(readElements(element, 'output'), { table: element, reader, nameOfSingle });
  const aggregation = readText(element, 'aggregation');
  if (aggregation !== null && (!isAggregation(aggregation) || hitPolicy !== 'COLLECT' || outputs.length > 1))
    return void reader.report('DMN-021', element, { aggregation });
  if ((hitPolicy === 'PRIORITY' || hitPolicy === 'OUTPUT ORDER') && outputs.every((output) => output.values === null))
    reader.report('DMN-026', element, { hitPolicy });
  const width = { inputs: inputs.length, outputs: outputs.length };
  const rules = readElements(element, 'rule').map((rule, index) =>
    readRule(rule, { reader, number: index + 1, ...width }),
  );
  if (outputs.length === 0 || inputs.includes(undefined) || rules.includes(undefined)) return undefined;
  return {
    type: 'decisionTable',
    hitPolicy,
    aggregation,
    inputs: inputs.filter((input) => input !== undefined),
    outputs,
    rules: rules.filter((rule) => rule !== undefined),
  };
}

function isHitPolicy(text: string): text is HitPolicy {
  return hitPolicies.has(text);
}

function isAggregation(text: string): text is Aggregation {
  return aggregations.has(text);
}

const nothing: DmnExpression = { language: 'feel', source: 'null' };

function readInput(element: DmnElement, reader: TableReader): TableInput | undefined {
  const expressionElement = readElement(element, 'inputExpression');
  const label = readText(element, 'label');
  const place = `input ${label ?? readText(element, 'id') ?? ''}`.trim();
  // An input without an expression is null (Camunda): its entries are then expressions of their own.
  const expression =
    readText(expressionElement, 'text') === null ? nothing : reader.expression(expressionElement, place);
  if (!expression) return undefined;
  return {
    id: readText(element, 'id'),
    label,
    expression,
    typeRef: reader.typeRef(expressionElement),
    variableName: readCamunda(element, 'inputVariable') ?? DEFAULT_INPUT_VARIABLE,
  };
}

function readOutputs(
  elements: readonly DmnElement[],
  {
    table,
    reader,
    nameOfSingle,
  }: { readonly table: DmnElement; readonly reader: TableReader; readonly nameOfSingle: string },
): readonly TableOutput[] {
  if (elements.length === 0) reader.report('DMN-022', table);
  const names = new Set<string>();
  return elements.map((element) => {
    const given = readText(element, 'name');
    const name = given ?? (elements.length === 1 ? nameOfSingle : '');
    if (name === '' || names.has(name)) reader.report('DMN-023', element, { name });
    names.add(name);
    const place = `output ${name}`;
    return {
      id: readText(element, 'id'),
      name,
      label: readText(element, 'label'),
      typeRef: reader.typeRef(element),
      // A list of values is read as the FEEL list that it becomes between brackets.
      values: listOf(readElement(element, 'outputValues'), reader, place),
      defaultValue: reader.expression(readElement(element, 'defaultOutputEntry'), place),
    };
  });
}

function listOf(element: DmnElement | undefined, reader: TableReader, place: string): DmnExpression | null {
  const values = reader.expression(element, place, 'unaryTests');
  return values && { language: 'feel', source: `[${values.source}]` };
}

function readRule(
  element: DmnElement,
  {
    reader,
    number,
    inputs,
    outputs,
  }: { readonly reader: TableReader; readonly number: number; readonly inputs: number; readonly outputs: number },
): Rule | undefined {
  const id = readText(element, 'id') ?? `rule ${number}`;
  const [tests, entries] = [readElements(element, 'inputEntry'), readElements(element, 'outputEntry')];
  if (tests.length !== inputs)
    return void reader.report('DMN-024', element, {
      rule: id,
      kind: 'input',
      given: String(tests.length),
      wanted: String(inputs),
    });
  if (entries.length !== outputs)
    return void reader.report('DMN-024', element, {
      rule: id,
      kind: 'output',
      given: String(entries.length),
      wanted: String(outputs),
    });
  return {
    id,
    tests: tests.map((test) =>
      readText(test, 'text') === '-' ? null : reader.expression(test, `rule ${number} (${id})`, 'unaryTests'),
    ),
    outputs: entries.map((entry) => reader.expression(entry, `rule ${number} (${id})`)),
  };
}
