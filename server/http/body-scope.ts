import type { AccessControl } from '../application/access/access-control.ts';
import { requireTenant } from '../application/access/tenant.ts';
import type { Caller } from '../application/ports/caller.ts';
import type { Touched } from '../application/access/reach.ts';
import type { Permit } from './permit.ts';

/** Bodies name things this deep at most: a migration plan within its execution. */
const DEEPEST = 4;

/** Fields by which bodies name rows of a list, and the list's filter for them. */
const NAMED: Readonly<Record<string, readonly [kind: Touched, filter: string, idOf?: (id: string) => string]>> = {
  processInstanceId: ['history-process-instance', 'processInstanceIds'],
  processInstanceIds: ['history-process-instance', 'processInstanceIds'],
  historicProcessInstanceIds: ['history-process-instance', 'processInstanceIds'],
  processDefinitionId: ['process-definition', 'processDefinitionIdIn'],
  sourceProcessDefinitionId: ['process-definition', 'processDefinitionIdIn'],
  targetProcessDefinitionId: ['process-definition', 'processDefinitionIdIn'],
  externalTaskIds: ['external-task', 'externalTaskIdIn'],
  jobId: ['job', 'jobIds'],
  jobIds: ['job', 'jobIds'],
  // `definitionId:activityId:kind`.
  jobDefinitionId: ['process-definition', 'processDefinitionIdIn', (id) => id.split(':').slice(0, -2).join(':')],
  historicDecisionInstanceIds: ['history-decision-instance', 'decisionInstanceIdIn'],
};
const TENANT_FIELDS: ReadonlySet<string> = new Set([
  'tenantId',
  'processDefinitionTenantId',
  'decisionDefinitionTenantId',
]);

/** The input with the scope in every list request in it, so that a query within a body finds nothing beyond it. */
export function withScope(input: unknown, { scope, queries }: Scoped, depth = 0): unknown {
  if (!scope || !isPlain(input) || depth > DEEPEST) return input;
  if (input['filters'] instanceof Map && 'sorting' in input) return { ...input, scope };
  const within = queries ? { queries } : {};
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      withScope(value, { scope: queries?.get(name) ?? scope, ...within }, depth + 1),
    ]),
  );
}
type Scoped = Pick<Permit, 'scope' | 'queries'>;

/**
 * Refuses a body that names things of tenants of which the caller is no member, or that the operation would touch and he
 * may not.
 * @throws MissingPermission
 */
export async function checkNamed(
  input: unknown,
  by: { readonly caller: Caller; readonly permit: Permit; readonly access: AccessControl | undefined },
  depth = 0,
): Promise<void> {
  if (!by.permit.scope || !by.access || !isPlain(input) || depth > DEEPEST || input['filters'] instanceof Map) return;
  for (const [name, value] of Object.entries(input)) {
    if (TENANT_FIELDS.has(name) && typeof value === 'string' && value !== '') requireTenant(by.caller, value);
    if (name === 'processDefinitionKey' && touches(by.permit) && typeof value === 'string')
      await by.permit.reach.requireKey(value);
    const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    const given = (typeof value === 'string' ? [value] : Array.isArray(value) ? value : []).filter(
      (id): id is string => typeof id === 'string' && id !== '',
    );
    if (named && given.length > 0) {
      const ids = named[2] ? given.map(named[2]) : given;
      await by.access.requireTenantsOf({ kind: named[0], filters: new Map([[named[1], ids]]) }, by);
      if (touches(by.permit)) await by.permit.reach.require(named[0], ids);
    }
    await checkNamed(value, by, depth + 1);
  }
}

/** Whether what the body names is changed. A message names an instance to say who is meant. */
function touches({ requirement }: Permit): boolean {
  return requirement?.on === 'touched' && !requirement.entry;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
