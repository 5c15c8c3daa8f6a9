import { z } from 'zod';

const text = z.string().min(1);

/** Part of a letter's body. Texts may hold `${…}` expressions over the request's variables. */
export const letterBlock = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('paragraph'),
    text,
    align: z.enum(['left', 'center', 'justify']).optional(),
    bold: z.boolean().optional(),
    when: z.string().optional(),
  }),
  /** Label and value side by side, as official letters show a person's data. */
  z.object({
    type: z.literal('fields'),
    rows: z.array(z.object({ label: text, value: text, when: z.string().optional() })).min(1),
    when: z.string().optional(),
  }),
  /** Numbered list. `items` is an expression that gives a list, `text` is shown for each with `item` set. */
  z.object({ type: z.literal('list'), items: text, text, when: z.string().optional() }),
  /** Numbered list of fixed texts. */
  z.object({ type: z.literal('clauses'), texts: z.array(text).min(1), when: z.string().optional() }),
]);
export type LetterBlock = z.infer<typeof letterBlock>;

/**
 * `*.letter.json`: an official letter that the service `alur.document` renders to PDF. `when` holds a `${…}` condition;
 * the block is left out when it is false. In the number, `{{urut}}` is the running number of the unit in the year
 * (gap-free), `{{tahun}}` the year.
 */
export const letter = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: text,
  number: z.object({ pattern: z.string().includes('{{urut}}'), unit: text }),
  letterhead: z.object({ lines: z.array(text).min(1), address: z.string().optional() }),
  blocks: z.array(letterBlock).min(1),
  signature: z.object({ place: text, capacity: text, name: text, idNumber: z.string().optional() }),
  /** `${…}` giving the last day of validity (ISO date), or absent when it does not expire. */
  validUntil: z.string().optional(),
  /** Applicant's name as an expression; the public page shows initials of it. */
  holder: text,
  footer: z.string().optional(),
});
export type Letter = z.infer<typeof letter>;
