import type { Transaction } from './database.ts';

/**
 * What became of a deletion. `running`: instances still run. `kept`: a public request was filed with the instance; its
 * record is not deleted through the engine.
 */
export type Erasure = 'deleted' | 'notFound' | 'running' | 'kept';

/** Deletes history, and definitions with theirs. */
export interface HistoryEraser {
  /** All that history keeps of an ended process instance. */
  deleteProcessInstance(id: string): Promise<Erasure>;
  /** The same as part of a transaction. */
  eraseProcessInstance(transaction: Transaction, id: string): Promise<Erasure>;
  /** A decision that was evaluated, as part of a transaction. */
  eraseDecision(transaction: Transaction, id: string): Promise<void>;
  /** Whether a public request was filed with an instance of the definition: see `kept`. */
  hasRequests(processDefinitionId: string): Promise<boolean>;
  /** A process definition without running instances; `cascade`: with the history of its instances. */
  deleteProcessDefinition(id: string, cascade: boolean): Promise<Erasure>;
  /** A variable of history, or all of an instance. */
  deleteVariables(of: { readonly id: string } | { readonly processInstanceId: string }): Promise<Erasure>;
}
