import type { Plan } from './plan.ts';

/** Which kinds of blocks were tried, and which inside which. */
export class Coverage {
  #cases = 0;
  /** Cases in which a kind occurs, and the number of its occurrences directly inside another. */
  readonly #kinds = new Map<string, number>();
  readonly #pairs = new Map<string, number>();

  add(plan: Plan): void {
    this.#cases += 1;
    const kinds = new Set<string>();
    this.#visit(plan, undefined, kinds);
    for (const kind of kinds) this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
  }

  #visit(plan: Plan, outer: Plan['type'] | undefined, kinds: Set<string>): void {
    kinds.add(plan.type);
    for (const detail of detailsOf(plan)) kinds.add(`${plan.type} ${detail}`);
    if (outer !== undefined) {
      const pair = `${outer} > ${plan.type}`;
      this.#pairs.set(pair, (this.#pairs.get(pair) ?? 0) + 1);
    }
    for (const inner of innerOf(plan)) this.#visit(inner, plan.type, kinds);
  }

  /** Kinds that were tried in fewer than this share of the cases. */
  rareKinds(share: number): readonly string[] {
    return blockTypes.filter((type) => (this.#kinds.get(type) ?? 0) < share * this.#cases);
  }

  /** Variants of kinds that were never tried. */
  absentDetails(): readonly string[] {
    return allDetails.filter((detail) => !this.#kinds.has(detail));
  }

  /** Pairs that were tried less often than this. */
  rarePairs(least: number): readonly string[] {
    return outerTypes
      .flatMap((outer) => blockTypes.map((inner) => `${outer} > ${inner}`))
      .filter((pair) => (this.#pairs.get(pair) ?? 0) < least);
  }

  /** One line per kind with its share, then how often each is directly inside each other. */
  table(): string {
    const share = (kind: string) => `${((100 * (this.#kinds.get(kind) ?? 0)) / this.#cases).toFixed(1)} %`;
    const kinds = [...blockTypes, ...allDetails].sort().map((kind) => `${kind.padEnd(38)} ${share(kind).padStart(7)}`);
    const pairs = outerTypes.map((outer) => {
      const counts = blockTypes.map((inner) => String(this.#pairs.get(`${outer} > ${inner}`) ?? 0).padStart(6));
      return `${outer.padEnd(14)}${counts.join(' ')}`;
    });
    const head = `${''.padEnd(14)}${blockTypes.map((type) => type.slice(0, 6).padStart(6)).join(' ')}`;
    return [`${this.#cases} plans`, ...kinds, '', 'outer \\ inner', head, ...pairs].join('\n');
  }
}

/** Blocks that hold others, by type, each with those directly inside. */
function innerOf(plan: Plan): readonly Plan[] {
  switch (plan.type) {
    case 'sequence':
      return plan.parts;
    case 'exclusive':
    case 'parallel':
    case 'inclusive':
      return plan.branches;
    case 'loop':
    case 'subProcess':
    case 'call':
    case 'multiInstance':
    case 'terminate':
      return [plan.body];
    case 'event':
    case 'raises':
      return [plan.body, plan.handler];
    case 'eventGateway':
      return plan.branches.map(({ next }) => next);
    case 'link':
      return [plan.before, plan.after];
    default:
      return [];
  }
}

function detailsOf(plan: Plan): readonly string[] {
  switch (plan.type) {
    case 'task':
      return [plan.kind, `async ${plan.async}`];
    case 'subProcess':
      return [plan.transaction ? 'transaction' : 'plain', `async ${plan.async}`];
    case 'call':
      return [`async ${plan.async}`];
    case 'event': {
      const interrupts = plan.interrupting || plan.trigger === 'error';
      return [`${plan.place} ${interrupts ? '' : '~'}${plan.trigger}`, plan.comes ? 'comes' : 'does not come'];
    }
    case 'raises':
      return [plan.what, ...plan.through.map((each) => `through ${each}`)];
    case 'eventGateway':
      return plan.branches.map(({ trigger }) => trigger);
    case 'multiInstance':
      return [plan.sequential ? 'sequential' : 'parallel', `of ${plan.count}`];
    case 'firstOf':
    case 'adHoc':
      return [plan.sequential ? 'sequential' : 'parallel'];
    case 'terminate':
      return [plan.idle ? 'with work beside' : 'alone'];
    case 'compensation':
      return [plan.how, ...plan.parts];
    default:
      return [];
  }
}

const outerTypes: readonly Plan['type'][] = [
  'sequence',
  'exclusive',
  'parallel',
  'inclusive',
  'loop',
  'subProcess',
  'call',
  'multiInstance',
  'terminate',
  'event',
  'raises',
  'eventGateway',
  'link',
];
const blockTypes: readonly Plan['type'][] = [
  ...outerTypes,
  'task',
  'firstOf',
  'standardLoop',
  'compensation',
  'adHoc',
  'complex',
];

const each = (type: Plan['type'], ...details: readonly string[]) => details.map((detail) => `${type} ${detail}`);
const allAsync = ['async none', 'async before', 'async after'];
const triggers = ['timer', 'message', 'signal', 'escalation', 'conditional'];
const allDetails: readonly string[] = [
  ...each('task', 'user', 'external', 'service', 'rule', 'send', 'script', 'manual', 'receive', 'timer', ...allAsync),
  ...each('subProcess', 'transaction', 'plain', ...allAsync),
  ...each('call', ...allAsync),
  ...each(
    'event',
    ...['task', 'subProcess', 'multiInstance', 'call', 'eventSubProcess'].flatMap((place) =>
      ['error', ...triggers, ...triggers.map((trigger) => `~${trigger}`)].map((trigger) => `${place} ${trigger}`),
    ),
    'comes',
    'does not come',
  ),
  ...each('raises', 'error', 'escalation', 'goesOn', 'through subProcess', 'through call'),
  ...each('eventGateway', 'timer', 'message', 'signal'),
  ...each('multiInstance', 'sequential', 'parallel', 'of 0', 'of 1', 'of 2', 'of 3'),
  ...each('firstOf', 'sequential', 'parallel'),
  ...each('adHoc', 'sequential', 'parallel'),
  ...each('terminate', 'with work beside', 'alone'),
  ...each('compensation', 'throw', 'cancel', 'task', 'inner', 'whole'),
];
