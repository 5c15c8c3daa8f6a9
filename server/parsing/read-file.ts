import { createTextChecks } from '../application/evaluation/text-checks.ts';
import { parseBpmn, type ParsedBpmn } from '../bpmn/parse-bpmn.ts';
import { parseDmn, type ParsedDmn } from '../decision/parse-dmn.ts';
import type { ParseTask } from './parse-task.ts';

/** Reads a file here and now, in whichever thread this is. */
export function readFile(task: ParseTask, functions: { has(name: string): boolean }): Promise<ParsedBpmn | ParsedDmn> {
  if (task.type === 'dmn') return parseDmn(task.xml);
  return parseBpmn(task.xml, task.resourceName, task.checkTexts ? createTextChecks(functions) : {});
}
