import type { Report } from '../finding.ts';
import { nodeSubject, processSubject, type CheckedProcess } from './checked-process.ts';

/** Longest id that Camunda 7 and the tools around it store. */
const longestId = 255;

export function checkIds({ model }: CheckedProcess, report: Report): void {
  for (const subject of [processSubject(model), ...[...model.nodes.values()].map(nodeSubject)]) {
    if (subject.id.length > longestId) report('BPMN-039', subject, { length: String(subject.id.length) });
  }
}
