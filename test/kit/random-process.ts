import { expandRepetitions } from '../../server/bpmn/compile/expand-repetitions.ts';
import type { EventDefinition } from '../../server/engine/definition/event-definition.ts';
import type { Repetition } from '../../server/engine/definition/flow-node.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { diagram, draw, withNode } from './diagram.ts';
import type { Block, EventSubProcessKind, LeafKind } from './random-blocks.ts';

/** What random processes call. */
export const called: ProcessDefinition = diagram`
  process called
  (start) -> [visit] -> (end)
`;

const juel = (source: string) => ({ language: 'juel' as const, source });
const SIGNAL: EventDefinition = { type: 'signal', name: juel('up'), in: [] };
const ESCALATION: EventDefinition = { type: 'escalation', code: 'UP' };
const CONDITIONAL: EventDefinition = {
  type: 'conditional',
  condition: { type: 'expression', expression: juel('${v % 3 == 0}') },
  variableEvents: [],
};
const repetitions: Readonly<Record<Extract<Block, { type: 'repeated' }>['how'], Repetition>> = {
  parallel: { type: 'multiInstance', sequential: false, cardinality: juel('2'), throws: { when: 'never' } },
  sequential: { type: 'multiInstance', sequential: true, cardinality: juel('2'), throws: { when: 'never' } },
  some: {
    type: 'multiInstance',
    sequential: false,
    cardinality: juel('3'),
    completionCondition: juel('${nrOfCompletedInstances >= 2}'),
    throws: { when: 'never' },
  },
  loop: { type: 'standardLoop', testBefore: false, maximum: juel('2') },
};

/** Draws a block as a process. Conditions read the number `v`; loops go round while `v % 5 == 0`. */
export class ProcessDrawing {
  readonly #lines: string[] = [];
  readonly #async: (readonly [id: string, field: 'asyncBefore' | 'asyncAfter'])[] = [];
  readonly #mapped: string[] = [];
  /** Fields of nodes that the drawing language has no shape for. */
  readonly #fields = new Map<string, Record<string, unknown>>();
  #count = 0;

  static of(block: Block): { readonly definition: ProcessDefinition; readonly drawing: string } {
    const drawing = new ProcessDrawing();
    const { first, last } = drawing.#block(block);
    drawing.#lines.push(`(start) -> ${first}`, `${last} -> (end)`);
    const text = drawing.#lines.join('\n');
    let definition = draw(text);
    for (const [id, field] of drawing.#async) definition = withNode(definition, id, { [field]: { exclusive: true } });
    for (const id of drawing.#mapped) {
      definition = withNode(definition, id, {
        inputs: [
          { name: 'inner', value: { type: 'expression', expression: { language: 'juel', source: '${v + 1}' } } },
        ],
        outputs: [
          { name: `from_${id}`, value: { type: 'expression', expression: { language: 'juel', source: '${inner}' } } },
        ],
      });
    }
    for (const [id, fields] of drawing.#fields) definition = withNode(definition, id, fields);
    return { definition: { ...definition, ...expandRepetitions(definition) }, drawing: text };
  }

  #name(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  #block(block: Block): { readonly first: string; readonly last: string } {
    switch (block.type) {
      case 'leaf':
        return this.#leaf(block);
      case 'compensable': {
        const id = this.#name('book');
        this.#lines.push(`[${id}] @<< [${this.#name('undo')}]`);
        return { first: `[${id}]`, last: `[${id}]` };
      }
      case 'sequence': {
        const ends = block.parts.map((part) => this.#block(part));
        ends.slice(1).forEach((end, index) => this.#lines.push(`${ends[index]?.last ?? ''} -> ${end.first}`));
        return { first: ends[0]?.first ?? '', last: ends.at(-1)?.last ?? '' };
      }
      case 'branches':
        return this.#branches(block);
      case 'loop': {
        const [enter, leave] = [`<x ${this.#name('enter')}>`, `<x ${this.#name('leave')}>`];
        const gate = `[${this.#name('turn')}]`;
        const body = this.#block(block.body);
        this.#lines.push(
          `${enter} -> ${gate} -> ${body.first}`,
          `${body.last} -> ${leave}`,
          `${leave} -v % 5 == 0-> ${enter}`,
        );
        const out = `[- ${this.#name('out')}]`;
        this.#lines.push(`${leave} ->> ${out}`);
        return { first: enter, last: out };
      }
      case 'race':
        return this.#race();
      case 'repeated':
        return this.#repeated(block);
      case 'subProcess':
        return this.#subProcess(block);
    }
  }

  #race(): { readonly first: string; readonly last: string } {
    const [gateway, merge, message] = [this.#name('race'), `<x ${this.#name('merge')}>`, this.#name('message')];
    this.#lines.push(`<x ${gateway}> -> (${this.#name('timer')} @PT1H) -> ${merge}`);
    this.#lines.push(`<x ${gateway}> -> (${message} ?${message}) -> ${merge}`);
    this.#fields.set(gateway, { kind: 'eventBasedGateway', instantiate: false, parallel: false });
    return { first: `<x ${gateway}>`, last: merge };
  }

  #repeated({ body, how }: Extract<Block, { type: 'repeated' }>): { readonly first: string; readonly last: string } {
    const id = this.#name('each');
    this.#lines.push(`{${id}`);
    const { first } = this.#block(body);
    this.#lines.push(`(${this.#name('begin')}) -> ${first}`, '}');
    this.#fields.set(id, { repetition: repetitions[how] });
    return { first: `{${id}}`, last: `{${id}}` };
  }

  #leaf({ kind, async }: Extract<Block, { type: 'leaf' }>): { readonly first: string; readonly last: string } {
    const id = this.#name(kind);
    const shapes: Record<LeafKind, string> = {
      user: `[${id}]`,
      local: `[${id}]`,
      external: `[/${id}]`,
      script: `[% ${id} = v = v + 1]`,
      timer: `(${id} @PT1H)`,
      message: `(${id} ?${id})`,
      compensate: `(${id} <<)`,
      escalate: `(${id} ^up)`,
      signal: `(${id} ^up)`,
      call: `[+ ${id}]`,
    };
    if (kind === 'escalate') this.#fields.set(id, { event: ESCALATION });
    if (kind === 'signal') this.#fields.set(id, { event: SIGNAL });
    if (kind === 'call') this.#fields.set(id, { calledElement: { key: juel('called'), binding: 'latest' } });
    if (async !== 'none') this.#async.push([id, async === 'before' ? 'asyncBefore' : 'asyncAfter']);
    if (kind === 'local') this.#mapped.push(id);
    return { first: shapes[kind], last: shapes[kind] };
  }

  #branches({ gateway, branches, asyncJoin }: Extract<Block, { type: 'branches' }>): {
    readonly first: string;
    readonly last: string;
  } {
    const joinId = this.#name('join');
    const [split, join] = [`<${gateway} ${this.#name('split')}>`, `<${gateway} ${joinId}>`];
    if (asyncJoin !== 'none') this.#async.push([joinId, asyncJoin === 'before' ? 'asyncBefore' : 'asyncAfter']);
    branches.forEach((branch, index) => {
      const { first, last } = this.#block(branch);
      const arrow = gateway === '+' ? '->' : index === 0 ? '->>' : `-v % ${index + 1} == 0->`;
      this.#lines.push(`${split} ${arrow} ${first}`, `${last} -> ${join}`);
    });
    return { first: split, last: join };
  }

  #subProcess(block: Extract<Block, { type: 'subProcess' }>): { readonly first: string; readonly last: string } {
    const id = this.#name('sub');
    const shape = `{${id}}`;
    const after = `[- ${this.#name('after')}]`;
    this.#lines.push(`{${id}`);
    const body = this.#block(block.body);
    const begin = `(${this.#name('begin')})`;
    if (block.early === 'none') this.#lines.push(`${begin} -> ${body.first}`);
    else {
      const [early, stop] = [this.#name('early'), this.#name('stop')];
      this.#lines.push(`${begin} -> <x ${early}> ->> ${body.first}`);
      this.#lines.push(`<x ${early}> -v % 7 == 0-> (${stop} ${block.early === 'error' ? '!FAIL' : '*'})`);
      if (block.early === 'cancel') {
        this.#fields.set(stop, { event: { type: 'cancel' } });
        this.#fields.set(id, { kind: 'transaction' });
      }
    }
    if (block.eventSubProcess !== 'none') this.#eventSubProcess(block.eventSubProcess);
    this.#lines.push('}');
    this.#lines.push(`${shape} -> ${after}`);
    if (block.early === 'error') this.#boundary(shape, '!FAIL', { to: after });
    if (block.early === 'cancel') this.#boundary(shape, '?never', { to: after, event: { type: 'cancel' } });
    this.#boundaryOf(block, { id, shape, after });
    if (block.compensates) this.#lines.push(`${shape} @<< [${this.#name('undoAll')}]`);
    return { first: shape, last: after };
  }

  #boundaryOf(
    { boundary }: Extract<Block, { type: 'subProcess' }>,
    { id, shape, after }: { readonly id: string; readonly shape: string; readonly after: string },
  ): void {
    const aside = () => `[${this.#name('asideTask')}]`;
    switch (boundary) {
      case 'none':
        return;
      case 'timer':
        return this.#boundary(shape, 'PT2H', { to: after });
      case 'message':
        return this.#boundary(shape, `?stop${id}`, { to: after });
      case 'escalation':
        return this.#boundary(shape, '?never', { to: after, event: ESCALATION });
      case '~timer':
        return this.#boundary(shape, '~PT2H', { to: aside() });
      case '~cycle':
        return this.#boundary(shape, '~R2/PT30M', { to: aside() });
      case '~message':
        return this.#boundary(shape, `~?aside${id}`, { to: aside() });
      case '~escalation':
        return this.#boundary(shape, '~?never', { to: aside(), event: ESCALATION });
      case '~signal':
        return this.#boundary(shape, '~?never', { to: aside(), event: SIGNAL });
      case '~conditional':
        return this.#boundary(shape, '~?never', { to: aside(), event: CONDITIONAL });
    }
  }

  #boundary(
    shape: string,
    trigger: string,
    { to, event }: { readonly to: string; readonly event?: EventDefinition },
  ): void {
    const id = this.#name('caught');
    this.#lines.push(`${shape} @${trigger} (${id}) -> ${to}`);
    if (event) this.#fields.set(id, { event });
  }

  #eventSubProcess(kind: Exclude<EventSubProcessKind, 'none'>): void {
    const [id, start] = [this.#name('handler'), this.#name('on')];
    const triggers: Record<typeof kind, string> = {
      timer: 'PT90M',
      '~timer': '~PT90M',
      message: `?${id}`,
      '~message': `~?${id}`,
      error: '!FAIL',
      '~signal': '~?never',
      conditional: '?never',
      '~conditional': '~?never',
      '~escalation': '~?never',
    };
    if (kind === '~signal') this.#fields.set(start, { event: SIGNAL });
    if (kind === '~escalation') this.#fields.set(start, { event: ESCALATION });
    if (kind === 'conditional' || kind === '~conditional') this.#fields.set(start, { event: CONDITIONAL });
    this.#lines.push(
      `{${id} @${triggers[kind]}`,
      `(${start}) -> [${this.#name('handle')}] -> (${this.#name('undone')} <<)`,
      '}',
    );
  }
}
