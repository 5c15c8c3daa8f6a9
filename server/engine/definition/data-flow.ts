import type { ValueSource } from './expression.ts';

/**
 * A data object, property, data input or data output (BPMN 2.0.2, 10.4.1): a variable of what holds it.
 */
export interface DataItem {
  readonly name: string;
  /** Id of the process or sub-process around the element that holds it; absent: the element at hand, or its repetition. */
  readonly holder?: string;
}

/** Sets the target, or the part of it that the path names. */
export interface DataAssignment {
  readonly from: ValueSource;
  /** Names of fields below the target; empty: the target itself. */
  readonly path: readonly string[];
}

/**
 * Moves data into an activity or event as it begins, or out of it as it completes (BPMN 2.0.2, 10.4.2): what the
 * transformation gives, else the assignments, else a copy of the source.
 */
export interface DataAssociation {
  readonly sources: readonly DataItem[];
  readonly target: DataItem;
  readonly transformation?: ValueSource;
  readonly assignments: readonly DataAssignment[];
}

/** The data of one flow node or of a process. */
export interface DataFlow {
  /** Its own data objects, properties and data outputs that something is written to: null until then. */
  readonly holds: readonly string[];
  readonly inputs: readonly DataAssociation[];
  readonly outputs: readonly DataAssociation[];
}
