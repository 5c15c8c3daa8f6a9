/** Severity and texts of one finding code. */
export interface FindingText {
  readonly severity: 'error' | 'warning';
  readonly en: string;
  readonly id: string;
}

export function error(en: string, id: string): FindingText {
  return { severity: 'error', en, id };
}

export function warning(en: string, id: string): FindingText {
  return { severity: 'warning', en, id };
}
