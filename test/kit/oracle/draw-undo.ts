import type { Drawing, Drawn, Expected } from './drawing.ts';
import { inSequence } from './draw-task.ts';
import type { Compensated, Plan } from './plan.ts';

/** What is done, and what undoes it. */
interface Undoable {
  readonly done: Drawn;
  readonly undone: readonly Expected[];
}

/** Parts one after the other, all of which are then compensated, the latest first. */
export function drawCompensation(drawing: Drawing, { how, parts }: Extract<Plan, { type: 'compensation' }>): Drawn {
  const inside = () => {
    const drawn = parts.map((part) => drawPart(drawing, part));
    const thrown = drawing.id('throws');
    drawing.add(
      how === 'throw'
        ? `<bpmn:intermediateThrowEvent id="${thrown}"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>`
        : `<bpmn:endEvent id="${thrown}"><bpmn:cancelEventDefinition/></bpmn:endEvent>`,
    );
    // The handlers are started in reverse order; being user tasks, they may be finished in any.
    const undone = { inAnyOrder: drawn.flatMap((each) => each.undone) };
    const last = how === 'throw' ? thrown : '';
    return inSequence(drawing, [...drawn.map(({ done }) => done), { first: thrown, last, expected: undone }]);
  };
  if (how === 'throw') return drawing.scope(inside);
  const { first, expected } = drawing.scope(inside, { kind: 'transaction' });
  const cancelled = drawing.id('cancelled');
  drawing.add(
    `<bpmn:boundaryEvent id="${cancelled}" attachedToRef="${first}"><bpmn:cancelEventDefinition/></bpmn:boundaryEvent>`,
  );
  return { first, last: cancelled, expected };
}

function drawPart(drawing: Drawing, part: Compensated): Undoable {
  if (part === 'task') return drawUndoable(drawing);
  if (part === 'whole') {
    const done = drawing.scope(() => drawUndoable(drawing).done);
    return { done, undone: [{ task: attachHandler(drawing, done.first) }] };
  }
  let undone: readonly Expected[] = [];
  const done = drawing.scope(() => {
    const [first, second] = [drawUndoable(drawing), drawUndoable(drawing)];
    undone = [...first.undone, ...second.undone];
    return inSequence(drawing, [first.done, second.done]);
  });
  return { done, undone };
}

function drawUndoable(drawing: Drawing): Undoable {
  const task = drawing.id('t');
  drawing.add(`<bpmn:userTask id="${task}"/>`);
  const undo = attachHandler(drawing, task);
  return { done: { first: task, last: task, expected: { task } }, undone: [{ task: undo }] };
}

function attachHandler(drawing: Drawing, activity: string): string {
  const [undo, event] = [drawing.id('t'), drawing.id('undone')];
  drawing.add(
    `<bpmn:userTask id="${undo}" isForCompensation="true"/>`,
    `<bpmn:boundaryEvent id="${event}" attachedToRef="${activity}"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>`,
    `<bpmn:association id="${drawing.id('association')}" sourceRef="${event}" targetRef="${undo}" associationDirection="One"/>`,
  );
  return undo;
}
