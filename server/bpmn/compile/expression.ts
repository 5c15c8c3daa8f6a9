import type { Expression, Script } from '../../engine/definition/expression.ts';
import { readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';

/** Whether a text holds a `${…}` or `#{…}` expression; without one it is a literal. */
export function hasExpression(text: string): boolean {
  return text.includes('${') || text.includes('#{');
}

/**
 * Makes an expression of a model's text and has its syntax checked. `place` names the attribute or element it stands
 * in.
 */
export function compileExpression(
  source: string,
  owner: ModdleElement,
  place: string,
  compilation: Compilation,
  language: Expression['language'] = 'juel',
): Expression {
  const expression: Expression = { language, source };
  if (language === 'feel' || hasExpression(source)) {
    const reason = compilation.checkExpression?.(expression) ?? null;
    if (reason !== null) compilation.report('BPMN-101', subjectOf(owner), { place, reason, source });
  }
  return expression;
}

/** The expression in an attribute; undefined when the attribute is absent or blank. */
export function readExpression(
  element: ModdleElement,
  name: string,
  owner: ModdleElement,
  compilation: Compilation,
): Expression | undefined {
  const source = readText(element, name);
  return source === undefined ? undefined : compileExpression(source, owner, name, compilation);
}

/**
 * Expressions of a comma list such as `camunda:candidateGroups="a, ${b}"`. Commas inside an expression do not separate.
 */
export function readExpressionList(
  element: ModdleElement,
  name: string,
  owner: ModdleElement,
  compilation: Compilation,
): readonly Expression[] {
  const text = readText(element, name);
  if (text === undefined) return [];
  return splitCommaList(text).map((source) => compileExpression(source, owner, name, compilation));
}

/** Splits at commas outside `{…}`; blank parts fall away. */
export function splitCommaList(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    else if (character === undefined || (character === ',' && depth <= 0)) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return parts.filter((part) => part !== '');
}

const javascriptFormats = new Set(['javascript', 'ecmascript', 'js', 'text/javascript', 'application/javascript']);

/** Whether a script format means JavaScript. */
export function isJavascript(format: string): boolean {
  return javascriptFormats.has(format.toLowerCase());
}

/**
 * A script with its format, text and (unsupported) external resource; reports what keeps it from running.
 * Camunda's default format when none is given is juel (semantics section 18), which is not a script language here.
 */
export function compileScript(
  parts: {
    readonly format: string | undefined;
    readonly text: string | undefined;
    readonly resource: string | undefined;
  },
  owner: ModdleElement,
  compilation: Compilation,
): Script | undefined {
  const subject = subjectOf(owner);
  const format = parts.format ?? 'juel';
  if (!isJavascript(format)) return void compilation.report('BPMN-024', subject, { format });
  if (parts.resource !== undefined) return void compilation.report('BPMN-025', subject, { resource: parts.resource });
  if (parts.text === undefined) return void compilation.report('BPMN-056', subject);
  return { language: 'javascript', source: parts.text };
}

/** A `camunda:script` element. */
export function readScript(element: ModdleElement, owner: ModdleElement, compilation: Compilation): Script | undefined {
  return compileScript(
    {
      format: readText(element, 'scriptFormat'),
      text: readText(element, 'value'),
      resource: readText(element, 'resource'),
    },
    owner,
    compilation,
  );
}
