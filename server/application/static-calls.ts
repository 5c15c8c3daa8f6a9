import type { Expression } from '../engine/definition/expression.ts';
import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import { calledDefinitionReference } from './called-definition.ts';
import type { DefinitionReference } from './ports/deployment-store.ts';

/** A process that call activities name by plain text. */
export interface StaticCall {
  readonly reference: DefinitionReference;
  readonly activityId: string;
}

/** Call activities whose target is known before anything runs: neither key nor version nor tenant is an expression. */
export function staticCallsOf(definition: ProcessDefinition): readonly StaticCall[] {
  return [...definition.nodes.values()].flatMap((node): readonly StaticCall[] => {
    if (node.kind !== 'callActivity') return [];
    const { key, binding, version, tenant } = node.calledElement;
    if (![key, version, tenant].every((each) => each === undefined || isPlain(each))) return [];
    const tenantId = tenant ? tenant.source || null : definition.tenantId;
    const call = { key: key.source, binding, version: version?.source ?? null, tenantId };
    return [{ reference: calledDefinitionReference(call, definition), activityId: node.id }];
  });
}

function isPlain({ language, source }: Expression): boolean {
  return language === 'juel' && !/[$#]\{/.test(source);
}
