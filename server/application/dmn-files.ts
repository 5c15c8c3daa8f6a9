import { linkImports } from '../decision/link-imports.ts';
import type { ParsedDmn } from '../decision/parse-dmn.ts';

interface DmnFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The DMN files of a deployment, which may import each other. Each is read once. */
export class DmnFiles {
  readonly #files: readonly DmnFile[];
  readonly #parse: (xml: string) => Promise<ParsedDmn>;
  readonly #read = new Map<DmnFile, Promise<ParsedDmn>>();

  constructor(files: readonly DmnFile[], parse: (xml: string) => Promise<ParsedDmn>) {
    this.#files = files;
    this.#parse = parse;
  }

  async read(file: DmnFile): Promise<ParsedDmn> {
    const parsed = await this.#parsed(file);
    if (!parsed.model?.imports.length) return parsed;
    return linkImports(parsed, await Promise.all(this.#files.map((each) => this.#parsed(each))));
  }

  #parsed(file: DmnFile): Promise<ParsedDmn> {
    const known = this.#read.get(file) ?? this.#parse(new TextDecoder().decode(file.bytes));
    this.#read.set(file, known);
    return known;
  }
}
