import { conditionText, type Drawing, type Drawn, nothing } from './drawing.ts';
import type { Plan } from './plan.ts';

type Of<Type extends Plan['type']> = Extract<Plan, { type: Type }>;

export function drawExclusive(drawing: Drawing, plan: Of<'exclusive'>): Drawn {
  const taken = plan.taken % plan.branches.length;
  const drawn = drawBranches(drawing, 'exclusiveGateway', plan.branches, (index) =>
    index === plan.branches.length - 1 ? 'default' : String(index === taken),
  );
  return { ...drawn, expected: drawn.branches[taken]?.expected ?? nothing };
}

export function drawParallel(drawing: Drawing, plan: Of<'parallel'>): Drawn {
  const drawn = drawBranches(drawing, 'parallelGateway', plan.branches, () => undefined);
  return { ...drawn, expected: { inAnyOrder: drawn.branches.map(({ expected }) => expected) } };
}

export function drawInclusive(drawing: Drawing, plan: Of<'inclusive'>): Drawn {
  const last = plan.branches.length - 1;
  const drawn = drawBranches(drawing, 'inclusiveGateway', plan.branches, (index) =>
    index === last ? 'default' : String(plan.taken[index] === true),
  );
  const taken = drawn.branches.filter((_branch, index) => index < last && plan.taken[index] === true);
  const chosen = taken.length > 0 ? taken : drawn.branches.slice(last);
  return { ...drawn, expected: { inAnyOrder: chosen.map(({ expected }) => expected) } };
}

/** `choose` gives the condition of a branch, `default`, or nothing for a flow without a condition. */
function drawBranches(
  drawing: Drawing,
  kind: 'exclusiveGateway' | 'parallelGateway' | 'inclusiveGateway',
  branches: readonly Plan[],
  choose: (index: number) => string | undefined,
): { readonly first: string; readonly last: string; readonly branches: readonly Drawn[] } {
  const [split, join] = [drawing.id('split'), drawing.id('join')];
  let defaultFlow: string | undefined;
  const drawn = branches.map((branch, index) => {
    const part = drawing.draw(branch);
    const chosen = choose(index);
    const flow = drawing.connect(
      split,
      part.first,
      chosen === undefined || chosen === 'default' ? '' : conditionText(chosen),
    );
    if (chosen === 'default') defaultFlow = flow;
    drawing.connect(part.last, join);
    return part;
  });
  drawing.add(
    `<bpmn:${kind} id="${split}"${defaultFlow === undefined ? '' : ` default="${defaultFlow}"`}/><bpmn:${kind} id="${join}"/>`,
  );
  return { first: split, last: join, branches: drawn };
}

/** A loop of sequence flows, in a scope of its own. */
export function drawLoop(drawing: Drawing, { body, times }: Of<'loop'>): Drawn {
  const [enter, leave, turn] = [drawing.id('enter'), drawing.id('leave'), drawing.id('turn')];
  // Inside a repetition the same loop runs again: it counts from its own beginning.
  const [begin, variable] = [drawing.id('begin'), drawing.id('c')];
  drawing.variables[variable] = 0;
  const set = (id: string, value: string) =>
    `<bpmn:serviceTask id="${id}" camunda:expression="\${${value}}" camunda:resultVariable="${variable}"/>`;
  return drawing.scope(
    () => {
      const drawn = drawing.draw(body);
      const out = drawing.id('left');
      drawing.add(set(begin, '0'), set(turn, `${variable} + 1`));
      const leaving = drawing.connect(leave, out);
      drawing.add(
        `<bpmn:exclusiveGateway id="${enter}"/><bpmn:exclusiveGateway id="${leave}" default="${leaving}"/><bpmn:intermediateThrowEvent id="${out}"/>`,
      );
      drawing.connect(begin, enter);
      drawing.connect(enter, turn);
      drawing.connect(turn, drawn.first);
      drawing.connect(drawn.last, leave);
      drawing.connect(leave, enter, conditionText(`${variable} < ${times}`));
      return { first: begin, last: out, expected: { inOrder: Array.from({ length: times }, () => drawn.expected) } };
    },
    {
      content: `<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="${variable}">\${0}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>`,
    },
  );
}

export function drawComplex(drawing: Drawing, plan: Of<'complex'>): Drawn {
  const needed = Math.min(plan.needed, plan.branches);
  return drawing.scope(() => {
    const [split, join, after] = [drawing.id('split'), drawing.id('join'), drawing.id('t')];
    const ids = Array.from({ length: plan.branches }, () => drawing.id('t'));
    drawing.add(
      `<bpmn:parallelGateway id="${split}"/>`,
      `<bpmn:complexGateway id="${join}"><bpmn:activationCondition xsi:type="bpmn:tFormalExpression">\${activationCount &gt;= ${needed}}</bpmn:activationCondition></bpmn:complexGateway>`,
      ...[...ids, after].map((id) => `<bpmn:userTask id="${id}"/>`),
    );
    for (const id of ids) {
      drawing.connect(split, id);
      drawing.connect(id, join);
    }
    drawing.connect(join, after);
    return { first: split, last: after, expected: { inAnyOrder: [...ids, after].map((task) => ({ task })) } };
  });
}
