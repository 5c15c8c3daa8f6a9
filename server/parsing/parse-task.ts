/** A file that the parsing thread reads. Texts in it are checked when it is new, not when it was accepted once. */
export type ParseTask =
  | { readonly type: 'bpmn'; readonly xml: string; readonly resourceName: string; readonly checkTexts: boolean }
  | { readonly type: 'dmn'; readonly xml: string };

/** What the thread is started with. */
export interface ParseThreadData {
  /** Functions that expressions may call besides the built-in ones. */
  readonly functions: readonly string[];
}
