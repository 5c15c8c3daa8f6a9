import { dataTexts } from './text/data-texts.ts';
import { eventTexts } from './text/event-texts.ts';
import { fileTexts } from './text/file-texts.ts';
import { formTexts } from './text/form-texts.ts';
import { structureTexts } from './text/structure-texts.ts';
import { taskTexts } from './text/task-texts.ts';

/**
 * All findings by their code: severity and text in both languages. `{…}` are parameters; codes are never given anew.
 */
export const findingTexts = {
  ...fileTexts,
  ...structureTexts,
  ...taskTexts,
  ...eventTexts,
  ...formTexts,
  ...dataTexts,
};

export type FindingCode = keyof typeof findingTexts;
