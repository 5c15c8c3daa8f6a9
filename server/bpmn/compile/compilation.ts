import type { Expression } from '../../engine/definition/expression.ts';
import type { TimerDefinition } from '../../engine/definition/event-definition.ts';
import type { Report, Subject } from '../finding.ts';
import { kindOf, readText, type ModdleElement } from '../moddle-element.ts';

/** What compiling needs from outside: where findings go, and the checks of `parseBpmn`. */
export interface Compilation {
  readonly report: Report;
  /**
   * Ids of elements that are refused, of events whose definition is and of flows whose condition is: the model lacks
   * them or has something plain in their place, so rules about the whole must not report what follows from that.
   */
  readonly refused: Set<string>;
  /** `expressionLanguage` of the file, where it is one that can be executed. */
  readonly expressionLanguage?: string;
  readonly checkExpression?: (expression: Expression) => string | null;
  readonly checkTimer?: (kind: TimerDefinition['kind'], text: string) => string | null;
  readonly checkDatePattern?: (pattern: string) => string | null;
}

/** An element as a finding names it. */
export function subjectOf(element: ModdleElement): Subject {
  const name = readText(element, 'name');
  return {
    kind: kindOf(element),
    ...(element.id === undefined ? {} : { id: element.id }),
    ...(name === undefined ? {} : { name }),
  };
}
