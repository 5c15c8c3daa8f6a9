/** Expressions with one that has the same value. null also stands for an error. */
export interface FeelCases {
  /** What they are about, with the section of DMN 1.3. */
  readonly about: string;
  readonly cases: readonly (readonly [expression: string, same: string])[];
}
