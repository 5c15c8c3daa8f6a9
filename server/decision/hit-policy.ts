import type { DecisionTable, TableOutput } from './decision-model.ts';

/** A rule that hit, with its outputs by name. */
export interface Hit {
  readonly ruleId: string;
  /** Number of the rule in the table, counted from 1. */
  readonly number: number;
  readonly outputs: ReadonlyMap<string, unknown>;
}

/** Rows of a result: output name to value. */
export type Rows = readonly ReadonlyMap<string, unknown>[];

/**
 * The result of the rules that hit (DMN 1.3, 8.2.10). `allowed` gives the allowed values of an output, highest priority
 * first; undefined when the model names none.
 * @throws Error that names the rules, when they do not fit the policy.
 */
export function applyHitPolicy(
  table: DecisionTable,
  hits: readonly Hit[],
  allowed: (output: TableOutput) => readonly unknown[] | undefined,
): Rows {
  const rows = hits.map(({ outputs }) => outputs);
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (hits.length > 1)
        throw new Error(
          `${describe(hits)} hit, but the hit policy UNIQUE allows one. Make the rules exclude each other or choose another hit policy.`,
        );
      return rows;
    case 'FIRST':
      return rows.slice(0, 1);
    case 'ANY':
      if (rows.some((row) => !sameRow(row, rows[0])))
        throw new Error(
          `${describe(hits)} hit with different outputs, but the hit policy ANY wants them to be the same. Correct the outputs or choose another hit policy.`,
        );
      return rows.slice(0, 1);
    case 'RULE ORDER':
      return rows;
    case 'PRIORITY':
      return sortByPriority(table, hits, allowed).slice(0, 1);
    case 'OUTPUT ORDER':
      return sortByPriority(table, hits, allowed);
    case 'COLLECT':
      return table.aggregation === null ? rows : [aggregate(table, hits)];
  }
}

function describe(hits: readonly Hit[]): string {
  const names = hits.map(({ ruleId, number }) => (ruleId === `rule ${number}` ? ruleId : `${ruleId} (rule ${number})`));
  return `The rules ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function sameRow(row: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown> | undefined): boolean {
  return JSON.stringify([...row]) === JSON.stringify([...(other ?? [])]);
}

/** By the first output that names allowed values, then the next; rules that are alike stay in their order. */
function sortByPriority(
  table: DecisionTable,
  hits: readonly Hit[],
  allowed: (output: TableOutput) => readonly unknown[] | undefined,
): Rows {
  const ranks = table.outputs.map((output) => ({
    name: output.name,
    values: allowed(output)?.map((value) => JSON.stringify(value)),
  }));
  const rankOf = (hit: Hit) =>
    ranks.map(({ name, values }) => {
      if (!values) return 0;
      const rank = values.indexOf(JSON.stringify(hit.outputs.get(name) ?? null));
      if (rank === -1)
        throw new Error(
          `rule ${hit.ruleId} gives ${JSON.stringify(hit.outputs.get(name))} for ${name}, which is not among its allowed values. Add it to them.`,
        );
      return rank;
    });
  const ranked = hits.map((hit) => ({ outputs: hit.outputs, rank: rankOf(hit) }));
  ranked.sort(
    (a, b) => a.rank.map((rank, index) => rank - (b.rank[index] ?? 0)).find((difference) => difference !== 0) ?? 0,
  );
  return ranked.map(({ outputs }) => outputs);
}

/**
 * One row with one value: the sum, the least, the greatest or the number of the outputs. Nothing hit: COUNT is 0, the
 * others null.
 */
function aggregate(table: DecisionTable, hits: readonly Hit[]): ReadonlyMap<string, unknown> {
  const name = table.outputs[0]?.name ?? '';
  if (table.aggregation === 'COUNT') return new Map([[name, hits.length]]);
  const numbers = hits.map((hit) => {
    const value = hit.outputs.get(name);
    if (typeof value !== 'number')
      throw new Error(
        `rule ${hit.ruleId} gives ${JSON.stringify(value ?? null)} for ${name}, but ${table.aggregation} needs numbers.`,
      );
    return value;
  });
  if (numbers.length === 0) return new Map([[name, null]]);
  if (table.aggregation === 'SUM') return new Map([[name, numbers.reduce((sum, number) => sum + number, 0)]]);
  return new Map([[name, numbers.reduce((a, b) => (table.aggregation === 'MIN' ? Math.min(a, b) : Math.max(a, b)))]]);
}
