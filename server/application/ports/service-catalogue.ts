import type { ServiceDescription } from '../../contract/service-description.ts';
import type { Transaction } from './database.ts';

/** A service as it is in force. */
export interface CatalogueEntry {
  readonly key: string;
  readonly processKey: string;
  /** The deployment that brought the description. */
  readonly deploymentId: string;
  readonly description: ServiceDescription;
  readonly deployedAt: number;
}

export interface CatalogueStore {
  findEntry(key: string): Promise<CatalogueEntry | undefined>;
  /** By name. */
  listEntries(): Promise<readonly CatalogueEntry[]>;
  /** Alongside the deployment. */
  putEntry(transaction: Transaction, entry: CatalogueEntry): Promise<void>;
}
