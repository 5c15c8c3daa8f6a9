import type { Drawing, Drawn, Expected } from './drawing.ts';
import { instances } from './draw-repetition.ts';
import { inSequence, userTask } from './draw-task.ts';
import type { Plan, Waiting } from './plan.ts';
import { nothing } from './drawing.ts';

type Of<Type extends Plan['type']> = Extract<Plan, { type: Type }>;

/** A user task and the body behind it, with an event that may come while the task waits. */
export function drawEvent(drawing: Drawing, plan: Of<'event'>): Drawn {
  const interrupting = plan.interrupting || plan.trigger === 'error';
  return drawing.scope(() => {
    const event = drawing.id('on');
    const definition = drawing.definition(plan.trigger, event);
    let gate = '';
    const work = () => {
      const task = userTask(drawing);
      gate = task.first;
      return inSequence(drawing, [task, drawing.draw(plan.body)]);
    };
    const drawn = drawWork(drawing, plan.place, work);
    const runs = plan.place === 'multiInstance' ? [drawn.expected, drawn.expected] : [drawn.expected];
    let handled: Expected;
    if (plan.place === 'eventSubProcess') {
      const enclosed = drawing.enclose(() => drawing.draw(plan.handler), {
        id: event,
        element: `<bpmn:startEvent id="${event}" isInterrupting="${interrupting}">${definition}</bpmn:startEvent>`,
      });
      drawing.add(
        `<bpmn:subProcess id="${drawing.id('handler')}" triggeredByEvent="true">`,
        enclosed.elements,
        '</bpmn:subProcess>',
      );
      handled = enclosed.expected;
    } else {
      const host = plan.place === 'task' ? gate : drawn.first;
      handled = drawCaught(drawing, { event, host, interrupting, definition, handler: plan.handler });
    }
    if (!plan.comes) return { ...drawn, expected: { inAnyOrder: runs } };
    const holders = { task: gate, eventSubProcess: gate, multiInstance: `${drawn.first}#multiInstanceBody` };
    const holderId = plan.place in holders ? holders[plan.place as keyof typeof holders] : drawn.first;
    drawing.occurrences.set(gate, { eventId: event, trigger: plan.trigger, holderId });
    return { ...drawn, expected: interrupting ? handled : { inAnyOrder: [...runs, handled] } };
  });
}

function drawWork(drawing: Drawing, place: Of<'event'>['place'], work: () => Drawn): Drawn {
  switch (place) {
    case 'task':
    case 'eventSubProcess':
      return work();
    case 'subProcess':
      return drawing.scope(work);
    case 'multiInstance':
      return drawing.scope(work, { content: instances(false, 2) });
    case 'call':
      return drawing.call(work);
  }
}

/** A boundary event and what follows it, up to an end of its own. */
function drawCaught(
  drawing: Drawing,
  caught: {
    readonly event: string;
    readonly host: string;
    readonly interrupting: boolean;
    readonly definition: string;
    readonly handler: Plan;
  },
): Expected {
  const handler = drawing.draw(caught.handler);
  const end = drawing.id('handled');
  drawing.add(
    `<bpmn:boundaryEvent id="${caught.event}" attachedToRef="${caught.host}" cancelActivity="${caught.interrupting}">${caught.definition}</bpmn:boundaryEvent><bpmn:endEvent id="${end}"/>`,
  );
  drawing.connect(caught.event, handler.first);
  drawing.connect(handler.last, end);
  return handler.expected;
}

/** A throw inside scopes, caught on the outermost of them. */
export function drawRaises(drawing: Drawing, { what, through, body, handler }: Of<'raises'>): Drawn {
  const [event, trigger] = [drawing.id('on'), what === 'error' ? ('error' as const) : ('escalation' as const)];
  const thrown = () => {
    const [id, definition] = [drawing.id('throws'), drawing.definition(trigger, event)];
    if (what !== 'goesOn') {
      drawing.add(`<bpmn:endEvent id="${id}">${definition}</bpmn:endEvent>`);
      return inSequence(drawing, [drawing.draw(body), { first: id, last: '', expected: nothing }]);
    }
    drawing.add(`<bpmn:intermediateThrowEvent id="${id}">${definition}</bpmn:intermediateThrowEvent>`);
    return inSequence(drawing, [drawing.draw(body), { first: id, last: id, expected: nothing }, userTask(drawing)]);
  };
  const around = (left: readonly ('subProcess' | 'call')[]): Drawn => {
    const [next, ...rest] = left;
    if (next === undefined) return thrown();
    return next === 'call' ? drawing.call(() => around(rest)) : drawing.scope(() => around(rest));
  };
  return drawing.scope(() => {
    const drawn = around(through);
    const handled = drawCaught(drawing, {
      event,
      host: drawn.first,
      interrupting: what !== 'goesOn',
      definition: drawing.definition(trigger, event),
      handler,
    });
    if (what !== 'goesOn') return { ...drawn, expected: { inOrder: [drawn.expected, handled] } };
    const [before = nothing, ...after] = 'inOrder' in drawn.expected ? drawn.expected.inOrder : [];
    return { ...drawn, expected: { inOrder: [before, { inAnyOrder: [{ inOrder: after }, handled] }] } };
  });
}

export function drawEventGateway(drawing: Drawing, { branches, taken }: Of<'eventGateway'>): Drawn {
  const [gateway, join] = [drawing.id('decides'), drawing.id('join')];
  drawing.add(`<bpmn:eventBasedGateway id="${gateway}"/><bpmn:exclusiveGateway id="${join}"/>`);
  const drawn = branches.map(({ trigger, next }) => {
    const event = drawCatch(drawing, trigger);
    const part = drawing.draw(next);
    drawing.connect(gateway, event);
    drawing.connect(event, part.first);
    drawing.connect(part.last, join);
    return { event, expected: part.expected };
  });
  const chosen = drawn[taken % drawn.length];
  drawing.decisions.set(gateway, chosen?.event ?? '');
  return { first: gateway, last: join, expected: chosen?.expected ?? nothing };
}

function drawCatch(drawing: Drawing, trigger: Waiting): string {
  const id = drawing.id('wait');
  drawing.add(
    `<bpmn:intermediateCatchEvent id="${id}">${drawing.definition(trigger, id)}</bpmn:intermediateCatchEvent>`,
  );
  return id;
}

export function drawLink(drawing: Drawing, { before, after }: Of<'link'>): Drawn {
  const name = drawing.id('jump');
  const definition = `<bpmn:linkEventDefinition name="${name}"/>`;
  const [first, second] = [drawing.draw(before), drawing.draw(after)];
  drawing.add(
    `<bpmn:intermediateThrowEvent id="${name}from">${definition}</bpmn:intermediateThrowEvent>`,
    `<bpmn:intermediateCatchEvent id="${name}to">${definition}</bpmn:intermediateCatchEvent>`,
  );
  drawing.connect(first.last, `${name}from`);
  drawing.connect(`${name}to`, second.first);
  return { first: first.first, last: second.last, expected: { inOrder: [first.expected, second.expected] } };
}

/** A terminate end behind the body; with idle work beside it there is a task that it ends. */
export function drawTerminate(drawing: Drawing, { body, idle }: Of<'terminate'>): Drawn {
  return drawing.scope(() => {
    const drawn = drawing.draw(body);
    const stop = drawing.id('stop');
    drawing.add(`<bpmn:endEvent id="${stop}"><bpmn:terminateEventDefinition/></bpmn:endEvent>`);
    drawing.connect(drawn.last, stop);
    if (!idle) return { ...drawn, last: '' };
    const [fork, task, end] = [drawing.id('split'), drawing.id('t'), drawing.id('out')];
    drawing.add(`<bpmn:parallelGateway id="${fork}"/><bpmn:userTask id="${task}"/><bpmn:endEvent id="${end}"/>`);
    drawing.connect(fork, task);
    drawing.connect(fork, drawn.first);
    drawing.connect(task, end);
    drawing.idle.add(task);
    return { first: fork, last: '', expected: drawn.expected };
  });
}
