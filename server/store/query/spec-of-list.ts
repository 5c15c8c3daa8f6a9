import type { Dialect } from '../statement.ts';
import type { Condition } from './condition.ts';

/** How a kind of list is read: filters and sort keys by Camunda's names. `t` is the main table. */
export interface ListSpec {
  /** What is read; where the databases differ, as a function of which it is. */
  readonly from: string | ((dialect: Dialect) => string);
  readonly columns: string;
  readonly filters: Readonly<Record<string, Condition>>;
  readonly sort: Readonly<Record<string, string>>;
  /** What always holds. */
  readonly base?: string;
  /** What orders rows that all else leaves equal, one after the other; absent: `t.id`. */
  readonly tie?: readonly string[];
  /** One of `tie` may be empty. */
  readonly tieMayBeNull?: true;
}
