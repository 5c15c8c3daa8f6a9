/** Writes DMN for tests. A table is drawn as lines of cells: inputs, `=>`, outputs, with `|` between. */
export interface TableText {
  readonly id?: string;
  readonly hitPolicy?: string;
  readonly aggregation?: string;
  /** Expressions, with `: type` behind if wanted. */
  readonly inputs: readonly string[];
  /** Names, with `: type` behind if wanted. */
  readonly outputs: readonly string[];
  /** Allowed values of the outputs. */
  readonly values?: readonly (string | undefined)[];
  readonly defaults?: readonly (string | undefined)[];
  readonly rules: readonly string[];
  readonly requires?: readonly string[];
  /** Attributes of the decision, of each cell. */
  readonly attributes?: string;
  readonly cellAttributes?: string;
  readonly variable?: string;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function tableText(table: TableText): string {
  const id = table.id ?? 'd';
  const [typed, cell] = [(text: string) => text.split(/ : (?=\w+$)/), table.cellAttributes ?? ''];
  const inputs = table.inputs.map((input, index) => {
    const [expression = '', type] = typed(input);
    return `<input id="${id}-in${index}" label="In ${index}"><inputExpression id="${id}-ie${index}"${type ? ` typeRef="${type}"` : ''} ${cell}><text>${escapeXml(expression)}</text></inputExpression></input>`;
  });
  const outputs = table.outputs.map((output, index) => {
    const [name = '', type] = typed(output);
    const [values, standard] = [table.values?.[index], table.defaults?.[index]];
    return `<output id="${id}-out${index}"${name ? ` name="${name}"` : ''}${type ? ` typeRef="${type}"` : ''}>${values ? `<outputValues><text>${escapeXml(values)}</text></outputValues>` : ''}${standard ? `<defaultOutputEntry><text>${escapeXml(standard)}</text></defaultOutputEntry>` : ''}</output>`;
  });
  const rules = table.rules.map((rule, index) => {
    const [tests = '', entries = ''] = rule.split('=>');
    const cells = (side: string, count: number) => (count === 0 ? [] : side.split('|').map((text) => text.trim()));
    return `<rule id="${id}-r${index + 1}">${cells(tests, table.inputs.length)
      .map((text, at) => `<inputEntry id="${id}-r${index}i${at}" ${cell}><text>${escapeXml(text)}</text></inputEntry>`)
      .join('')}${cells(entries, table.outputs.length)
      .map(
        (text, at) => `<outputEntry id="${id}-r${index}o${at}" ${cell}><text>${escapeXml(text)}</text></outputEntry>`,
      )
      .join('')}</rule>`;
  });
  return decisionText(
    table,
    `<decisionTable id="${id}-table"${table.hitPolicy === undefined ? '' : ` hitPolicy="${table.hitPolicy}"`}${table.aggregation ? ` aggregation="${table.aggregation}"` : ''}>${inputs.join('')}${outputs.join('')}${rules.join('\n')}</decisionTable>`,
  );
}

export function literalText(literal: {
  readonly id: string;
  readonly variable?: string;
  readonly source: string;
  readonly requires?: readonly string[];
  readonly language?: string;
}): string {
  return decisionText(
    literal,
    `<literalExpression id="${literal.id}-le"${literal.language ? ` expressionLanguage="${literal.language}"` : ''}><text>${escapeXml(literal.source)}</text></literalExpression>`,
  );
}

function decisionText(
  {
    id = 'd',
    attributes = '',
    requires = [],
    variable,
  }: {
    readonly id?: string;
    readonly attributes?: string;
    readonly requires?: readonly string[];
    readonly variable?: string;
  },
  logic: string,
): string {
  const variableText =
    variable === undefined
      ? ''
      : `<variable id="${id}-v" name="${variable.split(':')[0]}"${variable.includes(':') ? ` typeRef="${variable.split(':')[1]}"` : ''}/>`;
  return `<decision id="${id}" name="${id}" ${attributes}>${variableText}${requires.map((each, index) => `<informationRequirement id="${id}-q${index}"><requiredDecision href="#${each}"/></informationRequirement>`).join('')}${logic}</decision>`;
}

export function dmn(...decisions: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="file" name="File" namespace="http://test">\n${decisions.join('\n')}\n</definitions>`;
}
