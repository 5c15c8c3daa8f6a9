import type { FoundDefect } from '../integrity/find-defects.ts';

/** Something that whoever looks after a server should know. */
export interface Finding {
  readonly area: 'settings' | 'integrity' | 'files' | 'stuck';
  /** `error`: something is lost, wrong or stands still; `warning`: it may become so. */
  readonly severity: 'error' | 'warning';
  readonly name: string;
  readonly says: string;
  /** Setting, table or directory. */
  readonly where: string;
  readonly mend: string;
  readonly count: number;
  /** Ids or paths, the first of them. */
  readonly examples: readonly string[];
}

/** One thing, found once. */
export function finding(found: Omit<Finding, 'count' | 'examples'>): Finding {
  return { ...found, count: 1, examples: [] };
}

export function findingOfDefect(area: Finding['area'], severity: Finding['severity'], found: FoundDefect): Finding {
  const { name, says, mend, count, table } = found;
  const examples = found.examples.map(({ id, instance }) =>
    instance === null || instance === id ? id : `${id} (process instance ${instance})`,
  );
  return { area, severity, name, says, where: `table ${table}`, mend, count, examples };
}
