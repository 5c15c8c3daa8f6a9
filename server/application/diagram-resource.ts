/** Kinds of images that a deployment may hold beside a model, in the order in which they are looked for (Camunda 7). */
const IMAGES = ['png', 'jpg', 'gif', 'svg'] as const;

/**
 * Name of the image of a definition among the files of its deployment: `FILE.KEY.png` for one definition of a file, or
 * `FILE.png`; undefined when there is none.
 */
export function findDiagram(
  { key, resourceName }: { readonly key: string; readonly resourceName: string },
  names: Iterable<string>,
): string | undefined {
  const present = new Set(names);
  const base = resourceName.replace(/(?:bpmn20\.xml|bpmn|dmn11\.xml|dmn)$/, '');
  return IMAGES.flatMap((image) => [`${base}${key}.${image}`, `${base}${image}`]).find((name) => present.has(name));
}
