import type { Plan, Trigger } from './plan.ts';

/** What must happen: the ids of tasks that complete, in the order that the plan gives them. */
export type Expected =
  | { readonly task: string }
  | { readonly inOrder: readonly Expected[] }
  | { readonly inAnyOrder: readonly Expected[] };

/** What comes while a user task waits, before anybody completes it. */
export interface Occurrence {
  readonly eventId: string;
  readonly trigger: Trigger;
  /** The activity that it comes to, once: the task itself or something around it. */
  readonly holderId: string;
}

/** A block that has been drawn: where its tokens come in and out (`last` empty: they end by themselves). */
export interface Drawn {
  readonly first: string;
  readonly last: string;
  readonly expected: Expected;
}

export const nothing: Expected = { inOrder: [] };

export function conditionText(text: string): string {
  return `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">\${${text.replaceAll('<', '&lt;')}}</bpmn:conditionExpression>`;
}

/** BPMN elements while a plan is drawn, with what the runner has to know of them. */
export class Drawing {
  /** Draws any block into the scope that is open. */
  readonly draw: (plan: Plan) => Drawn;
  readonly around: string[] = [
    '<bpmn:error id="error" errorCode="FAIL"/><bpmn:escalation id="escalation" escalationCode="RAISE"/>',
  ];
  /** Variables that the conditions count in. */
  readonly variables: Record<string, number> = {};
  /** By id of the user task. */
  readonly occurrences = new Map<string, Occurrence>();
  /** The event that decides, by id of the event-based gateway. */
  readonly decisions = new Map<string, string>();
  /** Tasks that nobody does. */
  readonly idle = new Set<string>();
  #lines: string[] = [];
  readonly #counts = new Map<string, number>();

  constructor(draw: (drawing: Drawing, plan: Plan) => Drawn) {
    this.draw = (plan) => draw(this, plan);
  }

  get elements(): string {
    return this.#lines.join('\n');
  }

  /** Each prefix counts for itself, so that the tasks `t1`, `t2`, … of a plan keep their ids when something is put around. */
  id(prefix: string): string {
    const count = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, count);
    return `${prefix}${count}`;
  }

  add(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  connect(source: string, target: string, inside = ''): string {
    const id = this.id('flow');
    this.add(`<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${inside}</bpmn:sequenceFlow>`);
    return id;
  }

  /** Elements drawn by `inside` with a start event before and an end event behind them, taken out of the open scope. */
  enclose(inside: () => Drawn, start?: { readonly id: string; readonly element: string }): EnclosedElements {
    const outer = this.#lines;
    this.#lines = [];
    const begin = start?.id ?? this.id('in');
    const drawn = inside();
    this.add(start?.element ?? `<bpmn:startEvent id="${begin}"/>`);
    this.connect(begin, drawn.first);
    if (drawn.last !== '') {
      const end = this.id('out');
      this.add(`<bpmn:endEvent id="${end}"/>`);
      this.connect(drawn.last, end);
    }
    const elements = this.elements;
    this.#lines = outer;
    return { elements, expected: drawn.expected };
  }

  /** A sub-process around what `inside` draws; `content` stands before its elements. */
  scope(
    inside: () => Drawn,
    options: { readonly kind?: 'transaction'; readonly content?: string; readonly attributes?: string } = {},
  ): Drawn {
    const id = this.id('sub');
    const { elements, expected } = this.enclose(inside);
    const kind = options.kind ?? 'subProcess';
    this.add(
      `<bpmn:${kind} id="${id}"${options.attributes ?? ''}>${options.content ?? ''}`,
      elements,
      `</bpmn:${kind}>`,
    );
    return { first: id, last: id, expected };
  }

  /** A call activity, and what `inside` draws as the process that it calls. */
  call(inside: () => Drawn, attributes = ''): Drawn {
    const [id, key] = [this.id('call'), this.id('process')];
    const { elements, expected } = this.enclose(inside);
    this.around.push(
      `<bpmn:process id="${key}" isExecutable="true" camunda:historyTimeToLive="30">\n${elements}\n</bpmn:process>`,
    );
    this.add(`<bpmn:callActivity id="${id}" calledElement="${key}"${attributes}/>`);
    return { first: id, last: id, expected };
  }

  message(name: string): string {
    const id = this.id('message');
    this.around.push(`<bpmn:message id="${id}" name="${name}"/>`);
    return id;
  }

  /** An event definition; `name` is that of its message, signal or variable. */
  definition(trigger: Trigger, name: string): string {
    switch (trigger) {
      case 'timer':
        return '<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
      case 'message':
        return `<bpmn:messageEventDefinition messageRef="${this.message(name)}"/>`;
      case 'signal': {
        const id = this.id('signal');
        this.around.push(`<bpmn:signal id="${id}" name="${name}"/>`);
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
}

export interface EnclosedElements {
  readonly elements: string;
  readonly expected: Expected;
}
