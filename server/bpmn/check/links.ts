import type { Report } from '../finding.ts';
import { nodeSubject, scopesOf, type CheckedProcess } from './checked-process.ts';

/** Every throwing link has exactly one catching link of its name in its scope (BPMN 2.0.2, 10.5.5). */
export function checkLinks({ model }: CheckedProcess, report: Report): void {
  for (const scope of scopesOf(model)) {
    for (const node of scope.nodes) {
      if (node.kind !== 'intermediateThrowEvent' || node.event.type !== 'link') continue;
      const { name } = node.event;
      const targets = scope.nodes.filter(
        (each) => each.kind === 'intermediateCatchEvent' && each.event.type === 'link' && each.event.name === name,
      );
      if (targets.length !== 1)
        report('BPMN-098', nodeSubject(node), {
          link: name,
          problem: targets.length === 0 ? 'nobody catches' : 'several catch',
        });
    }
  }
}
