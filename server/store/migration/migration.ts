/** A forward-only change of the schema. A released migration is never edited: a later one corrects it. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  statements(dialect: 'sqlite' | 'postgres'): readonly string[];
}
