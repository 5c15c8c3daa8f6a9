import { convertType } from './convert-type.ts';
import type { DecisionTable, TableOutput } from './decision-model.ts';
import type { Evaluation, Scope } from './evaluation.ts';
import { applyHitPolicy, type Hit, type Rows } from './hit-policy.ts';
import { within } from './within.ts';

/** How a table came to its result; all values are FEEL's. */
export interface TableResult {
  readonly inputs: readonly unknown[];
  readonly hits: readonly Hit[];
  readonly rows: Rows;
}

/** @throws Error that names the rule or the column. */
export function evaluateTable(table: DecisionTable, evaluation: Evaluation, scope: Scope): TableResult {
  const inputs = table.inputs.map((input) =>
    within(`input ${input.label ?? input.id ?? input.expression.source}`, () =>
      convertType(evaluation.value(input.expression, scope), input.typeRef),
    ),
  );
  const hits = findHits(table, inputs, { evaluation, scope });
  const rows =
    hits.length === 0
      ? defaultRows(table, evaluation, scope)
      : applyHitPolicy(table, hits, (output) => allowedValues(output, evaluation, scope));
  return { inputs, hits, rows };
}

/** Whether the result is a list of what the rules give. */
export function givesList(table: DecisionTable): boolean {
  return ['RULE ORDER', 'OUTPUT ORDER', 'COLLECT'].includes(table.hitPolicy) && table.aggregation === null;
}

/** The value of a table's rows for other decisions (DMN 1.3, 8.2.8): one output is its value, several are a context. */
export function tableValue(table: DecisionTable, rows: Rows): unknown {
  const [first, ...others] = table.outputs;
  const values = rows.map((row) =>
    others.length === 0 ? (row.get(first?.name ?? '') ?? null) : Object.fromEntries(row),
  );
  return givesList(table) ? values : (values[0] ?? null);
}

function findHits(
  table: DecisionTable,
  inputs: readonly unknown[],
  { evaluation, scope }: { readonly evaluation: Evaluation; readonly scope: Scope },
): readonly Hit[] {
  const hits: Hit[] = [];
  for (const [index, rule] of table.rules.entries()) {
    const place = `rule ${index + 1} (${rule.id})`;
    const hit = table.inputs.every((input, column) =>
      within(place, () => evaluation.passes(rule.tests[column] ?? null, inputs[column] ?? null, { input, scope })),
    );
    if (!hit) continue;
    const outputs = table.outputs.map(
      (output, column) =>
        [
          output.name,
          within(`${place}, output ${output.name}`, () =>
            convertType(evaluation.value(rule.outputs[column] ?? null, scope), output.typeRef),
          ),
        ] as const,
    );
    hits.push({ ruleId: rule.id, number: index + 1, outputs: new Map(outputs) });
    if (table.hitPolicy === 'FIRST') break;
  }
  return hits;
}

/** No rule hit: the default values, if the table has any; an aggregation of nothing. */
function defaultRows(table: DecisionTable, evaluation: Evaluation, scope: Scope): Rows {
  if (table.outputs.every((output) => output.defaultValue === null))
    // A sum of nothing is no row (Camunda); as a value it is null all the same.
    return table.aggregation === 'COUNT' ? applyHitPolicy(table, [], () => undefined) : [];
  const values = table.outputs.map(
    (output) =>
      [
        output.name,
        within(`the default of ${output.name}`, () =>
          convertType(evaluation.value(output.defaultValue, scope), output.typeRef),
        ),
      ] as const,
  );
  return [new Map(values)];
}

function allowedValues(output: TableOutput, evaluation: Evaluation, scope: Scope): readonly unknown[] | undefined {
  if (!output.values) return undefined;
  const values = evaluation.value(output.values, scope);
  return Array.isArray(values) ? values.map((value) => convertType(value, output.typeRef)) : undefined;
}
