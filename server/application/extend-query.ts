import type { ListRequest } from './ports/list-reader.ts';

/**
 * A stored query with another one on top of it (Camunda 7, `TaskQueryImpl.extend`): values of the extending query win,
 * conditions on variables are replaced by those on the same name, its sorting comes after that of the stored one.
 */
export function extendQuery(stored: ListRequest, extending: ListRequest): ListRequest {
  const filters = new Map(stored.filters);
  for (const [name, value] of extending.filters) filters.set(name, mergeNamed(filters.get(name), value));
  return { ...extending, filters, sorting: [...stored.sorting, ...extending.sorting] };
}

type FilterValue = ListRequest['filters'] extends ReadonlyMap<string, infer V> ? V : never;

function mergeNamed(stored: FilterValue | undefined, extending: FilterValue): FilterValue {
  if (!hasNames(stored) || !hasNames(extending)) return extending;
  const names = new Set(extending.map((each) => each.name));
  return [...stored.filter((each) => !names.has(each.name)), ...extending];
}

type Named = Extract<FilterValue, readonly { readonly name: string }[]>;

function hasNames(value: FilterValue | undefined): value is Named {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'object' && 'name' in each);
}
