import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  RELEASE_SYNC,
  shouldInterruptAfterDeadline,
  type CustomizeVariantOptions,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten';
import type { ScriptInput, ScriptOutcome, ScriptWrite } from '../application/ports/script-runner.ts';
import { sandboxPrelude } from './sandbox-prelude.ts';
import { decodeValue, encodeValue } from './sandbox-value.ts';

/**
 * What a script may use. Memory is in WebAssembly pages of 64 KiB; QuickJS's own memory limit does not hold for arrays
 * and texts.
 */
const limits = {
  stackBytes: 256 * 1024,
  initialPages: 256,
  mostPages: 1_024,
  sourceLength: 200_000,
  outputLength: 2_000_000,
} as const;

/** Name of the script in stack traces. */
const FILE_NAME = 'script.js';

/**
 * JavaScript without anything around it: no files, no network, no timers, no process. Each script gets a fresh runtime.
 * It stops endless loops and memory bombs; work inside a single native function it does not, so it belongs into a
 * worker
 * that can be terminated.
 */
export class Sandbox {
  #module: QuickJSWASMModule | undefined;

  /**
   * Runs a script for at most `timeLimit` milliseconds.
   * @throws Error saying what is wrong with the script and in which line.
   */
  async run(source: string, input: ScriptInput, timeLimit: number): Promise<ScriptOutcome> {
    if (source.length > limits.sourceLength)
      throw new Error(`The script has ${source.length} characters; at most ${limits.sourceLength} are allowed.`);
    this.#module ??= await loadModule();
    try {
      return runIn(this.#module, { source, input, timeLimit });
    } catch (error) {
      // What was stopped may have left the module without memory or in an odd state, and WebAssembly memory never
      // shrinks.
      this.#module = undefined;
      throw error;
    }
  }
}

/** The part of WebAssembly that is needed; its types come with the browser's, which the server does not have. */
interface MemoryMaker {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
  }) => NonNullable<CustomizeVariantOptions['wasmMemory']>;
}

function loadModule(): Promise<QuickJSWASMModule> {
  const { Memory } = (globalThis as unknown as { readonly WebAssembly: MemoryMaker }).WebAssembly;
  const wasmMemory = new Memory({ initial: limits.initialPages, maximum: limits.mostPages });
  return newQuickJSWASMModuleFromVariant(newVariant(RELEASE_SYNC, { wasmMemory }));
}

interface Run {
  readonly source: string;
  readonly input: ScriptInput;
  readonly timeLimit: number;
}

function runIn(module: QuickJSWASMModule, run: Run): ScriptOutcome {
  const runtime = module.newRuntime();
  runtime.setMaxStackSize(limits.stackBytes);
  runtime.setInterruptHandler(shouldInterruptAfterDeadline(Date.now() + run.timeLimit));
  const context = runtime.newContext();
  const text = execute(context, run);
  context.dispose();
  runtime.dispose();
  return readOutcome(text);
}

/** Runs the script between the prelude's functions and gives the JSON text that they make of its end. */
function execute(context: QuickJSContext, { source, input, timeLimit }: Run): string {
  const prelude = unwrap(context, context.evalCode(sandboxPrelude, 'prelude.js'), timeLimit);
  const given = context.newString(encodeInput(input));
  const ends = unwrap(context, context.callFunction(prelude, context.undefined, given), timeLimit);
  const result = context.evalCode(source, FILE_NAME);
  const [end, value] = result.error ? ['fail', result.error] : ['finish', result.value];
  if (end === 'fail') refuseInterrupted(context, value, timeLimit);
  const method = context.getProp(ends, end);
  const text = unwrap(context, context.callFunction(method, context.undefined, value), timeLimit);
  const length = context.getProp(text, 'length');
  const size = context.getNumber(length);
  if (size > limits.outputLength)
    throw new Error(`The script gives ${size} characters of data; at most ${limits.outputLength} are allowed.`);
  const json = context.getString(text);
  for (const handle of [length, text, method, value, ends, given, prelude]) handle.dispose();
  return json;
}

function encodeInput(input: ScriptInput): string {
  const encode = (variables: ReadonlyMap<string, unknown>) =>
    [...variables].map(([name, value]) => [name, encodeValue(value)]);
  const { execution, task } = input;
  // Camunda's other names for the same facts.
  const facts = {
    ...execution,
    processBusinessKey: execution['businessKey'] ?? null,
    currentActivityId: execution['activityId'] ?? null,
    currentActivityName: execution['activityName'] ?? null,
  };
  return JSON.stringify({
    execution: facts,
    task: task && { ...task, taskDefinitionKey: facts.currentActivityId },
    variables: encode(input.variables),
    localVariables: encode(input.localVariables),
  });
}

/** The value of a call, or its error as an Error of ours. */
function unwrap(
  context: QuickJSContext,
  result: ReturnType<QuickJSContext['callFunction']>,
  timeLimit: number,
): QuickJSHandle {
  if (!result.error) return result.value;
  refuseInterrupted(context, result.error, timeLimit);
  throw new Error(`The script fails: ${describe(context, result.error)}.`);
}

/** An interruption and a lack of memory cannot be handed to code in the sandbox: it would be stopped again at once. */
function refuseInterrupted(context: QuickJSContext, error: QuickJSHandle, timeLimit: number): void {
  const text = describe(context, error);
  if (text === 'InternalError: interrupted')
    throw new Error(`The script took longer than ${timeLimit} ms and was stopped. Look for a loop that does not end.`);
  if (/^InternalError: (?:out of memory|stack overflow)/.test(text))
    throw new Error(
      `The script used too much memory and was stopped (${text}). Look for a list or text that grows without end, or a function that calls itself.`,
    );
}

function describe(context: QuickJSContext, error: QuickJSHandle): string {
  const dumped: unknown = context.dump(error);
  if (typeof dumped !== 'object' || dumped === null) return String(dumped);
  const { name, message } = dumped as { readonly name?: unknown; readonly message?: unknown };
  return `${String(name)}: ${String(message)}`;
}

function readOutcome(text: string): ScriptOutcome {
  const outcome = JSON.parse(text) as {
    readonly value?: unknown;
    readonly writes?: readonly { readonly type: string; readonly name: string; readonly value?: unknown }[];
    readonly bpmnError?: { readonly code: string; readonly message: string | null };
    readonly failure?: { readonly message: string; readonly stack: string };
  };
  if (outcome.failure) {
    const line = new RegExp(`${FILE_NAME.replace('.', '\\.')}:(\\d+)`).exec(outcome.failure.stack)?.[1];
    throw new Error(
      `The script fails${line === undefined ? '' : ` in line ${line}`}: ${outcome.failure.message.slice(0, 2_000)}`,
    );
  }
  const writes = (outcome.writes ?? []).map(readWrite);
  if (outcome.bpmnError)
    return {
      bpmnError: {
        code: String(outcome.bpmnError.code),
        message: outcome.bpmnError.message === null ? null : String(outcome.bpmnError.message),
      },
      writes,
    };
  return { value: decodeValue(outcome.value ?? null), writes };
}

function readWrite(write: { readonly type: string; readonly name: string; readonly value?: unknown }): ScriptWrite {
  const name = String(write.name);
  if (write.type === 'removeVariable') return { type: 'removeVariable', name };
  if (write.type === 'setVariable' || write.type === 'setVariableLocal')
    return { type: write.type, name, value: decodeValue(write.value ?? null) };
  throw new Error('The script gives a change that cannot be read.');
}
