import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../server/application/evaluation/decide.ts';
import { plainRecord, plainVariables, toJuelContext } from '../../server/application/evaluation/plain-context.ts';
import { createTextChecks } from '../../server/application/evaluation/text-checks.ts';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { parseDmn, type ParsedDmn } from '../../server/decision/parse-dmn.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import type { Ports } from '../../server/engine/ports.ts';
import { evaluateJuel } from '../../server/expression/juel/evaluate-juel.ts';
import { calendarFunctions } from '../../server/service/calendar/calendar-functions.ts';

/** The service's process and decisions as a deployment would hold them. */
export interface LoadedService {
  readonly definition: ProcessDefinition;
  /** Decision files by the id of their decision. */
  readonly decisions: ReadonlyMap<string, ParsedDmn>;
}

/** Reads the shipped files; any finding of theirs fails the test. */
export async function loadService(): Promise<LoadedService> {
  const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
  const { models, findings } = await parseBpmn(
    read('penelitian.bpmn'),
    'penelitian.bpmn',
    createTextChecks(calendarFunctions),
  );
  assert.deepEqual(findings, []);
  assert.ok(models[0]);
  const decisions = new Map<string, ParsedDmn>();
  for (const key of ['pen-jalur', 'pen-lokasi']) {
    const parsed = await parseDmn(read(`${key}.dmn`));
    assert.deepEqual(parsed.findings, []);
    decisions.set(key, parsed);
  }
  return {
    definition: { ...models[0], id: 'penelitian:1:test', version: 1, deploymentId: 'deployment', tenantId: null },
    decisions,
  };
}

/** The platform's own expressions, decisions and calendar, at the time that the clock gives. */
export function servicePorts(decisions: LoadedService['decisions'], clock: () => number): Partial<Ports> {
  return {
    evaluate: ({ source }, context) =>
      evaluateJuel(source, toJuelContext(context), {
        now: clock(),
        userId: 'demo',
        groups: [],
        functions: calendarFunctions,
      }),
    decide: ({ key, deploymentId }, variables) =>
      decide(decisions.get(key), { key, variables: plainRecord(plainVariables(variables)), now: clock(), deploymentId })
        .result.rows,
  };
}
