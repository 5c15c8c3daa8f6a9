import type { Caller } from '../../../application/ports/caller.ts';
import type { VariableResource } from '../../../contract/engine-rest/variable-resource.ts';
import { Rejection } from '../../../engine/errors.ts';
import type { Variables } from '../../../engine/instance/value.ts';
import { fromDto, fromDtoMap, toDto, toDtoMap } from '../../engine-rest/typed-value.ts';
import { wrapped } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';
import { getVariable, readDataVariable, sendData, setVariables, type VariableScopeAddress } from './variables.ts';

/** A scope with variables, as one resource finds it. */
export interface VariableScope {
  readonly address: VariableScopeAddress;
  /** What is read here. */
  readonly variables: Variables;
}

/**
 * The operations on the variables of a scope.
 * @param what the scope as Camunda's messages name it: `process instance`, `execution`, `task`
 * @param find the scope of an id; undefined when there is none, which Camunda answers with 500
 */
export function variableRoutes(
  endpoints: VariableResource,
  what: string,
  {
    parts,
    find,
  }: { readonly parts: RestParts; readonly find: (id: string, caller: Caller) => Promise<VariableScope | undefined> },
): Route[] {
  const { taskCommands, openContent } = parts;
  const scopeOf = async (id: string, caller: Caller): Promise<VariableScope> => {
    const scope = await find(id, caller);
    if (scope) return scope;
    throw new Rejection('notFound', `${what} ${id} doesn't exist: ${what} is null. It may have ended.`);
  };
  const read = async (id: string, name: string, caller: Caller) => {
    const prefix = `Cannot get ${what} variable ${name}: `;
    return getVariable((await wrapped(() => scopeOf(id, caller), { status: 500, prefix })).variables, name, what);
  };
  const change = (
    id: string,
    by: { readonly caller: Caller; readonly prefix: string },
    changes: { readonly modifications?: Variables; readonly deletions?: readonly string[] },
  ) =>
    wrapped(
      async () =>
        setVariables(
          (await scopeOf(id, by.caller)).address,
          { modifications: changes.modifications ?? new Map(), deletions: changes.deletions ?? [] },
          { taskCommands, caller: by.caller },
        ),
      { status: 500, prefix: by.prefix },
    );
  return [
    route(endpoints.getVariables, async ({ params, query }, { caller }) =>
      toDtoMap((await scopeOf(params.id, caller)).variables, query.deserializeValues),
    ),
    route(endpoints.patchVariables, ({ params, body }, { caller }) =>
      change(
        params.id,
        { caller, prefix: `Cannot modify variables for ${what} ${params.id}: ` },
        { modifications: fromDtoMap(body.modifications, what), deletions: body.deletions ?? [] },
      ),
    ),
    route(endpoints.getVariable, async ({ params, query }, { caller }) =>
      toDto(await read(params.id, params.name, caller), query.deserializeValue),
    ),
    route(endpoints.putVariable, ({ params, body }, { caller }) =>
      change(
        params.id,
        { caller, prefix: `Cannot put ${what} variable ${params.name}: ` },
        { modifications: new Map([[params.name, fromDto(params.name, body, what)]]) },
      ),
    ),
    route(endpoints.deleteVariable, ({ params }, { caller }) =>
      change(
        params.id,
        { caller, prefix: `Cannot delete ${what} variable ${params.name}: ` },
        { deletions: [params.name] },
      ),
    ),
    route(endpoints.getVariableData, async ({ params }, { caller, koa }) =>
      sendData(koa, await read(params.id, params.name, caller), openContent),
    ),
    route(endpoints.postVariableData, async ({ params }, { caller, koa }) => {
      const value = await readDataVariable(koa);
      await change(
        params.id,
        { caller, prefix: `Cannot put ${what} variable ${params.name}: ` },
        { modifications: new Map([[params.name, value]]) },
      );
    }),
  ];
}
