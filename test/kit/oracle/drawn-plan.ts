import { drawEvent, drawEventGateway, drawLink, drawRaises, drawTerminate } from './draw-event.ts';
import { drawComplex, drawExclusive, drawInclusive, drawLoop, drawParallel } from './draw-flow.ts';
import { drawAdHoc, drawFirstOf, drawMultiInstance, drawStandardLoop } from './draw-repetition.ts';
import { asyncAttribute, drawTask, inSequence } from './draw-task.ts';
import { drawCompensation } from './draw-undo.ts';
import { Drawing, type Drawn, type Expected, type Occurrence } from './drawing.ts';
import type { Plan } from './plan.ts';

/** A plan as BPMN elements, with what has to happen when it runs. */
export interface DrawnPlan {
  readonly elements: string;
  /** What stands beside the process: messages, signals, and the processes that are called. */
  readonly around: string;
  /** Variables that the conditions count in. */
  readonly variables: Readonly<Record<string, number>>;
  readonly expected: Expected;
  /** By id of the user task. */
  readonly occurrences: ReadonlyMap<string, Occurrence>;
  /** The event that decides, by id of the event-based gateway. */
  readonly decisions: ReadonlyMap<string, string>;
  /** Tasks that nobody does. */
  readonly idle: ReadonlySet<string>;
}

/** Draws a plan as a process. */
export function drawPlan(plan: Plan): DrawnPlan {
  const drawing = new Drawing(drawBlock);
  const { elements, expected } = drawing.enclose(() => drawing.draw(plan));
  const { variables, occurrences, decisions, idle } = drawing;
  return { elements, around: drawing.around.join('\n'), variables, occurrences, decisions, idle, expected };
}

function drawBlock(drawing: Drawing, plan: Plan): Drawn {
  switch (plan.type) {
    case 'task':
      return drawTask(drawing, plan);
    case 'sequence':
      return inSequence(
        drawing,
        plan.parts.map((part) => drawing.draw(part)),
      );
    case 'exclusive':
      return drawExclusive(drawing, plan);
    case 'parallel':
      return drawParallel(drawing, plan);
    case 'inclusive':
      return drawInclusive(drawing, plan);
    case 'loop':
      return drawLoop(drawing, plan);
    case 'subProcess':
      return drawing.scope(() => drawing.draw(plan.body), {
        ...(plan.transaction ? { kind: 'transaction' as const } : {}),
        attributes: asyncAttribute(plan.async),
      });
    case 'call':
      return drawing.call(() => drawing.draw(plan.body), asyncAttribute(plan.async));
    case 'event':
      return drawEvent(drawing, plan);
    case 'raises':
      return drawRaises(drawing, plan);
    case 'eventGateway':
      return drawEventGateway(drawing, plan);
    case 'multiInstance':
      return drawMultiInstance(drawing, plan);
    case 'firstOf':
      return drawFirstOf(drawing, plan);
    case 'standardLoop':
      return drawStandardLoop(drawing, plan);
    case 'link':
      return drawLink(drawing, plan);
    case 'terminate':
      return drawTerminate(drawing, plan);
    case 'compensation':
      return drawCompensation(drawing, plan);
    case 'adHoc':
      return drawAdHoc(drawing, plan);
    case 'complex':
      return drawComplex(drawing, plan);
  }
}
