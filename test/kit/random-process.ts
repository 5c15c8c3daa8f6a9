import fc from 'fast-check';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { draw, withNode } from './diagram.ts';

/** A block: it is entered at one place and left at one place. */
export type Block =
  | { readonly type: 'leaf'; readonly kind: LeafKind; readonly async: 'none' | 'before' | 'after' }
  | { readonly type: 'compensable' }
  | { readonly type: 'sequence'; readonly parts: readonly Block[] }
  | { readonly type: 'branches'; readonly gateway: 'x' | '+' | 'o'; readonly branches: readonly Block[] }
  | { readonly type: 'loop'; readonly body: Block }
  | {
      readonly type: 'subProcess';
      readonly body: Block;
      /** How a token may end in it besides its end. */
      readonly early: 'none' | 'error' | 'terminate';
      readonly boundary: 'none' | 'timer' | '~timer' | '~cycle' | 'message' | '~message';
      readonly eventSubProcess: 'none' | 'timer' | '~timer' | 'message' | '~message' | 'error';
      readonly compensates: boolean;
    };
type LeafKind = 'user' | 'external' | 'script' | 'timer' | 'message' | 'compensate' | 'local';

const leafKind = fc.constantFrom<LeafKind>(
  'user',
  'user',
  'external',
  'script',
  'timer',
  'message',
  'compensate',
  'local',
);

/** Blocks of some depth. */
export const blocks: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('leaf' as const),
        kind: leafKind,
        async: fc.constantFrom('none' as const, 'none' as const, 'before' as const, 'after' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('compensable' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('sequence' as const),
        parts: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('branches' as const),
        gateway: fc.constantFrom('x' as const, '+' as const, 'o' as const),
        branches: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('loop' as const), body: tie('block') }) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('subProcess' as const),
        body: tie('block'),
        early: fc.constantFrom('none' as const, 'error' as const, 'terminate' as const),
        boundary: fc.constantFrom(
          'none' as const,
          'timer' as const,
          '~timer' as const,
          '~cycle' as const,
          'message' as const,
          '~message' as const,
        ),
        eventSubProcess: fc.constantFrom(
          'none' as const,
          'timer' as const,
          '~timer' as const,
          'message' as const,
          '~message' as const,
          'error' as const,
        ),
        compensates: fc.boolean(),
      }),
    },
  ),
})).block;

/** Draws a block as a process. Conditions read the number `v`; loops go round while `v % 5 == 0`. */
export class ProcessDrawing {
  readonly #lines: string[] = [];
  readonly #async: (readonly [id: string, field: 'asyncBefore' | 'asyncAfter'])[] = [];
  readonly #mapped: string[] = [];
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
    return { definition, drawing: text };
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
      case 'subProcess':
        return this.#subProcess(block);
    }
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
    };
    if (async !== 'none') this.#async.push([id, async === 'before' ? 'asyncBefore' : 'asyncAfter']);
    if (kind === 'local') this.#mapped.push(id);
    return { first: shapes[kind], last: shapes[kind] };
  }

  #branches({ gateway, branches }: Extract<Block, { type: 'branches' }>): {
    readonly first: string;
    readonly last: string;
  } {
    const [split, join] = [`<${gateway} ${this.#name('split')}>`, `<${gateway} ${this.#name('join')}>`];
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
      const early = this.#name('early');
      this.#lines.push(`${begin} -> <x ${early}> ->> ${body.first}`);
      this.#lines.push(`<x ${early}> -v % 7 == 0-> (${this.#name('stop')} ${block.early === 'error' ? '!FAIL' : '*'})`);
    }
    if (block.eventSubProcess !== 'none') this.#eventSubProcess(block.eventSubProcess);
    this.#lines.push('}');
    this.#lines.push(`${shape} -> ${after}`);
    const interrupted = (trigger: string) => {
      const join = this.#name('caught');
      this.#lines.push(`${shape} @${trigger} (${join}) -> ${after}`);
    };
    if (block.early === 'error') interrupted('!FAIL');
    if (block.boundary === 'timer') interrupted('PT2H');
    if (block.boundary === 'message') interrupted(`?stop${id}`);
    if (block.boundary.startsWith('~')) {
      const trigger =
        block.boundary === '~timer' ? '~PT2H' : block.boundary === '~cycle' ? '~R2/PT30M' : `~?aside${id}`;
      this.#lines.push(`${shape} @${trigger} (${this.#name('aside')}) -> [${this.#name('asideTask')}]`);
    }
    if (block.compensates) this.#lines.push(`${shape} @<< [${this.#name('undoAll')}]`);
    return { first: shape, last: after };
  }

  #eventSubProcess(kind: Exclude<Extract<Block, { type: 'subProcess' }>['eventSubProcess'], 'none'>): void {
    const id = this.#name('handler');
    const triggers = { timer: 'PT90M', '~timer': '~PT90M', message: `?${id}`, '~message': `~?${id}`, error: '!FAIL' };
    this.#lines.push(
      `{${id} @${triggers[kind]}`,
      `(${this.#name('on')}) -> [${this.#name('handle')}] -> (${this.#name('undone')} <<)`,
      '}',
    );
  }
}
