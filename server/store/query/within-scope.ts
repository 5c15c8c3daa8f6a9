import type { Parameters } from '../../application/ports/database.ts';
import type { Scope } from '../../application/ports/scope.ts';
import { Binder } from './condition.ts';
import { scopeColumns, type ScopeColumns, scopeConditions } from './scope.ts';

/** Conditions, with their parameters, by which rows are in a scope; for statements beside the lists. Tasks are `t`. */
export function withinScope(
  scope: Scope | undefined,
  columns: ScopeColumns = scopeColumns.task,
  binder = new Binder(),
): { readonly conditions: readonly string[]; readonly parameters: Parameters } {
  const conditions = scope ? scopeConditions(scope, columns, binder.bind) : [];
  return { conditions, parameters: binder.toParameters() };
}
