import type { DataItem } from '../../engine/definition/data-flow.ts';
import { readElement, readElements, readText, type ModdleElement } from '../moddle-element.ts';

/** What bpmn-io's tools connect an association to when nothing in the activity takes the data: a drawing only. */
const PLACEHOLDER = '__targetRef_placeholder';

/** Whether an association's end is there for the drawing alone. */
export function isPlaceholder(item: ModdleElement): boolean {
  return item.$type === 'bpmn:Property' && readText(item, 'name') === PLACEHOLDER;
}

/**
 * The variable that a data object, property, data input or output is, as `owner` sees it. Undefined when it belongs to
 * nothing around `owner`, or lives outside of the process (a data store).
 */
export function resolveDataItem(item: ModdleElement, owner: ModdleElement): DataItem | undefined {
  if (item.$type === 'bpmn:DataStoreReference' || item.$type === 'bpmn:DataStore') return undefined;
  const name = dataItemName(item);
  const holder = holderOf(dataObjectOf(item));
  if (name === undefined || holder?.id === undefined) return undefined;
  if (holder === owner) return { name };
  return isAround(holder, owner) ? { name, holder: holder.id } : undefined;
}

/**
 * A data object is known by its name, else by that of the first reference to it (where tools write it), else by its id;
 * other items by name or id.
 */
export function dataItemName(item: ModdleElement): string | undefined {
  const object = dataObjectOf(item);
  return readText(object, 'name') ?? referenceName(object) ?? readText(item, 'name') ?? object.id;
}

function referenceName(object: ModdleElement): string | undefined {
  if (object.$type !== 'bpmn:DataObject' || object.$parent === undefined) return undefined;
  for (const element of readElements(object.$parent, 'flowElements')) {
    if (element.$type !== 'bpmn:DataObjectReference' || readElement(element, 'dataObjectRef') !== object) continue;
    const name = readText(element, 'name');
    if (name !== undefined) return name;
  }
  return undefined;
}

function dataObjectOf(item: ModdleElement): ModdleElement {
  return readElement(item, 'dataObjectRef') ?? item;
}

/** The process, sub-process, activity or event that holds an item. */
function holderOf(item: ModdleElement): ModdleElement | undefined {
  const parent = item.$parent;
  const isWrapper =
    parent?.$type === 'bpmn:InputOutputSpecification' || parent?.$type === 'bpmn:MultiInstanceLoopCharacteristics';
  return isWrapper ? parent.$parent : parent;
}

function isAround(holder: ModdleElement, element: ModdleElement): boolean {
  for (let at = element.$parent; at !== undefined; at = at.$parent) if (at === holder) return true;
  return false;
}
