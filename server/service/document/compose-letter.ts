import type { EvaluateText } from '../../application/ports/service-expressions.ts';
import type { Letter, LetterBlock } from '../../contract/letter.ts';
import { asText, letterFunctions } from './letter-functions.ts';

/** A letter with all its texts filled in: nothing in it is evaluated any more. */
export interface ComposedLetter {
  readonly title: string;
  readonly number: string;
  readonly letterhead: { readonly lines: readonly string[]; readonly address: string | null };
  readonly blocks: readonly ComposedBlock[];
  readonly signature: {
    readonly place: string;
    readonly capacity: string;
    readonly name: string;
    readonly idNumber: string | null;
  };
  readonly holder: string;
  /** ISO date. */
  readonly validUntil: string | null;
  readonly footer: string | null;
}

export type ComposedBlock =
  | {
      readonly type: 'paragraph';
      readonly text: string;
      readonly align: 'left' | 'center' | 'justify';
      readonly bold: boolean;
    }
  | { readonly type: 'fields'; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  | { readonly type: 'list'; readonly items: readonly string[] };

export interface Composition {
  readonly evaluate: EvaluateText;
  readonly variables: ReadonlyMap<string, unknown>;
  /** Running number of the unit in the year. */
  readonly sequence: number;
  readonly year: number;
}

/**
 * Fills a letter in with the variables of a request. What an applicant wrote is put in as text and never read as an
 * expression: only the letter's own texts are.
 * @throws Error naming the text of the letter that cannot be evaluated.
 */
export function composeLetter(letter: Letter, composition: Composition): ComposedLetter {
  const text = (source: string, item?: unknown) => asText(evaluate(source, composition, item));
  const validUntil = letter.validUntil === undefined ? '' : text(letter.validUntil);
  return {
    title: text(letter.title),
    number: letter.number.pattern
      .replace('{{urut}}', String(composition.sequence).padStart(4, '0'))
      .replace('{{tahun}}', String(composition.year)),
    letterhead: { lines: letter.letterhead.lines, address: letter.letterhead.address ?? null },
    blocks: letter.blocks.flatMap((block) => composeBlock(block, composition) ?? []),
    signature: {
      place: letter.signature.place,
      capacity: text(letter.signature.capacity),
      name: text(letter.signature.name),
      idNumber: letter.signature.idNumber ?? null,
    },
    holder: text(letter.holder),
    validUntil: validUntil === '' ? null : validUntil.slice(0, 10),
    footer: letter.footer ?? null,
  };
}

function composeBlock(block: LetterBlock, composition: Composition): ComposedBlock | undefined {
  const holds = (condition: string | undefined) => condition === undefined || evaluate(condition, composition) === true;
  const text = (source: string, item?: unknown) => asText(evaluate(source, composition, item));
  if (!holds(block.when)) return undefined;
  switch (block.type) {
    case 'paragraph':
      return { type: 'paragraph', text: text(block.text), align: block.align ?? 'left', bold: block.bold ?? false };
    case 'fields':
      return {
        type: 'fields',
        rows: block.rows.filter((row) => holds(row.when)).map((row) => ({ label: row.label, value: text(row.value) })),
      };
    case 'clauses':
      return { type: 'list', items: block.texts.map((each) => text(each)) };
    case 'list': {
      const items = evaluate(block.items, composition);
      return {
        type: 'list',
        items: (Array.isArray(items) ? (items as unknown[]) : []).map((item) => text(block.text, item)),
      };
    }
  }
}

function evaluate(source: string, { evaluate: evaluateText, variables }: Composition, item?: unknown): unknown {
  try {
    return evaluateText(
      source,
      item === undefined ? variables : new Map([...variables, ['item', item]]),
      letterFunctions,
    );
  } catch (error) {
    throw new Error(
      `The text "${source}" of the letter cannot be filled in: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
