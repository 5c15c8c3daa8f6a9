import type { DecisionRequest, FeelRequest, ScriptInput } from '../application/ports/script-runner.ts';

/** What a worker is asked to do. Values travel by structured clone, so dates, Maps and bigints arrive as they are. */
export type WorkerTask =
  | { readonly type: 'script'; readonly source: string; readonly input: ScriptInput; readonly timeLimit: number }
  | { readonly type: 'feel'; readonly request: FeelRequest }
  | { readonly type: 'decision'; readonly request: DecisionRequest };

/** A worker's answers: it has started, or what became of its one task. */
export type WorkerAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly value: unknown }
  | { readonly type: 'failed'; readonly message: string };
