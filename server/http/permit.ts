import { type AccessControl, isGranted, mayHoldAnything, requireAll } from '../application/access/access-control.ts';
import { readDecisionHistory, need, readHistory, readInstance } from '../application/access/needs.ts';
import { Reach } from '../application/access/reach.ts';
import type { Authentication } from '../application/ports/authentication.ts';
import type { Caller } from '../application/ports/caller.ts';
import type { Scope } from '../application/ports/scope.ts';
import { seesAllTasks } from '../application/user-tasks.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { checkAccess, hasRoleFor } from './access.ts';
import { type Requirement, requirementOf } from './requirements.ts';

/** What a caller may reach through one endpoint. */
export interface Permit {
  /** Undefined: roles alone decide, and they do allow it. */
  readonly requirement?: Requirement;
  /** Undefined: everything. */
  readonly scope?: Scope;
  /** What queries in a body find, by the field that they come in; of other queries it is the scope. */
  readonly queries?: ReadonlyMap<string, Scope>;
  readonly reach: Reach;
}

/** Queries that select what an operation changes find what the caller may read; what he may change is asked afterwards. */
const QUERIES = {
  processInstanceQuery: readInstance,
  historicProcessInstanceQuery: readHistory,
  jobQuery: readInstance,
  externalTaskQuery: readInstance,
  historicDecisionInstanceQuery: readDecisionHistory,
  historicBatchQuery: [need('batch')('READ_HISTORY')],
};

/**
 * Refuses who may not call the endpoint at all, neither by a role nor by an authorization.
 * @throws Unauthenticated, Forbidden
 */
export async function findPermit(
  endpoint: Endpoint,
  authentication: Authentication,
  access: AccessControl | undefined,
): Promise<Permit> {
  const { caller } = authentication;
  const requirement = requirementOf(endpoint);
  if (requirement && !access) throw new Error(`Nobody decides who may call ${endpoint.path}.`);
  const byRole = hasRoleFor(endpoint, caller);
  const scope =
    requirement &&
    (await access?.scopeOf(
      caller,
      requirement.needs,
      byRole && requirement.kind === 'task' && !seesAllTasks(caller)
        ? { own: [caller.userId ?? '', ...caller.groups] }
        : byRole,
    ));
  const reach = new Reach({ access, caller, byRole, needs: requirement?.needs ?? [] });
  const entry = requirement?.entry ? await reach.scopeOf(requirement.entry) : scope;
  if (!requirement || !scope || !entry || !mayHoldAnything(entry)) {
    checkAccess(endpoint, authentication);
    return { reach };
  }
  if (requirement.on === 'all') requireAll({ caller, needs: requirement.needs, scope });
  if (requirement.also && access) {
    const needs = requirement.also;
    const also = await access.scopeOf(caller, needs, byRole);
    if (also) requireAll({ caller, needs, scope: also });
  }
  if (requirement.on !== 'touched') return { requirement, scope, reach };
  const queries = new Map<string, Scope>();
  for (const [field, needs] of Object.entries(QUERIES)) {
    const found = await reach.scopeOf(needs);
    if (found) queries.set(field, found);
  }
  return { requirement, scope, queries, reach };
}

/**
 * Refuses when the rows that the path names are out of the caller's reach.
 * @returns the caller, who knows of a task that it was granted to him
 * @throws MissingPermission
 */
export async function checkRows(
  { requirement, scope }: Permit,
  {
    caller,
    params,
    access,
  }: { caller: Caller; params: Readonly<Record<string, string>>; access: AccessControl | undefined },
): Promise<Caller> {
  if (!requirement?.filters || !scope || !access || requirement.on !== 'row') return caller;
  const { kind, needs, filters } = requirement;
  const row = await access.requireRow({ kind, filters: filters(params) }, { caller, needs, scope });
  const textOf = (name: string) => (typeof row?.[name] === 'string' ? row[name] : null);
  const ids = {
    task: textOf('id'),
    processInstance: textOf('process_instance_id'),
    processDefinition: textOf('definition_key'),
  };
  return kind === 'task' && row && isGranted(scope, ids) ? { ...caller, grantedTask: ids.task } : caller;
}
