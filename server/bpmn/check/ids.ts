import type { Report } from '../finding.ts';
import { nodeSubject, processSubject, type CheckedProcess } from './checked-process.ts';

/** Definition ids (`key:version:uuid`) and activity instance ids are made of these and have to fit their columns. */
const longestId = 64;

export function checkIds({ model }: CheckedProcess, report: Report): void {
  for (const subject of [processSubject(model), ...[...model.nodes.values()].map(nodeSubject)]) {
    if (subject.id.length > longestId) report('BPMN-039', subject, { length: String(subject.id.length) });
  }
}
