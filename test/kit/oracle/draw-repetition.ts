import type { Drawing, Drawn, Expected } from './drawing.ts';
import type { Plan } from './plan.ts';

type Of<Type extends Plan['type']> = Extract<Plan, { type: Type }>;

/** The instances of an activity that is done several times. */
export function instances(sequential: boolean, count: number, inside = ''): string {
  return `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}"><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">${count}</bpmn:loopCardinality>${inside}</bpmn:multiInstanceLoopCharacteristics>`;
}

export function repeat(expected: Expected, times: number): readonly Expected[] {
  return Array.from({ length: times }, () => expected);
}

export function drawMultiInstance(drawing: Drawing, plan: Of<'multiInstance'>): Drawn {
  const drawn = drawing.scope(() => drawing.draw(plan.body), { content: instances(plan.sequential, plan.count) });
  const runs = repeat(drawn.expected, plan.count);
  return { ...drawn, expected: plan.sequential ? { inOrder: runs } : { inAnyOrder: runs } };
}

export function drawFirstOf(drawing: Drawing, plan: Of<'firstOf'>): Drawn {
  const id = drawing.id('t');
  const enough = `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">\${nrOfCompletedInstances &gt;= ${plan.needed}}</bpmn:completionCondition>`;
  drawing.add(`<bpmn:userTask id="${id}">${instances(plan.sequential, plan.count, enough)}</bpmn:userTask>`);
  return { first: id, last: id, expected: { inOrder: repeat({ task: id }, Math.min(plan.needed, plan.count)) } };
}

export function drawStandardLoop(drawing: Drawing, { times }: Of<'standardLoop'>): Drawn {
  const id = drawing.id('t');
  drawing.add(`<bpmn:userTask id="${id}"><bpmn:standardLoopCharacteristics loopMaximum="${times}"/></bpmn:userTask>`);
  return { first: id, last: id, expected: { inOrder: repeat({ task: id }, times) } };
}

export function drawAdHoc(drawing: Drawing, { sequential, count }: Of<'adHoc'>): Drawn {
  const ids = Array.from({ length: count }, () => drawing.id('t'));
  const id = drawing.id('adHoc');
  drawing.add(
    `<bpmn:adHocSubProcess id="${id}" ordering="${sequential ? 'Sequential' : 'Parallel'}">${ids.map((task) => `<bpmn:userTask id="${task}"/>`).join('')}</bpmn:adHocSubProcess>`,
  );
  const runs = ids.map((task) => ({ task }));
  return { first: id, last: id, expected: sequential ? { inOrder: runs } : { inAnyOrder: runs } };
}
