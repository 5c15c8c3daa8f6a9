import { SaxesParser } from 'saxes';
import type { Vary } from './variation.ts';

interface XmlElement {
  readonly name: string;
  /** The start tag as it was written. */
  readonly open: string;
  readonly children: (XmlElement | string)[];
}

const SCOPES = new Set(['bpmn:process', 'bpmn:subProcess', 'bpmn:transaction']);
/** What belongs to the scope itself and comes first in it. */
const OF_SCOPE = new Set(['bpmn:extensionElements', 'bpmn:multiInstanceLoopCharacteristics']);

/** The elements of every scope stand in the reverse order, and the processes too. */
export const reordered: Vary = (xml, drawn) => ({ xml: write(reverse(read(xml))), drawn, originalOf: (id) => id });

function reverse(element: XmlElement | string): XmlElement | string {
  if (typeof element === 'string') return element;
  const children = element.children.map(reverse);
  if (!SCOPES.has(element.name)) return { ...element, children };
  const isOfScope = (child: XmlElement | string) => typeof child !== 'string' && OF_SCOPE.has(child.name);
  return {
    ...element,
    children: [...children.filter(isOfScope), ...children.filter((child) => !isOfScope(child)).reverse()],
  };
}

function read(xml: string): XmlElement {
  const root: XmlElement = { name: '', open: '', children: [] };
  const path = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
    const element: XmlElement = { name, open: `<${name}${written.join('')}>`, children: [] };
    path.at(-1)?.children.push(element);
    path.push(element);
  });
  parser.on('closetag', () => void path.pop());
  parser.on('text', (text) => path.at(-1)?.children.push(escape(text)));
  parser.write(xml).close();
  return root;
}

function write(element: XmlElement | string): string {
  if (typeof element === 'string') return element;
  const inside = element.children.map(write).join('');
  return element.name === '' ? inside : `${element.open}${inside}</${element.name}>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
