/**
 * An element as bpmn-moddle reads it. Properties are read by their BPMN or `camunda:` name through the readers below.
 */
export interface ModdleElement {
  /** `bpmn:UserTask`, `camunda:InputOutput`, … */
  readonly $type: string;
  /** Attributes that no schema knows, by prefixed name. */
  readonly $attrs?: Readonly<Record<string, string>>;
  readonly id?: string;
  /** The element that it stands in. */
  readonly $parent?: ModdleElement;
  /** References that lead to nothing in the file, by property, where that is allowed (`errorRef`). */
  danglingReferences?: Map<string, string>;
  get(name: string): unknown;
}

function isElement(value: unknown): value is ModdleElement {
  return (
    typeof value === 'object' && value !== null && '$type' in value && 'get' in value && typeof value.get === 'function'
  );
}

/** Text of an attribute or of a text child; undefined when absent or blank. */
export function readText(element: ModdleElement, name: string): string | undefined {
  const value = element.get(name);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

export function readBoolean(element: ModdleElement, name: string): boolean {
  const value = element.get(name);
  return value === true || value === 'true';
}

/** A child element, or the element that a resolved reference points to. */
export function readElement(element: ModdleElement, name: string): ModdleElement | undefined {
  const value = element.get(name);
  return isElement(value) ? value : undefined;
}

export function readElements(element: ModdleElement, name: string): readonly ModdleElement[] {
  const value = element.get(name);
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** Elements of one type in `bpmn:extensionElements`, e.g. all `camunda:ExecutionListener`. */
export function readExtensions(element: ModdleElement, type: string): readonly ModdleElement[] {
  const extensions = readElement(element, 'extensionElements');
  if (extensions === undefined) return [];
  return readElements(extensions, 'values').filter((value) => value.$type === type);
}

/** `userTask` of a `bpmn:UserTask`. */
export function kindOf(element: ModdleElement): string {
  const local = element.$type.slice(element.$type.indexOf(':') + 1);
  return local.charAt(0).toLowerCase() + local.slice(1);
}
