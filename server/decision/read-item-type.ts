import type { ItemType } from './decision-model.ts';
import { readElement, readElements, readText, type DmnElement } from './dmn-element.ts';
import { readName, type BoxReader } from './read-boxed.ts';

/** Item definitions by name. Allowed values that are wrong are reported. */
export function readItemTypes(elements: readonly DmnElement[], reader: BoxReader): ReadonlyMap<string, ItemType> {
  return new Map(elements.map((element) => [readName(readText(element, 'name')) ?? '', readItemType(element, reader)]));
}

function readItemType(element: DmnElement, reader: BoxReader): ItemType {
  return {
    typeRef: readTypeRef(element),
    isCollection: element['isCollection'] === true,
    isFunction: readElement(element, 'functionItem') !== undefined,
    outputTypeRef: withoutPrefix(readText(readElement(element, 'functionItem'), 'outputTypeRef')),
    allowed: reader.expression(
      readElement(element, 'allowedValues'),
      `item definition ${readText(element, 'name') ?? ''}`,
      'unaryTests',
    ),
    components: readElements(element, 'itemComponent').map((component) => ({
      name: readName(readText(component, 'name')) ?? '',
      type: readItemType(component, reader),
    })),
  };
}

/** A type name without the prefix of its namespace, as in `feel:string` (DMN 1.1). */
export function readTypeRef(element: DmnElement | undefined): string | null {
  return withoutPrefix(readText(element, 'typeRef'));
}

function withoutPrefix(typeRef: string | null): string | null {
  return readName(typeRef?.replace(/^[^:]*:/, '') ?? null);
}
