import { expandRepetitions } from '../../server/bpmn/compile/expand-repetitions.ts';
import { holdData } from '../../server/bpmn/compile/hold-data.ts';
import type { DataFlow, DataItem } from '../../server/engine/definition/data-flow.ts';
import type { EventDefinition } from '../../server/engine/definition/event-definition.ts';
import type { Repetition } from '../../server/engine/definition/flow-node.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { text } from './diagram-builder.ts';
import { draw, withNode } from './diagram.ts';

/**
 * Processes as `diagram` draws them, each from a line `process name`, with lines `id: mark; mark` for what has no
 * shape. The page for modellers explains the marks in its first lines.
 */
export function drawMarked(drawing: string): [ProcessDefinition, ...ProcessDefinition[]] {
  const [first = '', ...others] = drawing.split(/^(?=process )/m).filter((part) => part.trim() !== '');
  return [drawOne(first), ...others.map(drawOne)];
}

function drawOne(drawing: string): ProcessDefinition {
  const isMark = (line: string) => /^\w+: /.test(line);
  const lines = drawing.split('\n').map((line) => line.trim());
  let definition = draw(lines.filter((line) => !isMark(line)).join('\n'));
  for (const line of lines.filter(isMark)) {
    const [, id = '', marks = ''] = /^(\w+): (.*)$/.exec(line) ?? [];
    for (const mark of marks.split(';')) definition = withMark(definition, id, mark.trim());
  }
  return { ...definition, ...expandRepetitions(holdData(definition)) };
}

function withMark(definition: ProcessDefinition, id: string, mark: string): ProcessDefinition {
  const node = definition.nodes.get(id);
  const [, word = '', rest = ''] = /^(\S+) ?(.*)$/.exec(mark) ?? [];
  const mapping = /^(\w+) = (.+)$/.exec(rest);
  const value = { name: mapping?.[1] ?? '', value: expression(mapping?.[2] ?? '') };
  switch (word) {
    case 'job':
      return withNode(definition, id, { [rest === 'before' ? 'asyncBefore' : 'asyncAfter']: { exclusive: true } });
    case 'retries':
      return withNode(definition, id, { retryTimeCycle: text(rest) });
    case 'transaction':
      return withNode(definition, id, { kind: 'transaction' });
    case 'ad-hoc':
      return withNode(definition, id, {
        kind: 'adHocSubProcess',
        sequential: false,
        cancelRemaining: true,
        ...(rest === '' ? {} : { completionCondition: expression(rest.replace(/^until /, '')) }),
      });
    case 'event-based':
      return withNode(definition, id, { kind: 'eventBasedGateway', instantiate: false, parallel: false });
    case 'input':
      return withNode(definition, id, { inputs: [...(node?.inputs ?? []), value] });
    case 'output':
      return withNode(definition, id, { outputs: [...(node?.outputs ?? []), value] });
    case 'gives':
    case 'takes': {
      const side = word === 'gives' ? ('in' as const) : ('out' as const);
      const [source = '', target = source] = rest.split(' as ');
      const before = node?.kind === 'callActivity' ? node[side] : [];
      return withNode(definition, id, { [side]: [...before, { type: 'variable', source, target, local: false }] });
    }
    case 'reads':
    case 'writes':
      return withNode(definition, id, { data: dataOf(node?.data, word, rest, definition.key) });
    case 'signal':
    case 'escalation':
    case 'condition':
    case 'cancel':
      return withNode(definition, id, { event: eventOf(word, rest) });
    default:
      return withNode(definition, id, { repetition: repetitionOf(mark) });
  }
}

/** `reads draft as text`, `writes text to draft`; a data object of a sub-process is `draft of sub`. */
function dataOf(
  before: DataFlow = { holds: [], inputs: [], outputs: [] },
  word: 'reads' | 'writes',
  rest: string,
  key: string,
): DataFlow {
  const [, from = '', fromHolder, to = '', toHolder] =
    /^(\w+)(?: of (\w+))? (?:as|to) (\w+)(?: of (\w+))?$/.exec(rest) ?? [];
  const object = (name: string, holder = key): DataItem => ({ name, holder });
  return word === 'reads'
    ? {
        ...before,
        inputs: [...before.inputs, { sources: [object(from, fromHolder)], target: { name: to }, assignments: [] }],
      }
    : {
        ...before,
        holds: [...before.holds, from],
        outputs: [...before.outputs, { sources: [{ name: from }], target: object(to, toHolder), assignments: [] }],
      };
}

function eventOf(word: 'signal' | 'escalation' | 'condition' | 'cancel', rest: string): EventDefinition {
  switch (word) {
    case 'signal':
      return { type: 'signal', name: text(rest), in: [] };
    case 'escalation':
      return rest === '' ? { type: 'escalation' } : { type: 'escalation', code: rest };
    case 'condition':
      return { type: 'conditional', condition: expression(rest), variableEvents: [] };
    case 'cancel':
      return { type: 'cancel' };
  }
}

/** `3 times at once`, `3 times in turn`, each with `until condition`. */
function repetitionOf(mark: string): Repetition {
  const [, count, how, until] = /^(\w+) times (at once|in turn)(?: until (.+))?$/.exec(mark) ?? [];
  if (count === undefined) throw new Error(`The mark "${mark}" is not understood.`);
  return {
    type: 'multiInstance',
    sequential: how === 'in turn',
    cardinality: text(`\${${count}}`),
    ...(until === undefined ? {} : { completionCondition: text(`\${${until}}`) }),
    throws: { when: 'never' },
  };
}

function expression(source: string) {
  return { type: 'expression' as const, expression: text(`\${${source}}`) };
}
