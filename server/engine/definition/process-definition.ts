import type { Condition, Expression } from './expression.ts';
import type { FlowNode, Listener } from './flow-node.ts';

export interface SequenceFlow {
  readonly id: string;
  readonly name?: string;
  readonly sourceId: string;
  readonly targetId: string;
  /** Absent: it always holds. */
  readonly condition?: Condition;
  /** `take` listeners. */
  readonly listeners: readonly Listener[];
}

/** A lane and what it holds, for showing who does what. The engine does not read it. */
export interface Lane {
  readonly id: string;
  readonly name?: string;
  readonly nodeIds: readonly string[];
}

/** One executable process of a BPMN file, compiled: everything the engine needs, nothing about where it is deployed. */
export interface ProcessModel {
  /** The process's id in the file: the `key` of its definitions, and the `scopeId` of its top-level nodes. */
  readonly key: string;
  readonly name?: string;
  readonly versionTag?: string;
  /** Target namespace of the file, as Camunda calls it. */
  readonly category?: string;
  readonly documentation?: string;
  /** Days that history is kept after the end; absent: for ever (`camunda:historyTimeToLive`). */
  readonly historyTimeToLive?: number;
  readonly startableInTasklist: boolean;
  readonly candidateStarterGroups: readonly string[];
  readonly candidateStarterUsers: readonly string[];
  readonly jobPriority?: Expression;
  readonly listeners: readonly Listener[];
  readonly properties: Readonly<Record<string, string>>;
  /** By id, in document order. Nodes of sub-processes are here too; their `scopeId` tells where they belong. */
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
  /** Ids of the nodes directly inside the process, in document order. */
  readonly children: readonly string[];
  readonly lanes: readonly Lane[];
  /** Names of the process's own data objects and properties that data associations use: variables from its start. */
  readonly holds?: readonly string[];
}

/** A deployed version of a process model. Immutable; compiled once per version and shared by all its instances. */
export interface ProcessDefinition extends ProcessModel {
  /** `key:version:uuid`. */
  readonly id: string;
  readonly version: number;
  readonly deploymentId: string;
  readonly tenantId: string | null;
}
