// Over 300 lines because every block of a plan is drawn here, beside what has to happen in it.
import type { Plan, TaskKind, Trigger, Waiting } from './plan.ts';

/** What must happen: the ids of tasks that complete, in the order that the plan gives them. */
export type Expected =
  | { readonly task: string }
  | { readonly inOrder: readonly Expected[] }
  | { readonly inAnyOrder: readonly Expected[] };

/** What comes to a user task before anybody completes it. */
export interface Occurrence {
  readonly eventId: string;
  readonly trigger: Trigger;
  /** Whether the task is gone after it. */
  readonly interrupting: boolean;
}

/** A plan as BPMN elements, with what has to happen when it runs. */
export interface DrawnPlan {
  readonly elements: string;
  readonly around: string;
  /** Variables that the conditions count in. */
  readonly variables: Readonly<Record<string, number>>;
  readonly expected: Expected;
  /** By id of the user task. */
  readonly occurrences: ReadonlyMap<string, Occurrence>;
  /** The event that decides, by id of the event-based gateway. */
  readonly decisions: ReadonlyMap<string, string>;
}

interface Drawn {
  readonly first: string;
  readonly last: string;
  readonly expected: Expected;
}

const nothing: Expected = { inOrder: [] };
const condition = (text: string) =>
  `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">\${${text.replaceAll('<', '&lt;')}}</bpmn:conditionExpression>`;

/** Draws a plan as a process. */
export function drawPlan(plan: Plan): DrawnPlan {
  const drawing = new Drawing();
  const { first, last, expected } = drawing.draw(plan);
  drawing.add('<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>');
  drawing.connect('start', first);
  drawing.connect(last, 'end');
  return { ...drawing.result(), expected };
}

class Drawing {
  #lines: string[] = [];
  readonly #around: string[] = [
    '<bpmn:error id="error" errorCode="FAIL"/><bpmn:escalation id="escalation" escalationCode="RAISE"/>',
  ];
  readonly #variables: Record<string, number> = {};
  readonly #occurrences = new Map<string, Occurrence>();
  readonly #decisions = new Map<string, string>();
  #count = 0;

  result(): Omit<DrawnPlan, 'expected'> {
    return {
      elements: this.#lines.join('\n'),
      around: this.#around.join(''),
      variables: this.#variables,
      occurrences: this.#occurrences,
      decisions: this.#decisions,
    };
  }

  add(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  connect(source: string, target: string, inside = ''): string {
    const id = this.#id('flow');
    this.add(`<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${inside}</bpmn:sequenceFlow>`);
    return id;
  }

  #id(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  draw(plan: Plan): Drawn {
    switch (plan.type) {
      case 'task':
        return this.#task(plan.kind, plan.async);
      case 'sequence': {
        const parts = plan.parts.map((part) => this.draw(part));
        parts.slice(1).forEach((part, index) => this.connect(parts[index]?.last ?? '', part.first));
        return {
          first: parts[0]?.first ?? '',
          last: parts.at(-1)?.last ?? '',
          expected: { inOrder: parts.map(({ expected }) => expected) },
        };
      }
      case 'exclusive': {
        const taken = plan.taken % plan.branches.length;
        const drawn = this.#branches('exclusiveGateway', plan.branches, (index) =>
          index === plan.branches.length - 1 ? 'default' : String(index === taken),
        );
        return { ...drawn, expected: drawn.branches[taken]?.expected ?? nothing };
      }
      case 'parallel': {
        const drawn = this.#branches('parallelGateway', plan.branches, () => undefined);
        return { ...drawn, expected: { inAnyOrder: drawn.branches.map(({ expected }) => expected) } };
      }
      case 'inclusive': {
        const last = plan.branches.length - 1;
        const drawn = this.#branches('inclusiveGateway', plan.branches, (index) =>
          index === last ? 'default' : String(plan.taken[index] === true),
        );
        const taken = drawn.branches.filter((_branch, index) => index < last && plan.taken[index] === true);
        const chosen = taken.length > 0 ? taken : drawn.branches.slice(last);
        return { ...drawn, expected: { inAnyOrder: chosen.map(({ expected }) => expected) } };
      }
      case 'loop':
        return this.#loop(plan.body, plan.times);
      case 'subProcess':
        return this.#scope(plan.transaction ? 'transaction' : 'subProcess', () => this.draw(plan.body));
      case 'event':
        return this.#event(plan);
      case 'eventGateway':
        return this.#eventGateway(plan);
      case 'multiInstance': {
        const drawn = this.#scope(
          'subProcess',
          () => this.draw(plan.body),
          this.#instances(plan.sequential, plan.count),
        );
        const runs = Array.from({ length: plan.count }, () => drawn.expected);
        return { ...drawn, expected: plan.sequential ? { inOrder: runs } : { inAnyOrder: runs } };
      }
      case 'firstOf': {
        const id = this.#id('t');
        const enough = `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">\${nrOfCompletedInstances &gt;= ${plan.needed}}</bpmn:completionCondition>`;
        this.add(`<bpmn:userTask id="${id}">${this.#instances(plan.sequential, plan.count, enough)}</bpmn:userTask>`);
        return { first: id, last: id, expected: repeat({ task: id }, Math.min(plan.needed, plan.count)) };
      }
      case 'standardLoop': {
        const id = this.#id('t');
        this.add(
          `<bpmn:userTask id="${id}"><bpmn:standardLoopCharacteristics loopMaximum="${plan.times}"/></bpmn:userTask>`,
        );
        return { first: id, last: id, expected: repeat({ task: id }, plan.times) };
      }
      case 'link':
        return this.#link(plan.before, plan.after);
      case 'terminate':
        return this.#scope('subProcess', () => {
          const body = this.draw(plan.body);
          const stop = this.#id('stop');
          this.add(`<bpmn:endEvent id="${stop}"><bpmn:terminateEventDefinition/></bpmn:endEvent>`);
          this.connect(body.last, stop);
          return { ...body, last: '' };
        });
      case 'compensation':
        return this.#scope('subProcess', () => this.#compensated(plan.count, 'throw'));
      case 'cancel': {
        const { first, expected } = this.#scope('transaction', () => this.#compensated(plan.count, 'cancel'));
        const cancelled = this.#id('cancelled');
        this.add(
          `<bpmn:boundaryEvent id="${cancelled}" attachedToRef="${first}"><bpmn:cancelEventDefinition/></bpmn:boundaryEvent>`,
        );
        return { first, last: cancelled, expected };
      }
      case 'adHoc': {
        const ids = Array.from({ length: plan.count }, () => this.#id('t'));
        const id = this.#id('adHoc');
        this.add(
          `<bpmn:adHocSubProcess id="${id}" ordering="${plan.sequential ? 'Sequential' : 'Parallel'}">${ids.map((task) => `<bpmn:userTask id="${task}"/>`).join('')}</bpmn:adHocSubProcess>`,
        );
        const runs = ids.map((task) => ({ task }));
        return { first: id, last: id, expected: plan.sequential ? { inOrder: runs } : { inAnyOrder: runs } };
      }
      case 'complex':
        return this.#complex(plan.branches, Math.min(plan.needed, plan.branches));
    }
  }

  #task(kind: TaskKind, async: 'none' | 'before' | 'after'): Drawn {
    const id = this.#id('t');
    const attributes = `id="${id}"${async === 'none' ? '' : ` camunda:async${async === 'before' ? 'Before' : 'After'}="true"`}`;
    switch (kind) {
      case 'user':
        this.add(`<bpmn:userTask ${attributes}/>`);
        break;
      case 'external':
        this.add(`<bpmn:serviceTask ${attributes} camunda:type="external" camunda:topic="${id}"/>`);
        break;
      case 'script':
        this.add(
          `<bpmn:scriptTask ${attributes} scriptFormat="javascript"><bpmn:script>1 + 1</bpmn:script></bpmn:scriptTask>`,
        );
        break;
      case 'manual':
        this.add(`<bpmn:manualTask ${attributes}/>`);
        break;
      case 'receive':
        this.add(`<bpmn:receiveTask ${attributes} messageRef="${this.#message(id)}"/>`);
        break;
      case 'timer':
        this.add(
          `<bpmn:intermediateCatchEvent ${attributes}>${this.#definition('timer', id)}</bpmn:intermediateCatchEvent>`,
        );
    }
    return { first: id, last: id, expected: { task: id } };
  }

  #message(name: string): string {
    const id = this.#id('message');
    this.#around.push(`<bpmn:message id="${id}" name="${name}"/>`);
    return id;
  }

  #definition(trigger: Trigger, name: string): string {
    switch (trigger) {
      case 'timer':
        return '<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
      case 'message':
        return `<bpmn:messageEventDefinition messageRef="${this.#message(name)}"/>`;
      case 'signal': {
        const id = this.#id('signal');
        this.#around.push(`<bpmn:signal id="${id}" name="${name}"/>`);
        return `<bpmn:signalEventDefinition signalRef="${id}"/>`;
      }
      case 'error':
        return '<bpmn:errorEventDefinition errorRef="error"/>';
      case 'escalation':
        return '<bpmn:escalationEventDefinition escalationRef="escalation"/>';
      case 'conditional':
        return `<bpmn:conditionalEventDefinition camunda:variableName="${name}"><bpmn:condition xsi:type="bpmn:tFormalExpression">\${${name} == 1}</bpmn:condition></bpmn:conditionalEventDefinition>`;
    }
  }

  /** `choose` gives the condition of a branch, `default`, or nothing for a flow without a condition. */
  #branches(
    kind: 'exclusiveGateway' | 'parallelGateway' | 'inclusiveGateway',
    branches: readonly Plan[],
    choose: (index: number) => string | undefined,
  ): { readonly first: string; readonly last: string; readonly branches: readonly Drawn[] } {
    const [split, join] = [this.#id('split'), this.#id('join')];
    let defaultFlow: string | undefined;
    const drawn = branches.map((branch, index) => {
      const part = this.draw(branch);
      const chosen = choose(index);
      const flow = this.connect(
        split,
        part.first,
        chosen === undefined || chosen === 'default' ? '' : condition(chosen),
      );
      if (chosen === 'default') defaultFlow = flow;
      this.connect(part.last, join);
      return part;
    });
    this.add(
      `<bpmn:${kind} id="${split}"${defaultFlow === undefined ? '' : ` default="${defaultFlow}"`}/><bpmn:${kind} id="${join}"/>`,
    );
    return { first: split, last: join, branches: drawn };
  }

  #loop(body: Plan, times: number): Drawn {
    const [enter, leave, turn, variable] = [this.#id('enter'), this.#id('leave'), this.#id('turn'), this.#id('c')];
    // Inside a repetition the same loop runs again: it counts from its own beginning.
    const begin = this.#id('begin');
    this.#variables[variable] = 0;
    const set = (id: string, value: string) =>
      `<bpmn:serviceTask id="${id}" camunda:expression="\${${value}}" camunda:resultVariable="${variable}"/>`;
    return this.#scope(
      'subProcess',
      () => {
        const drawn = this.draw(body);
        const out = this.#id('out');
        this.add(set(begin, '0'), set(turn, `${variable} + 1`));
        const leaving = this.connect(leave, out);
        this.add(
          `<bpmn:exclusiveGateway id="${enter}"/><bpmn:exclusiveGateway id="${leave}" default="${leaving}"/><bpmn:intermediateThrowEvent id="${out}"/>`,
        );
        this.connect(begin, enter);
        this.connect(enter, turn);
        this.connect(turn, drawn.first);
        this.connect(drawn.last, leave);
        this.connect(leave, enter, condition(`${variable} < ${times}`));
        return { first: begin, last: out, expected: { inOrder: Array.from({ length: times }, () => drawn.expected) } };
      },
      `<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="${variable}">\${0}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>`,
    );
  }

  /** A sub-process around what `inside` draws; `last` empty means that its tokens end by themselves. */
  #scope(kind: 'subProcess' | 'transaction', inside: () => Drawn, attributes = ''): Drawn {
    const outer = this.#lines;
    this.#lines = [];
    const [id, begin, end] = [this.#id('sub'), this.#id('in'), this.#id('out')];
    const drawn = inside();
    this.add(`<bpmn:startEvent id="${begin}"/>`);
    this.connect(begin, drawn.first);
    if (drawn.last !== '') {
      this.add(`<bpmn:endEvent id="${end}"/>`);
      this.connect(drawn.last, end);
    }
    const lines = this.#lines;
    this.#lines = outer;
    this.add(`<bpmn:${kind} id="${id}">${attributes}`, ...lines, `</bpmn:${kind}>`);
    return { first: id, last: id, expected: drawn.expected };
  }

  #instances(sequential: boolean, count: number, inside = ''): string {
    return `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}"><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">${count}</bpmn:loopCardinality>${inside}</bpmn:multiInstanceLoopCharacteristics>`;
  }

  #event(plan: Extract<Plan, { type: 'event' }>): Drawn {
    const interrupting = plan.interrupting || plan.trigger === 'error';
    return this.#scope('subProcess', () => {
      const [host, event] = [this.#id('t'), this.#id('on')];
      this.add(`<bpmn:userTask id="${host}"/>`);
      const definition = this.#definition(plan.trigger, event);
      let handled: Expected;
      if (plan.place === 'boundary') {
        const handler = this.draw(plan.handler);
        const end = this.#id('handled');
        this.add(
          `<bpmn:boundaryEvent id="${event}" attachedToRef="${host}" cancelActivity="${interrupting}">${definition}</bpmn:boundaryEvent><bpmn:endEvent id="${end}"/>`,
        );
        this.connect(event, handler.first);
        this.connect(handler.last, end);
        handled = handler.expected;
      } else {
        const outer = this.#lines;
        this.#lines = [];
        const handler = this.draw(plan.handler);
        const end = this.#id('handled');
        this.add(
          `<bpmn:startEvent id="${event}" isInterrupting="${interrupting}">${definition}</bpmn:startEvent><bpmn:endEvent id="${end}"/>`,
        );
        this.connect(event, handler.first);
        this.connect(handler.last, end);
        const lines = this.#lines;
        this.#lines = outer;
        this.add(
          `<bpmn:subProcess id="${this.#id('handler')}" triggeredByEvent="true">`,
          ...lines,
          '</bpmn:subProcess>',
        );
        handled = handler.expected;
      }
      if (!plan.comes) return { first: host, last: host, expected: { task: host } };
      this.#occurrences.set(host, { eventId: event, trigger: plan.trigger, interrupting });
      return { first: host, last: host, expected: interrupting ? handled : { inAnyOrder: [{ task: host }, handled] } };
    });
  }

  #eventGateway({ branches, taken }: Extract<Plan, { type: 'eventGateway' }>): Drawn {
    const [gateway, join] = [this.#id('decides'), this.#id('join')];
    this.add(`<bpmn:eventBasedGateway id="${gateway}"/><bpmn:exclusiveGateway id="${join}"/>`);
    const drawn = branches.map(({ trigger, next }) => {
      const event = this.#catch(trigger);
      const part = this.draw(next);
      this.connect(gateway, event);
      this.connect(event, part.first);
      this.connect(part.last, join);
      return { event, expected: part.expected };
    });
    const chosen = drawn[taken % drawn.length];
    this.#decisions.set(gateway, chosen?.event ?? '');
    return { first: gateway, last: join, expected: chosen?.expected ?? nothing };
  }

  #catch(trigger: Waiting): string {
    const id = this.#id('wait');
    this.add(`<bpmn:intermediateCatchEvent id="${id}">${this.#definition(trigger, id)}</bpmn:intermediateCatchEvent>`);
    return id;
  }

  #link(before: Plan, after: Plan): Drawn {
    const name = this.#id('jump');
    const definition = `<bpmn:linkEventDefinition name="${name}"/>`;
    const [first, second] = [this.draw(before), this.draw(after)];
    this.add(
      `<bpmn:intermediateThrowEvent id="${name}from">${definition}</bpmn:intermediateThrowEvent>`,
      `<bpmn:intermediateCatchEvent id="${name}to">${definition}</bpmn:intermediateCatchEvent>`,
    );
    this.connect(first.last, `${name}from`);
    this.connect(`${name}to`, second.first);
    return { first: first.first, last: second.last, expected: { inOrder: [first.expected, second.expected] } };
  }

  /** Tasks one after the other, all of which are then compensated, the latest first. */
  #compensated(count: number, how: 'throw' | 'cancel'): Drawn {
    const done = Array.from({ length: count }, () => {
      const [task, undo, event] = [this.#id('t'), this.#id('t'), this.#id('undone')];
      this.add(
        `<bpmn:userTask id="${task}"/><bpmn:userTask id="${undo}" isForCompensation="true"/>`,
        `<bpmn:boundaryEvent id="${event}" attachedToRef="${task}"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>`,
        `<bpmn:association id="${this.#id('association')}" sourceRef="${event}" targetRef="${undo}" associationDirection="One"/>`,
      );
      return { task, undo };
    });
    done.slice(1).forEach(({ task }, index) => this.connect(done[index]?.task ?? '', task));
    const thrown = this.#id('throws');
    this.add(
      how === 'throw'
        ? `<bpmn:intermediateThrowEvent id="${thrown}"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>`
        : `<bpmn:endEvent id="${thrown}"><bpmn:cancelEventDefinition/></bpmn:endEvent>`,
    );
    this.connect(done.at(-1)?.task ?? '', thrown);
    // The handlers are started in reverse order; being user tasks, they may be finished in any.
    return {
      first: done[0]?.task ?? '',
      last: how === 'throw' ? thrown : '',
      expected: {
        inOrder: [
          { inOrder: done.map(({ task }) => ({ task })) },
          { inAnyOrder: done.map(({ undo }) => ({ task: undo })) },
        ],
      },
    };
  }

  #complex(branches: number, needed: number): Drawn {
    return this.#scope('subProcess', () => {
      const [split, join, after] = [this.#id('split'), this.#id('join'), this.#id('t')];
      const ids = Array.from({ length: branches }, () => this.#id('t'));
      this.add(
        `<bpmn:parallelGateway id="${split}"/>`,
        `<bpmn:complexGateway id="${join}"><bpmn:activationCondition xsi:type="bpmn:tFormalExpression">\${activationCount &gt;= ${needed}}</bpmn:activationCondition></bpmn:complexGateway>`,
        ...[...ids, after].map((id) => `<bpmn:userTask id="${id}"/>`),
      );
      for (const id of ids) {
        this.connect(split, id);
        this.connect(id, join);
      }
      this.connect(join, after);
      return { first: split, last: after, expected: { inAnyOrder: [...ids, after].map((task) => ({ task })) } };
    });
  }
}

function repeat(expected: Expected, times: number): Expected {
  return { inOrder: Array.from({ length: times }, () => expected) };
}
