/** An element as dmn-moddle reads it: properties by their DMN names, attributes of other namespaces in `$attrs`. */
export interface DmnElement {
  readonly $type: string;
  readonly $attrs?: Readonly<Record<string, unknown>>;
  readonly $parent?: DmnElement;
  readonly [property: string]: unknown;
}

/** A text property; null when it is absent or blank. */
export function readText(element: DmnElement | undefined, name: string): string | null {
  const value = element?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** A `camunda:` attribute, whatever its prefix in the file. */
export function readCamunda(element: DmnElement, name: string): string | null {
  const found = Object.entries(element.$attrs ?? {}).find(([key]) => key.endsWith(`:${name}`))?.[1];
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : null;
}

export function readElement(element: DmnElement | undefined, name: string): DmnElement | undefined {
  const value = element?.[name];
  return isDmnElement(value) ? value : undefined;
}

export function readElements(element: DmnElement | undefined, name: string): readonly DmnElement[] {
  const value = element?.[name];
  return Array.isArray(value) ? value.filter(isDmnElement) : [];
}

export function isDmnElement(value: unknown): value is DmnElement {
  return typeof value === 'object' && value !== null && '$type' in value && typeof value.$type === 'string';
}

/** Id of an element, or of the nearest one around it that has an id. */
export function nearestId(element: DmnElement): string | null {
  return readText(element, 'id') ?? (element.$parent ? nearestId(element.$parent) : null);
}
