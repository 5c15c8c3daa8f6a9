/** The package has no types; this is what we use of it. */
declare module 'dmn-moddle' {
  export interface DmnModdleResult {
    readonly rootElement: unknown;
    readonly warnings: readonly { readonly message: string }[];
  }
  export class DmnModdle {
    constructor(packages?: Record<string, unknown>);
    /** Rejects with the first error that makes the whole text unreadable. */
    fromXML(xml: string): Promise<DmnModdleResult>;
    /** What it can read, by namespace. */
    getPackages(): readonly { readonly prefix: string; readonly types: readonly unknown[] }[];
  }
}
