import type { DataAssignment, DataAssociation, DataFlow, DataItem } from '../../engine/definition/data-flow.ts';
import type { CallMapping } from '../../engine/definition/call-mapping.ts';
import type { ValueSource } from '../../engine/definition/expression.ts';
import { readElement, readElements, readExtensions, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { isPlaceholder, resolveDataItem } from './data-item.ts';
import { compileExpression, compileScript, hasExpression, isJavascript } from './expression.ts';
import { isFeel, isJuel } from './expression-language.ts';

/**
 * The data associations of an activity or event. Undefined when there is nothing to execute: no association moves
 * anything, or the element has `camunda:inputOutput`, beside which Camunda takes them for a drawing.
 */
export function compileDataFlow(element: ModdleElement, compilation: Compilation): DataFlow | undefined {
  if (readExtensions(element, 'camunda:InputOutput').length > 0) return undefined;
  const read = (property: string) =>
    readElements(element, property).flatMap(
      (association) => compileAssociation(association, element, compilation) ?? [],
    );
  const inputs = read('dataInputAssociations');
  const outputs = read('dataOutputAssociations');
  if (inputs.length + outputs.length === 0) return undefined;
  // What an event gives is there before the event is: its trigger has set it.
  const isActivity = !element.$type.endsWith('Event');
  const own = outputs.flatMap(({ sources }) => sources).filter(({ holder }) => holder === undefined);
  return { holds: isActivity ? [...new Set(own.map(({ name }) => name))] : [], inputs, outputs };
}

/** The variables of an element's own that its data inputs make: what a call or a thrown event takes along. */
export function passedOn(data: DataFlow | undefined): readonly CallMapping[] {
  return mappingsOf((data?.inputs ?? []).map(({ target }) => target));
}

/** The variables of an element's own that its data outputs give on: what a called process is asked for. */
export function takenBack(data: DataFlow | undefined): readonly CallMapping[] {
  return mappingsOf((data?.outputs ?? []).flatMap(({ sources }) => sources));
}

function mappingsOf(items: readonly DataItem[]): readonly CallMapping[] {
  const names = new Set(items.filter(({ holder }) => holder === undefined).map(({ name }) => name));
  return [...names].map((name) => ({ type: 'variable', source: name, target: name, local: true }));
}

/** Where the result of a task goes that names no variable for it: into its only data output. */
export function resultOf(data: DataFlow | undefined): { readonly resultVariable?: string } {
  const [only, ...others] = takenBack(data);
  return only?.type === 'variable' && others.length === 0 ? { resultVariable: only.source } : {};
}

function compileAssociation(
  association: ModdleElement,
  owner: ModdleElement,
  compilation: Compilation,
): DataAssociation | undefined {
  const target = readElement(association, 'targetRef');
  const sources = readElements(association, 'sourceRef');
  const transformation = readElement(association, 'transformation');
  const assignments = readElements(association, 'assignment');
  if (target === undefined || isPlaceholder(target)) return undefined;
  if (sources.length === 0 && transformation === undefined && assignments.length === 0) return undefined;
  const items = new Map<ModdleElement, DataItem>();
  for (const item of [target, ...sources]) {
    const resolved = resolveDataItem(item, owner);
    if (resolved === undefined)
      return void compilation.report('BPMN-120', subjectOf(owner), { item: readText(item, 'name') ?? item.id ?? '' });
    items.set(item, resolved);
  }
  const place = { owner, target, name: items.get(target)?.name ?? '' };
  const compiled = assignments.map((assignment) => compileAssignment(assignment, place, compilation));
  const value = transformation && compileValue(transformation, owner, compilation);
  // What cannot be executed whole is a drawing.
  if (compiled.includes(undefined) || (transformation !== undefined && value === undefined)) return undefined;
  return {
    sources: sources.flatMap((item) => items.get(item) ?? []),
    target: items.get(target) ?? { name: place.name },
    ...(value === undefined ? {} : { transformation: value }),
    assignments: compiled.filter((assignment) => assignment !== undefined),
  };
}

interface AssignmentPlace {
  readonly owner: ModdleElement;
  readonly target: ModdleElement;
  /** Name of the target's variable. */
  readonly name: string;
}

/** `to` names the target, or a part of it: `order`, `order.total`, `${order.total}`; without one it is the target. */
function compileAssignment(
  assignment: ModdleElement,
  { owner, target, name }: AssignmentPlace,
  compilation: Compilation,
): DataAssignment | undefined {
  const [from, to] = [readElement(assignment, 'from'), readElement(assignment, 'to')];
  const text = (to && readText(to, 'body')) ?? name;
  const bare = /^[$#]\{(.*)\}$/.exec(text)?.[1]?.trim() ?? text;
  const known = [name, target.id ?? '', readText(target, 'name') ?? ''].find(
    (each) => each !== '' && (bare === each || bare.startsWith(`${each}.`)),
  );
  if (known === undefined) return void compilation.report('BPMN-121', subjectOf(owner), { to: text, target: name });
  const value = from && compileValue(from, owner, compilation);
  if (value === undefined) return undefined;
  return { from: value, path: bare === known ? [] : bare.slice(known.length + 1).split('.') };
}

/** The value that an expression element gives: `${…}` or plain text, FEEL or JavaScript by its language. */
function compileValue(element: ModdleElement, owner: ModdleElement, compilation: Compilation): ValueSource | undefined {
  const source = readText(element, 'body');
  if (source === undefined) return undefined;
  const language = readText(element, 'language') ?? (hasExpression(source) ? 'juel' : compilation.expressionLanguage);
  if (language !== undefined && isJavascript(language)) {
    const script = compileScript({ format: language, text: source, resource: undefined }, owner, compilation);
    return script && { type: 'script', script };
  }
  if (language !== undefined && !isFeel(language) && !isJuel(language))
    return void compilation.report('BPMN-122', subjectOf(owner), { language });
  const kind = language !== undefined && isFeel(language) ? 'feel' : 'juel';
  return { type: 'expression', expression: compileExpression(source, owner, 'data association', compilation, kind) };
}
