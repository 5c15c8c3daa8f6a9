import assert from 'node:assert/strict';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { bpmnFile } from './xml-model.ts';

/**
 * The definition of process elements written as BPMN, for what cannot be drawn. `around` stands beside the process:
 * messages, signals, errors, escalations.
 * @throws AssertionError when the file has errors
 */
export async function modelled(
  elements: string,
  options: { readonly around?: string; readonly key?: string } = {},
): Promise<ProcessDefinition> {
  const key = options.key ?? 'process';
  const xml = bpmnFile(elements, options.around === undefined ? {} : { around: options.around });
  return (await modelledFile(xml.replace('id="process"', `id="${key}"`)))[0];
}

/**
 * The definitions of all executable processes of a BPMN file, in its order.
 * @throws AssertionError when the file has errors, or no process
 */
export async function modelledFile(xml: string): Promise<[ProcessDefinition, ...ProcessDefinition[]]> {
  const { models, findings } = await parseBpmn(xml, 'process.bpmn');
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  );
  const [first, ...others] = models.map((model) => ({
    ...model,
    id: `${model.key}:1:test`,
    version: 1,
    deploymentId: 'deployment',
    tenantId: null,
  }));
  assert.ok(first);
  return [first, ...others];
}

/**
 * Sequence flows as chains: `a -> b -> c`, with a condition `a -v > 3-> b`. Their ids are `a-b`.
 */
export function flows(...chains: readonly string[]): string {
  return chains.flatMap(flowsOf).join('\n');
}

function flowsOf(chain: string): string[] {
  const parts = chain.split(/\s+-(?:(?!>)(.+?)-)?>\s+/);
  const elements: string[] = [];
  for (let at = 0; at + 2 < parts.length; at += 2) {
    const [source, condition, target] = [parts[at], parts[at + 1], parts[at + 2]];
    const text = condition === undefined ? '' : conditionOf(condition);
    elements.push(
      `<bpmn:sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${text}</bpmn:sequenceFlow>`,
    );
  }
  return elements;
}

function conditionOf(condition: string): string {
  const text = condition.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">\${${text}}</bpmn:conditionExpression>`;
}

/** User tasks with these ids. */
export function tasks(...ids: readonly string[]): string {
  return ids.map((id) => `<bpmn:userTask id="${id}"/>`).join('');
}

/** A start event and an end event with these ids. */
export function startAndEnd(start = 'start', end = 'end'): string {
  return `<bpmn:startEvent id="${start}"/><bpmn:endEvent id="${end}"/>`;
}
