import type { BoxedExpression, BoxedFunction, DmnExpression, NamedBox, Parameter } from './decision-model.ts';
import { readElement, readElements, readText, type DmnElement } from './dmn-element.ts';
import type { DmnFindingCode } from './dmn-finding-texts.ts';
import { readTable } from './read-table.ts';

/** What reading a boxed expression needs of the reader of its decision. */
export interface BoxReader {
  report(code: DmnFindingCode, element: DmnElement, parameters?: Readonly<Record<string, string>>): void;
  expression(element: DmnElement | undefined, place: string, kind?: 'expression' | 'unaryTests'): DmnExpression | null;
  typeRef(element: DmnElement | undefined): string | null;
}

/**
 * Reads logic in a box, and what is in it. `name` is what it belongs to, for messages and for a table's only output.
 * @returns null where it is empty; undefined when it cannot be evaluated, why is reported.
 */
export function readBoxed(
  element: DmnElement | undefined,
  { reader, name }: { readonly reader: BoxReader; readonly name: string },
): BoxedExpression | null | undefined {
  const inside = (child: DmnElement | undefined) => readInside(child, { reader, name });
  if (element === undefined) return null;
  switch (element.$type) {
    case 'dmn:LiteralExpression': {
      const expression = reader.expression(element, `the literal expression of ${name}`);
      if (expression) return { type: 'literalExpression', expression };
      return readText(element, 'text') === null ? null : undefined;
    }
    case 'dmn:DecisionTable':
      return readTable(element, { reader, nameOfSingle: name });
    case 'dmn:Context':
      return {
        type: 'context',
        entries: readElements(element, 'contextEntry').map((entry) =>
          readNamed(entry, { variable: 'variable', value: 'value', reader }),
        ),
      };
    case 'dmn:Invocation':
      return {
        type: 'invocation',
        called: inside(readElement(element, 'calledFunction')) ?? { type: 'list', items: [] },
        bindings: readElements(element, 'binding').map((binding) =>
          readNamed(binding, { variable: 'parameter', value: 'bindingFormula', reader }),
        ),
      };
    case 'dmn:List':
      return { type: 'list', items: readElements(element, 'elements').map(inside) };
    case 'dmn:Relation':
      return {
        type: 'relation',
        columns: readElements(element, 'column').map((column) => readParameter(column, reader)),
        rows: readElements(element, 'row').map((row) => readElements(row, 'elements').map(inside)),
      };
    case 'dmn:FunctionDefinition':
      return readFunction(element, { reader, name });
    case 'dmn:Conditional':
      return {
        type: 'conditional',
        condition: inside(childOf(element, 'if')),
        whenTrue: inside(childOf(element, 'then')),
        otherwise: inside(childOf(element, 'else')),
      };
    case 'dmn:Filter':
      return { type: 'filter', list: inside(childOf(element, 'in')), match: inside(childOf(element, 'match')) };
    case 'dmn:For':
    case 'dmn:Some':
    case 'dmn:Every':
      return {
        type: element.$type === 'dmn:For' ? 'for' : element.$type === 'dmn:Some' ? 'some' : 'every',
        variable: readName(readText(element, 'iteratorVariable')) ?? 'item',
        list: inside(childOf(element, 'in')),
        each: inside(childOf(element, element.$type === 'dmn:For' ? 'return' : 'satisfies')),
      };
    default:
      return void reader.report('DMN-010', element, {
        logic: `a ${element.$type.replace(/^dmn:/, '')}, which cannot be evaluated`,
      });
  }
}

/** A box inside of another one; the type that it names holds for its value. */
function readInside(
  element: DmnElement | undefined,
  given: { readonly reader: BoxReader; readonly name: string },
): BoxedExpression | null {
  const box = readBoxed(element, given) ?? null;
  const typeRef = box?.type === 'functionDefinition' ? null : given.reader.typeRef(element);
  return box && typeRef !== null ? { type: 'typed', typeRef, box } : box;
}

/** A function; one that is written in another language than FEEL is reported and has no body. */
export function readFunction(
  element: DmnElement,
  { reader, name }: { readonly reader: BoxReader; readonly name: string },
): BoxedFunction {
  const kind = readText(element, 'kind') ?? 'FEEL';
  if (kind !== 'FEEL') reader.report('DMN-014', element, { kind, name });
  return {
    type: 'functionDefinition',
    parameters: readElements(element, 'formalParameter').map((parameter) => readParameter(parameter, reader)),
    body: kind === 'FEEL' ? readInside(readElement(element, 'body'), { reader, name }) : null,
  };
}

function readParameter(element: DmnElement, reader: BoxReader): Parameter {
  return { name: readName(readText(element, 'name')) ?? '', typeRef: reader.typeRef(element) };
}

function readNamed(
  element: DmnElement,
  { variable, value, reader }: { readonly variable: string; readonly value: string; readonly reader: BoxReader },
): NamedBox {
  const named = readElement(element, variable);
  const name = readName(readText(named, 'name'));
  const box = readElement(element, value);
  return { name, typeRef: reader.typeRef(named), value: readInside(box, { reader, name: name ?? 'the result' }) };
}

/** The expression in a part of a conditional, a filter or an iterator. */
function childOf(element: DmnElement, part: string): DmnElement | undefined {
  return readElement(readElement(element, part), 'value');
}

/** A FEEL name: white space inside counts as one blank (DMN 1.3, 10.3.1.4). */
export function readName(name: string | null): string | null {
  return name?.replaceAll(/\s+/g, ' ').trim() ?? null;
}
