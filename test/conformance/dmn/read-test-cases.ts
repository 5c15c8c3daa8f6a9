import { duration, parseDate, parseDateTime, parseTime } from 'feelin';
import { SaxesParser, type SaxesTagNS } from 'saxes';

/** One test of the DMN TCK (testCases.xsd): values for input nodes, and what result nodes have to be. */
export interface TestCase {
  readonly id: string;
  readonly inputs: readonly { readonly name: string; readonly value: unknown }[];
  readonly results: readonly ExpectedResult[];
}

export interface ExpectedResult {
  readonly name: string;
  readonly type: 'decision' | 'decisionService' | 'bkm';
  /** What is expected, as FEEL has it. */
  readonly expected: unknown;
}

export interface TestFile {
  /** File name of the model. */
  readonly modelName: string;
  readonly cases: readonly TestCase[];
}

/** A date, time or duration for which feelin has no value (a year before our era): it is compared by its text. */
export class UnreadValue {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Tag[];
  text: string;
}

/** @throws Error for text that is no XML. */
export function readTestCases(xml: string): TestFile {
  const root = readTree(xml);
  return {
    modelName: childOf(root, 'modelName')?.text.trim() ?? '',
    cases: childrenOf(root, 'testCase').map((testCase, index) => {
      const kind = testCase.attributes.get('type');
      return {
        id: testCase.attributes.get('id') ?? String(index + 1),
        inputs: childrenOf(testCase, 'inputNode').map((node) => ({
          name: node.attributes.get('name') ?? '',
          value: readValue(node),
        })),
        results: childrenOf(testCase, 'resultNode').map((node) => {
          const type = node.attributes.get('type') ?? kind;
          return {
            // A case about a service or a function names it itself.
            name: testCase.attributes.get('invocableName') ?? node.attributes.get('name') ?? '',
            type:
              kind === 'decisionService' || type === 'decisionService'
                ? 'decisionService'
                : kind === 'bkm'
                  ? 'bkm'
                  : 'decision',
            expected: readValue(childOf(node, 'expected')),
          };
        }),
      };
    }),
  };
}

/** A value, a list of items or a structure of components. */
function readValue(tag: Tag | undefined): unknown {
  if (!tag) return null;
  const list = childOf(tag, 'list');
  if (list) return list.attributes.get('nil') === 'true' ? null : childrenOf(list, 'item').map(readValue);
  const components = childrenOf(tag, 'component');
  if (components.length > 0)
    return Object.fromEntries(
      components.map((component) => [component.attributes.get('name') ?? '', readValue(component)]),
    );
  const value = childOf(tag, 'value');
  return value && value.attributes.get('nil') !== 'true' ? readSimple(value) : null;
}

function readSimple(value: Tag): unknown {
  const { text } = value;
  switch (value.attributes.get('type')?.replace(/^.*:/, '')) {
    case 'decimal':
    case 'double':
    case 'float':
    case 'integer':
    case 'int':
    case 'long':
      return Number(text);
    case 'boolean':
      return text.trim() === 'true' || text.trim() === '1';
    case 'date':
      return orText(text, parseDate);
    case 'time':
      return orText(text, parseTime);
    case 'dateTime':
      return orText(text, parseDateTime);
    case 'duration':
    case 'dayTimeDuration':
    case 'yearMonthDuration':
      return orText(text, duration);
    default:
      return text;
  }
}

function orText(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text.trim()) ?? new UnreadValue(text.trim());
  } catch {
    return new UnreadValue(text.trim());
  }
}

function readTree(xml: string): Tag {
  const root: Tag = { name: '', attributes: new Map(), children: [], text: '' };
  const open: Tag[] = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (node: SaxesTagNS) => {
    const attributes = new Map(Object.values(node.attributes).map(({ local, value }) => [local, value]));
    const tag: Tag = { name: node.local, attributes, children: [], text: '' };
    open.at(-1)?.children.push(tag);
    open.push(tag);
  });
  const addText = (text: string) => {
    const tag = open.at(-1);
    if (tag) tag.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => void open.pop());
  parser.write(xml).close();
  return root.children[0] ?? root;
}

function childOf(tag: Tag | undefined, name: string): Tag | undefined {
  return tag?.children.find((child) => child.name === name);
}

function childrenOf(tag: Tag | undefined, name: string): readonly Tag[] {
  return tag?.children.filter((child) => child.name === name) ?? [];
}
