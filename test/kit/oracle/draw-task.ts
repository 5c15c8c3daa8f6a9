import type { Drawing, Drawn } from './drawing.ts';
import type { Async, Plan } from './plan.ts';

export function asyncAttribute(async: Async): string {
  return async === 'none' ? '' : ` camunda:async${async === 'before' ? 'Before' : 'After'}="true"`;
}

export function drawTask(drawing: Drawing, { kind, async }: Extract<Plan, { type: 'task' }>): Drawn {
  const id = drawing.id('t');
  const attributes = `id="${id}"${asyncAttribute(async)}`;
  switch (kind) {
    case 'user':
      drawing.add(`<bpmn:userTask ${attributes}/>`);
      break;
    case 'external':
      drawing.add(`<bpmn:serviceTask ${attributes} camunda:type="external" camunda:topic="${id}"/>`);
      break;
    case 'service':
      drawing.add(`<bpmn:serviceTask ${attributes} camunda:expression="\${1}"/>`);
      break;
    case 'rule':
      drawing.add(`<bpmn:businessRuleTask ${attributes} camunda:type="external" camunda:topic="${id}"/>`);
      break;
    case 'send':
      // Nobody waits for it: it passes.
      drawing.add(`<bpmn:sendTask ${attributes} messageRef="${drawing.message(`${id} sent`)}"/>`);
      break;
    case 'script':
      drawing.add(
        `<bpmn:scriptTask ${attributes} scriptFormat="javascript"><bpmn:script>1 + 1</bpmn:script></bpmn:scriptTask>`,
      );
      break;
    case 'manual':
      drawing.add(`<bpmn:manualTask ${attributes}/>`);
      break;
    case 'receive':
      drawing.add(`<bpmn:receiveTask ${attributes} messageRef="${drawing.message(id)}"/>`);
      break;
    case 'timer':
      drawing.add(
        `<bpmn:intermediateCatchEvent ${attributes}>${drawing.definition('timer', id)}</bpmn:intermediateCatchEvent>`,
      );
  }
  return { first: id, last: id, expected: { task: id } };
}

/** A task that a person does. */
export function userTask(drawing: Drawing): Drawn {
  return drawTask(drawing, { type: 'task', kind: 'user', async: 'none' });
}

/** Blocks one after the other. */
export function inSequence(drawing: Drawing, parts: readonly Drawn[]): Drawn {
  parts.slice(1).forEach((part, index) => drawing.connect(parts[index]?.last ?? '', part.first));
  return {
    first: parts[0]?.first ?? '',
    last: parts.at(-1)?.last ?? '',
    expected: { inOrder: parts.map(({ expected }) => expected) },
  };
}
