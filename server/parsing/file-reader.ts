import { createFinding } from '../bpmn/finding.ts';
import type { ParsedBpmn } from '../bpmn/parse-bpmn.ts';
import { xmlLimits } from '../bpmn/scan-xml.ts';
import { createDmnFinding } from '../decision/dmn-finding.ts';
import type { ParsedDmn } from '../decision/parse-dmn.ts';
import { dmnLimits } from '../decision/scan-dmn.ts';
import type { ProcessModel } from '../engine/definition/process-definition.ts';
import { startWorker } from '../scripts/start-worker.ts';
import { ThreadPool } from '../scripts/thread-pool.ts';
import type { ParseTask, ParseThreadData } from './parse-task.ts';
import { readFile } from './read-file.ts';

/**
 * Characters up to which a file is read in place. Reading is synchronous. What comes from outside may cost up to some
 * 5 ms for each 1,000 characters (a finding for every element), what was accepted once less than a quarter of that.
 */
const IN_PLACE = { new: 16_000, accepted: 64_000 } as const;
/** Characters that no file may have, seen before anything of it is read or handed over. */
const TOO_MANY = Math.max(xmlLimits.bytes, dmnLimits.bytes);
const HEAP_MB = 256;

export interface FileReaderOptions {
  /** Functions that expressions may call besides the built-in ones. */
  readonly functions: ReadonlyMap<string, unknown>;
  /** Milliseconds that reading a file may take. */
  readonly timeLimit?: number;
}

/**
 * Reads BPMN and DMN files so that no file, however made, holds up the server: small ones in place, others in a thread
 * that is ended when it takes too long. The answers are the same.
 */
export class FileReader {
  readonly #functions: ReadonlyMap<string, unknown>;
  readonly #threads: ThreadPool<ParseTask>;

  constructor({ functions, timeLimit = 5_000 }: FileReaderOptions) {
    this.#functions = functions;
    const data: ParseThreadData = { functions: [...functions.keys()] };
    this.#threads = new ThreadPool({
      start: () => startWorker(new URL('./parse-worker', import.meta.url), { heapMb: HEAP_MB, data }),
      size: 1,
      timeLimit,
      queueLimit: 200,
      reasons: {
        closed: 'the server is shutting down',
        busy: 'too many files are waiting to be read',
        tooLong: `it took longer than ${timeLimit} ms`,
        tooMuchMemory: `it needs more than ${HEAP_MB} MB of memory`,
      },
    });
  }

  /** A BPMN file of a deployment, with all that is wrong with it. Never throws for what is in the file. */
  async readBpmn(xml: string, resourceName: string): Promise<ParsedBpmn> {
    try {
      return (await this.#read({ type: 'bpmn', xml, resourceName, checkTexts: true }, IN_PLACE.new)) as ParsedBpmn;
    } catch (error) {
      return { models: [], findings: [createFinding('BPMN-016', { reason: reasonOf(error) })] };
    }
  }

  /**
   * The processes of a BPMN file that was accepted at deployment.
   * @throws Error when it cannot be read now
   */
  async compileBpmn(xml: string, resourceName: string): Promise<readonly ProcessModel[]> {
    const task = { type: 'bpmn', xml, resourceName, checkTexts: false } as const;
    return ((await this.#read(task, IN_PLACE.accepted)) as ParsedBpmn).models;
  }

  /** A DMN file, with all that is wrong with it. Never throws for what is in the file. */
  async readDmn(xml: string): Promise<ParsedDmn> {
    try {
      return (await this.#read({ type: 'dmn', xml }, IN_PLACE.new)) as ParsedDmn;
    } catch (error) {
      return { findings: [createDmnFinding('DMN-016', { reason: reasonOf(error) })] };
    }
  }

  /**
   * A DMN file that was accepted at deployment.
   * @throws Error when it cannot be read now
   */
  async compileDmn(xml: string): Promise<ParsedDmn> {
    return (await this.#read({ type: 'dmn', xml }, IN_PLACE.accepted)) as ParsedDmn;
  }

  /** Ends the thread; what it still reads is rejected. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  #read(task: ParseTask, inPlace: number): Promise<unknown> {
    const { length } = task.xml;
    return length <= inPlace || length > TOO_MANY ? readFile(task, this.#functions) : this.#threads.run(task);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
