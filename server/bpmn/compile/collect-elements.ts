import { readElement, readElements, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { isSupportedNode } from './node.ts';

export interface CollectedNode {
  readonly element: ModdleElement;
  readonly id: string;
  /** Element of the sub-process or process that holds it. */
  readonly scope: ModdleElement;
}

/** A process's elements of all levels, flat and in document order. */
export interface CollectedElements {
  readonly nodes: readonly CollectedNode[];
  readonly flows: readonly { readonly element: ModdleElement; readonly id: string }[];
  /** Ids of the nodes directly inside, by id of the scope. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Ids of boundary events by id of the activity they are attached to. */
  readonly boundaryEvents: ReadonlyMap<string, readonly string[]>;
  /** Targets of associations by their source: how a compensation boundary event names its handler. */
  readonly associations: ReadonlyMap<string, readonly ModdleElement[]>;
}

/** Data and other elements that stand among flow nodes and have no part in execution. */
const ignored = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

const scopeTypes = new Set(['bpmn:SubProcess', 'bpmn:Transaction', 'bpmn:AdHocSubProcess']);

export function collectElements(process: ModdleElement, compilation: Compilation): CollectedElements {
  const nodes: CollectedNode[] = [];
  const flows: { element: ModdleElement; id: string }[] = [];
  const children = new Map<string, string[]>();
  const boundaryEvents = new Map<string, string[]>();
  const associations = new Map<string, ModdleElement[]>();

  const visit = (scope: ModdleElement): void => {
    for (const association of readElements(scope, 'artifacts')) {
      const source = readElement(association, 'sourceRef')?.id;
      const target = readElement(association, 'targetRef');
      if (source !== undefined && target !== undefined) append(associations, source, target);
    }
    for (const element of readElements(scope, 'flowElements')) {
      if (ignored.has(element.$type)) continue;
      const { id } = element;
      // Sequence flows are often written without an id, which XML allows; they are named by their place in the file.
      if (element.$type === 'bpmn:SequenceFlow') flows.push({ element, id: id ?? `sequenceFlow.${flows.length + 1}` });
      else if (id === undefined) compilation.report('BPMN-012', subjectOf(element));
      else if (!isSupportedNode(element, compilation)) compilation.refused.add(id);
      else {
        nodes.push({ element, id, scope });
        append(children, scope.id ?? '', id);
        const host = element.$type === 'bpmn:BoundaryEvent' ? readElement(element, 'attachedToRef')?.id : undefined;
        if (host !== undefined) append(boundaryEvents, host, id);
        if (scopeTypes.has(element.$type)) visit(element);
      }
    }
  };
  visit(process);
  return { nodes, flows, children, boundaryEvents, associations };
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
