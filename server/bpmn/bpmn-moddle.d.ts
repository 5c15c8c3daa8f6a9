/** The package ships types of BPMN elements, but none for its entry point; this is what we use of it. */
declare module 'bpmn-moddle' {
  export interface ModdleWarning {
    readonly message: string;
    readonly error?: Error;
    readonly element?: WarnedElement;
    readonly property?: string;
    readonly value?: string;
  }
  export interface WarnedElement {
    readonly id?: string;
    readonly $type?: string;
    readonly $parent?: WarnedElement;
  }
  export interface ModdleResult {
    readonly rootElement: unknown;
    readonly warnings: readonly ModdleWarning[];
  }
  export class BpmnModdle {
    readonly registry: {
      readonly typeMap: Readonly<
        Record<string, { readonly properties: { readonly name: string; isAttr?: boolean }[] }>
      >;
    };
    constructor(packages?: Record<string, unknown>);
    /** Rejects with the first error that makes the whole text unreadable. */
    fromXML(xml: string): Promise<ModdleResult>;
    create(type: string, properties: Readonly<Record<string, unknown>>): unknown;
    toXML(element: unknown, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
  }
}
