import { Conflict, NotFound } from '../../application/errors.ts';
import type { Dispatcher } from '../../application/ports/dispatcher.ts';
import type { RequestStore } from '../../application/ports/service-requests.ts';
import type { Correction, StoredFile } from '../../contract/api/request.ts';
import { Rejection } from '../../engine/errors.ts';
import type { FeelEvaluator } from '../../form/conditions.ts';
import { applyCorrections, isCorrectable } from '../../form/correctable.ts';
import { validateForm } from '../../form/validate-form.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { presentFile, type Drafts, type Upload } from './drafts.ts';
import { toChanges } from './loaded-form.ts';
import { InvalidForm } from './invalid-form.ts';
import type { Requests, Visitor } from './requests.ts';

export interface CorrectionParts {
  readonly opened: Requests;
  readonly catalogue: Catalogue;
  readonly drafts: Drafts;
  readonly requests: RequestStore;
  readonly dispatcher: Dispatcher;
  readonly feel?: FeelEvaluator;
  readonly now: () => number;
}

/** What the applicant is asked to correct. @throws Forbidden, NotFound when nothing is. */
export async function getCorrection(number: string, visitor: Visitor, parts: CorrectionParts): Promise<Correction> {
  const opened = await parts.opened.requireOpened(number, visitor);
  const waiting = await parts.opened.findApplicantTask(opened);
  if (!waiting)
    throw new NotFound(
      { id: 'Tidak ada yang perlu diperbaiki pada permohonan ini.', en: 'Nothing is to be corrected in this request.' },
      'nothing-to-correct',
    );
  return {
    taskId: waiting.task.id,
    dueAt: waiting.task.dueAt === null ? null : new Date(waiting.task.dueAt).toISOString(),
    form: opened.start.json as Correction['form'],
    data: opened.data,
    files: (await parts.requests.listFiles(opened.row.draftId)).map(presentFile),
    corrections: [...waiting.corrections],
  };
}

/**
 * Stores a file for a correction that waits. @throws Forbidden, Conflict when none waits, and what `storeFile` throws.
 */
export async function uploadCorrectionFile(
  number: string,
  upload: Upload,
  context: { readonly visitor: Visitor; readonly parts: CorrectionParts },
): Promise<StoredFile> {
  const { visitor, parts } = context;
  const opened = await parts.opened.requireOpened(number, visitor);
  if (!(await parts.opened.findApplicantTask(opened))) throw handedIn();
  return await parts.drafts.storeFile(opened.row.draftId, opened.start.form, upload);
}

/**
 * Hands in corrected values. Only the fields that were marked, and those that become visible by them, can change; the
 * whole form is checked with them, and what is wrong there is told. Other fields stay as they were accepted.
 * @throws Forbidden, Conflict when it was handed in already, InvalidInput
 */
export async function submitCorrection(
  number: string,
  given: { readonly taskId: string; readonly data: Readonly<Record<string, unknown>> },
  context: { readonly visitor: Visitor; readonly parts: CorrectionParts },
): Promise<void> {
  const { visitor, parts } = context;
  const opened = await parts.opened.requireOpened(number, visitor);
  const waiting = await parts.opened.findApplicantTask(opened);
  if (!waiting || waiting.task.id !== given.taskId) throw handedIn();
  const feel = parts.feel ? { feel: parts.feel } : {};
  const corrected = applyCorrections({
    form: opened.start.form,
    present: opened.data,
    given: given.data,
    corrections: waiting.corrections,
    ...feel,
  });
  const validated = validateForm(opened.start.form, corrected, {
    language: visitor.language,
    files: await parts.requests.listFiles(opened.row.draftId),
    now: parts.now(),
    ...feel,
  });
  // A date that was right at submission may have passed since. Nobody can mend a field that is not open, so it does not
  // hold the applicant up.
  const errors = validated.errors.filter((error) =>
    isCorrectable(error.path, {
      form: opened.start.form,
      present: opened.data,
      corrections: waiting.corrections,
      ...feel,
    }),
  );
  if (errors.length > 0) throw new InvalidForm(errors);
  const { description } = await parts.catalogue.getEntry(opened.row.serviceKey);
  const name = validated.data[description.applicant.name];
  try {
    await parts.dispatcher.send({
      processInstanceId: opened.row.processInstanceId,
      userId: null,
      command: {
        type: 'completeTask',
        taskId: waiting.task.id,
        variables: toChanges(opened.start, opened.data, validated.data),
      },
      ...(typeof name === 'string' && name !== opened.row.applicantName
        ? { alongside: (transaction) => parts.requests.renameApplicant(transaction, number, name) }
        : {}),
    });
  } catch (error) {
    if (error instanceof Rejection && (error.reason === 'notFound' || error.reason === 'wrongState')) throw handedIn();
    throw error;
  }
}

function handedIn(): Conflict {
  return new Conflict(
    {
      id: 'Perbaikan ini sudah dikirim atau waktunya sudah lewat. Muat ulang halaman untuk melihat status terakhir.',
      en: 'This correction was handed in already, or its time is over. Reload the page to see the present status.',
    },
    'already-handed-in',
  );
}
