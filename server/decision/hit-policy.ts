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
  return keyOf([...row]) === keyOf([...(other ?? [])]);
}

/** A value as text that is the same for the same value; JSON has no large whole numbers. */
function keyOf(value: unknown): string {
  return JSON.stringify(value ?? null, (_, each: unknown) =>
    typeof each === 'bigint' ? (Number.isSafeInteger(Number(each)) ? Number(each) : `${each}n`) : each,
  );
}

/** By the first output that names allowed values, then the next; rules that are alike stay in their order. */
function sortByPriority(
  table: DecisionTable,
  hits: readonly Hit[],
  allowed: (output: TableOutput) => readonly unknown[] | undefined,
): Rows {
  const ranks = table.outputs.map((output) => ({ name: output.name, values: allowed(output)?.map(keyOf) }));
  const rankOf = (hit: Hit) =>
    ranks.map(({ name, values }) => {
      if (!values) return 0;
      const rank = values.indexOf(keyOf(hit.outputs.get(name)));
      if (rank === -1)
        throw new Error(
          `rule ${hit.ruleId} gives ${keyOf(hit.outputs.get(name))} for ${name}, which is not among its allowed values. Add it to them.`,
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
    if (typeof value !== 'number' && typeof value !== 'bigint')
      throw new Error(`rule ${hit.ruleId} gives ${keyOf(value)} for ${name}, but ${table.aggregation} needs numbers.`);
    return value;
  });
  if (numbers.length === 0) return new Map([[name, null]]);
  if (table.aggregation === 'SUM') return new Map([[name, sumOf(numbers)]]);
  return new Map([[name, numbers.reduce((a, b) => ((table.aggregation === 'MIN' ? b < a : b > a) ? b : a))]]);
}

/** Exact where all are whole (Camunda sums them as Long), else a double. */
function sumOf(numbers: readonly (number | bigint)[]): number | bigint {
  if (!numbers.some((number) => typeof number === 'bigint') || !numbers.every((each) => Number.isInteger(Number(each))))
    return numbers.reduce<number>((sum, number) => sum + Number(number), 0);
  const sum = numbers.reduce<bigint>((total, number) => total + BigInt(number), 0n);
  return Number.isSafeInteger(Number(sum)) ? Number(sum) : sum;
}
