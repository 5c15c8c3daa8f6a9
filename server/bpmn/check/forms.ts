import type { Report } from '../finding.ts';
import { nodeSubject, type CheckedProcess } from './checked-process.ts';

/** People need something to fill in or read. */
export function checkForms({ model }: CheckedProcess, report: Report): void {
  for (const node of model.nodes.values()) {
    if (node.kind !== 'userTask') continue;
    if (node.formKey === undefined && node.formRef === undefined && node.generatedForm === undefined)
      report('BPMN-066', nodeSubject(node));
  }
}
