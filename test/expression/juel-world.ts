import type { JuelContext, JuelEnvironment } from '../../server/expression/juel/environment.ts';
import { evaluateJuel } from '../../server/expression/juel/evaluate-juel.ts';

/** Monday, 17 August 2026, 08:00 in Jakarta. */
export const NOW = Date.UTC(2026, 7, 17, 1);

export const environment: JuelEnvironment = {
  now: NOW,
  userId: 'siti',
  groups: ['opd-kesbangpol', 'verifikator'],
  functions: new Map([['workingDays', (now, count) => new Date(now + Number(count) * 86_400_000)]]),
};

/** An execution whose variables are set in a Map. */
export function contextOf(
  variables: Record<string, unknown> | ReadonlyMap<string, unknown>,
): JuelContext & { readonly values: Map<string, unknown> } {
  const values = new Map<string, unknown>(variables instanceof Map ? variables : Object.entries(variables));
  return {
    values,
    variables: { get: (name) => values.get(name), has: (name) => values.has(name), names: () => values.keys() },
    execution: {
      id: 'execution-1',
      processInstanceId: 'instance-1',
      processDefinitionId: 'penelitian:1:x',
      businessKey: 'PEN-2026-0001',
      activityId: 'periksa',
      activityName: 'Periksa berkas',
      activityInstanceId: 'activity-1',
      tenantId: null,
      eventName: 'start',
      setVariable: (name, value) => void values.set(name, value),
      setVariableLocal: (name, value) => void values.set(`local:${name}`, value),
      removeVariable: (name) => void values.delete(name),
      getVariableLocal: (name) => values.get(`local:${name}`),
    },
    task: { id: 'task-1', name: 'Periksa', assignee: 'budi' },
  };
}

/** The value of an expression with these variables. */
export function juel(source: string, variables: Record<string, unknown> = {}): unknown {
  return evaluateJuel(source, contextOf(variables), environment);
}
