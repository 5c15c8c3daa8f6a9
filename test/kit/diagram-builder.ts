import type { EventDefinition } from '../../server/engine/definition/event-definition.ts';
import type { Expression } from '../../server/engine/definition/expression.ts';
import type { BoundaryEvent, FlowNode, PlainTask } from '../../server/engine/definition/flow-node.ts';
import type { SequenceFlow } from '../../server/engine/definition/process-definition.ts';
import { type DrawnNode, readLine, readTrigger, type Sigil, type Token } from './diagram-lexer.ts';

export interface DrawnFlow {
  readonly id: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly condition: string | undefined;
  readonly isDefault: boolean;
}
type NodeBase = Omit<PlainTask, 'kind'>;
interface Draft {
  readonly id: string;
  readonly drawn: DrawnNode;
  readonly scopeId: string;
}
interface BoundaryDraft {
  readonly id: string;
  readonly scopeId: string;
  readonly attachedTo: string;
  readonly interrupting: boolean;
  readonly sigil: Sigil;
  readonly handler: string | undefined;
}
interface Block {
  readonly scopeId: string;
  /** Event sub-process: what triggers it. */
  readonly trigger: { readonly interrupting: boolean; readonly sigil: Sigil } | undefined;
}

export function text(source: string): Expression {
  return { language: 'juel', source };
}

/** Reads the lines of a drawing, then makes flow nodes of them. */
export class DiagramBuilder {
  readonly #key: string;
  readonly #nodes = new Map<string, Draft>();
  readonly #boundaries = new Map<string, BoundaryDraft>();
  readonly #flows: DrawnFlow[] = [];
  readonly #eventSubProcesses = new Map<string, Block>();
  readonly #scopes: string[];

  constructor(key: string) {
    this.#key = key;
    this.#scopes = [key];
  }

  read(line: string): void {
    if (line === '') return;
    if (line === '}') {
      if (this.#scopes.length < 2) throw new Error('A } in the drawing closes nothing.');
      this.#scopes.pop();
    } else if (line.startsWith('{') && !line.includes('}')) this.#openBlock(line.slice(1).trim());
    else this.#readChain(readLine(line));
  }

  #openBlock(header: string): void {
    const [name = '', trigger] = header.split(/\s+@/);
    const id = idOf(name);
    if (!this.#nodes.has(id)) this.#add({ bracket: '{', mark: '', name, sigil: undefined });
    if (trigger !== undefined)
      this.#eventSubProcesses.set(id, {
        scopeId: id,
        trigger: { interrupting: !trigger.startsWith('~'), sigil: readTrigger(trigger) },
      });
    this.#scopes.push(id);
  }

  #add(drawn: DrawnNode): string {
    const id = idOf(drawn.name);
    if (!this.#nodes.has(id)) this.#nodes.set(id, { id, drawn, scopeId: this.#scopes.at(-1) ?? this.#key });
    return id;
  }

  #readChain(tokens: readonly Token[]): void {
    let source: string | undefined;
    let arrow: Extract<Token, { type: 'flow' | 'boundary' }> | undefined;
    for (const token of tokens) {
      if (token.type !== 'node') {
        arrow = token;
        continue;
      }
      if (source === undefined || !arrow) source = this.#add(token.node);
      else if (arrow.type === 'boundary') source = this.#attach(source, arrow, token.node);
      else
        source = this.#connect(
          source,
          this.#boundaries.has(idOf(token.node.name)) ? idOf(token.node.name) : this.#add(token.node),
          arrow,
        );
      arrow = undefined;
    }
  }

  #connect(sourceId: string, targetId: string, arrow: Extract<Token, { type: 'flow' }>): string {
    let id = `${sourceId}-${targetId}`;
    while (this.#flows.some((flow) => flow.id === id)) id += '-again';
    this.#flows.push({ id, sourceId, targetId, condition: arrow.condition, isDefault: arrow.isDefault });
    return targetId;
  }

  /** A boundary event; for compensation the node behind it is the handler itself. */
  #attach(attachedTo: string, arrow: Extract<Token, { type: 'boundary' }>, node: DrawnNode): string {
    const scopeId = this.#scopes.at(-1) ?? this.#key;
    const handler = arrow.sigil.mark === '<<' ? this.#add(node) : undefined;
    const id = handler === undefined ? idOf(node.name) : `${attachedTo}_compensation`;
    this.#boundaries.set(id, {
      id,
      scopeId,
      attachedTo,
      interrupting: arrow.interrupting,
      sigil: arrow.sigil,
      handler,
    });
    return id;
  }

  build(): { readonly nodes: Map<string, FlowNode>; readonly flows: Map<string, SequenceFlow> } {
    const nodes = new Map<string, FlowNode>();
    for (const draft of this.#nodes.values()) nodes.set(draft.id, this.#buildNode(draft));
    for (const draft of this.#boundaries.values()) nodes.set(draft.id, this.#buildBoundary(draft));
    const flows = new Map<string, SequenceFlow>();
    for (const { id, sourceId, targetId, condition } of this.#flows) {
      flows.set(id, {
        id,
        sourceId,
        targetId,
        listeners: [],
        ...(condition === undefined
          ? {}
          : { condition: { type: 'expression' as const, expression: text(`\${${condition}}`) } }),
      });
    }
    return { nodes, flows };
  }

  #base(id: string, scopeId: string): NodeBase {
    const defaultFlow = this.#flows.find((flow) => flow.sourceId === id && flow.isDefault)?.id;
    return {
      id,
      name: id,
      scopeId,
      incoming: this.#flows.filter((flow) => flow.targetId === id).map((flow) => flow.id),
      outgoing: this.#flows.filter((flow) => flow.sourceId === id).map((flow) => flow.id),
      inputs: [],
      outputs: [],
      listeners: [],
      boundaryEvents: [...this.#boundaries.values()]
        .filter((boundary) => boundary.attachedTo === id)
        .map((boundary) => boundary.id),
      isForCompensation: [...this.#boundaries.values()].some((boundary) => boundary.handler === id),
      properties: {},
      ...(defaultFlow === undefined ? {} : { defaultFlow }),
    };
  }

  #buildBoundary(draft: BoundaryDraft): BoundaryEvent {
    return {
      ...this.#base(draft.id, draft.scopeId),
      kind: 'boundaryEvent',
      event: eventOf(draft.sigil),
      attachedTo: draft.attachedTo,
      interrupting: draft.interrupting,
      ...(draft.handler === undefined ? {} : { compensationHandler: draft.handler }),
    };
  }

  #buildNode({ id, drawn, scopeId }: Draft): FlowNode {
    const base = this.#base(id, scopeId);
    switch (drawn.bracket) {
      case '(':
        return this.#buildEvent(base, drawn.sigil);
      case '<':
        return {
          ...base,
          kind: drawn.mark === '+' ? 'parallelGateway' : drawn.mark === 'o' ? 'inclusiveGateway' : 'exclusiveGateway',
        };
      case '{': {
        const inside = [...this.#nodes.values(), ...this.#boundaries.values()]
          .filter((draft) => draft.scopeId === id)
          .map((draft) => draft.id);
        return { ...base, kind: this.#eventSubProcesses.has(id) ? 'eventSubProcess' : 'subProcess', children: inside };
      }
      case '[':
        return buildTask(base, drawn);
    }
  }

  #buildEvent(base: NodeBase, sigil: Sigil | undefined): FlowNode {
    const event = eventOf(sigil);
    if (base.incoming.length === 0) {
      const trigger = this.#eventSubProcesses.get(base.scopeId)?.trigger;
      return {
        ...base,
        kind: 'startEvent',
        event: trigger ? eventOf(trigger.sigil) : event,
        interrupting: trigger?.interrupting ?? true,
      };
    }
    if (sigil?.mark === '@' || sigil?.mark === '?') return { ...base, kind: 'intermediateCatchEvent', event };
    return base.outgoing.length === 0
      ? { ...base, kind: 'endEvent', event }
      : { ...base, kind: 'intermediateThrowEvent', event };
  }
}

function idOf(name: string): string {
  const id = (name.split(/\s\$|\s=/)[0] ?? '').trim().replaceAll(/\s+/g, '_');
  if (!/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(id))
    throw new Error(`"${name}" is no name for a node: begin with a letter, then letters, digits, spaces.`);
  return id;
}

function eventOf(sigil: Sigil | undefined): EventDefinition {
  if (!sigil) return { type: 'none' };
  switch (sigil.mark) {
    case '@':
      return {
        type: 'timer',
        timer: {
          kind: sigil.text.startsWith('R') ? 'cycle' : /^(P|\$)/.test(sigil.text) ? 'duration' : 'date',
          text: text(sigil.text),
        },
      };
    case '?':
    case '^':
      return { type: 'message', name: text(sigil.text) };
    case '!':
      return sigil.text === '' ? { type: 'error' } : { type: 'error', code: sigil.text };
    case '<<':
      return sigil.text === '' ? { type: 'compensation' } : { type: 'compensation', activityRef: sigil.text.trim() };
    case '*':
      return { type: 'terminate' };
  }
}

function buildTask(base: NodeBase, drawn: DrawnNode): FlowNode {
  const body = drawn.name.includes(' = ') ? drawn.name.slice(drawn.name.indexOf(' = ') + 3).trim() : '';
  switch (drawn.mark) {
    case '/':
      return { ...base, kind: 'serviceTask', implementation: { type: 'external', topic: text(base.id) } };
    case '=':
      return {
        ...base,
        kind: 'serviceTask',
        implementation: { type: 'expression', expression: text(`\${${body}}`), resultVariable: base.id },
      };
    case '%':
      return { ...base, kind: 'scriptTask', script: { language: 'javascript', source: body } };
    case '+':
      return {
        ...base,
        kind: 'callActivity',
        calledElement: { key: text(base.id), binding: 'latest' },
        in: [],
        out: [],
      };
    case '?':
      return { ...base, kind: 'receiveTask', message: text(base.id) };
    case '!':
      return { ...base, kind: 'sendTask', message: text(base.id) };
    case '#':
      return {
        ...base,
        kind: 'businessRuleTask',
        decision: { key: text(base.id), binding: 'latest' },
        resultVariable: base.id,
        mapDecisionResult: 'singleEntry',
      };
    case '-':
      return { ...base, kind: 'manualTask' };
    default:
      return { ...base, kind: 'userTask', candidateUsers: [], candidateGroups: [] };
  }
}
