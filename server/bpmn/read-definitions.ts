import { createRequire } from 'node:module';
import { BpmnModdle, type ModdleWarning } from 'bpmn-moddle';
import { createFinding, type Finding } from './finding.ts';
import { isGlobalTask } from './global-task.ts';
import type { ModdleElement } from './moddle-element.ts';
import type { Position } from './line-index.ts';

const camunda: unknown = createRequire(import.meta.url)('camunda-bpmn-moddle/resources/camunda.json');
/** Attributes that Camunda 7 defines and the schema package does not know. */
const defined = new Set(['camunda:decisionRefVersionTag']);
export const moddle = new BpmnModdle({ camunda });
// bpmn-moddle takes the script of a global task for an attribute; in the schema it is a child element, as on a script task.
for (const property of moddle.registry.typeMap['bpmn:GlobalScriptTask']?.properties ?? [])
  if (property.name === 'bpmn:script') property.isAttr = false;

/** The root element with the findings of reading it; no root when the file cannot be read at all. */
export interface ReadDefinitions {
  readonly root?: ModdleElement;
  readonly findings: readonly Finding[];
}

/**
 * Reads BPMN XML that `scanXml` has let pass. bpmn-moddle drops what it does not understand (an element whose id is
 * used twice, a reference to nothing) and only warns; each of these warnings is a finding here.
 */
export async function readDefinitions(xml: string, positions: ReadonlyMap<string, Position>): Promise<ReadDefinitions> {
  try {
    const { rootElement, warnings } = await moddle.fromXML(xml);
    return {
      root: rootElement as ModdleElement,
      findings: warnings
        .filter((warning) => !defined.has(warning.property ?? '') && !isOfTask(warning) && !isDanglingCode(warning))
        .map((warning) => fromWarning(warning, positions)),
    };
  } catch (error) {
    const reason = error instanceof Error ? nestedReason(error.message) : String(error);
    return { findings: [createFinding('BPMN-007', { reason })] };
  }
}

/** The schema package knows Camunda's attributes on tasks only; on a global task they mean the same. */
function isOfTask({ element, property = '' }: ModdleWarning): boolean {
  return element?.$type !== undefined && isGlobalTask({ $type: element.$type }) && property.startsWith('camunda:');
}

/** Camunda takes the reference of an error that is not defined for its code; it is kept for whoever compiles the event. */
function isDanglingCode({ element, property, value }: ModdleWarning): boolean {
  if (property !== 'bpmn:errorRef' || element === undefined) return false;
  const holder = element as unknown as ModdleElement;
  holder.danglingReferences = new Map([['errorRef', value ?? '']]);
  return true;
}

function fromWarning(warning: ModdleWarning, positions: ReadonlyMap<string, Position>): Finding {
  const { element, property = '', value = '' } = warning;
  if (element !== undefined) {
    const id = nearestId(element);
    const place = id === undefined ? {} : { elementId: id, ...positions.get(id) };
    const described = `${(element.$type ?? 'element').replace(/^\w+:/, '')} (${id ?? '?'})`;
    if (warning.message.startsWith('unknown attribute'))
      return createFinding(
        property.startsWith('camunda:') ? 'BPMN-029' : 'BPMN-011',
        { element: described, attribute: property },
        place,
      );
    return createFinding(
      'BPMN-010',
      { element: described, reference: value, property: property.replace(/^bpmn:/, '') },
      place,
    );
  }
  const place = placeInMessage(warning.message);
  const duplicate = /duplicate ID <([^>]*)>/.exec(warning.message)?.[1];
  if (duplicate !== undefined) return createFinding('BPMN-009', { id: duplicate }, { ...place, elementId: duplicate });
  const tag = /content <([^>]*)>/.exec(warning.message)?.[1] ?? 'definitions';
  return createFinding('BPMN-008', { tag, reason: nestedReason(warning.message) }, place);
}

/** Id of an element, or of the nearest one around it that has an id: event definitions often have none. */
function nearestId(element: NonNullable<ModdleWarning['element']>): string | undefined {
  return element.id ?? (element.$parent === undefined ? undefined : nearestId(element.$parent));
}

/** bpmn-moddle writes line and column, counted from 0, into its messages. */
function placeInMessage(message: string): { line?: number; column?: number } {
  const found = /line: (\d+)\s+column: (\d+)/.exec(message);
  return found === null ? {} : { line: Number(found[1]) + 1, column: Number(found[2]) + 1 };
}

function nestedReason(message: string): string {
  return /nested error: ([^\n]*)/.exec(message)?.[1] ?? (message.split('\n')[0] || message);
}
