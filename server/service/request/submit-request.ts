import { v7 } from 'uuid';
import { Conflict } from '../../application/errors.ts';
import type { Dispatcher } from '../../application/ports/dispatcher.ts';
import { AlreadySubmitted, type RequestRow, type RequestStore } from '../../application/ports/service-requests.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { FeelEvaluator } from '../../form/conditions.ts';
import type { FormLanguage } from '../../form/definition.ts';
import { validateForm } from '../../form/validate-form.ts';
import { regencyCalendar } from '../calendar/regency-calendar.ts';
import { addWorkingDays, dueDateOf } from '../calendar/working-days.ts';
import type { Catalogue, OpenService } from '../catalogue/catalogue.ts';
import { findClockNodes } from './clock-nodes.ts';
import type { Drafts } from './drafts.ts';
import { InvalidForm } from './invalid-form.ts';
import { toStoredVariables, withKnownValues } from './loaded-form.ts';
import { createRequestNumber } from './request-number.ts';

/** The variable that holds the request's number; also the business key. */
export const NUMBER_VARIABLE = 'nomorPermohonan';
/** Two requests get the same random number once in a million; then another is taken. */
const MOST_NUMBERS = 3;

export interface SubmitParts {
  readonly drafts: Drafts;
  readonly catalogue: Catalogue;
  readonly requests: RequestStore;
  readonly dispatcher: Dispatcher;
  readonly feel?: FeelEvaluator;
  readonly now: () => number;
}

export interface Submission {
  readonly draftId: string;
  readonly key: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly language: FormLanguage;
}

/**
 * Files the request of a draft: checks the form, starts the process and marks the draft in one transaction. Asked again
 * (a lost answer, a double click, another tab), it gives the number of the first time.
 * @throws NotFound, Conflict (service closed), InvalidInput with the fields that are not right.
 */
export async function submitRequest(
  { draftId, key, data, language }: Submission,
  parts: SubmitParts,
): Promise<{ readonly number: string; readonly dueDate: string | null }> {
  const draft = await parts.drafts.openDraft(draftId, key);
  const present = await parts.requests.findRequestOfDraft(draftId);
  const entry = await parts.catalogue.getEntry(draft.serviceKey);
  const open = await parts.catalogue.findOpenService(entry);
  if (present) return answer(present, open);
  if (!open)
    throw new Conflict(
      {
        id: `Layanan ${entry.description.name} sedang ditutup. Draf Anda tetap tersimpan.`,
        en: `The service ${entry.description.name} is closed at the moment. Your draft is kept.`,
      },
      'service-closed',
    );
  const validated = validateForm(open.start.form, withKnownValues(open.start, data), {
    language,
    files: await parts.requests.listFiles(draftId),
    now: parts.now(),
    ...(parts.feel ? { feel: parts.feel } : {}),
  });
  if (!validated.valid) throw new InvalidForm(validated.errors);
  const variables = await toStoredVariables(open.start, validated.data, language);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return answer(await startRequest({ draftId, data: validated.data, variables }, open, parts), open);
    } catch (error) {
      const submitted = await parts.requests.findRequestOfDraft(draftId);
      if (submitted) return answer(submitted, open);
      const numberTaken = error instanceof Error && /unique|duplicate/i.test(error.message);
      if (error instanceof AlreadySubmitted || !numberTaken || attempt === MOST_NUMBERS) throw error;
    }
  }
}

async function startRequest(
  {
    draftId,
    data,
    variables,
  }: { readonly draftId: string; readonly data: Readonly<Record<string, unknown>>; readonly variables: Variables },
  { entry, process, start }: OpenService,
  parts: SubmitParts,
): Promise<RequestRow> {
  const now = parts.now();
  const number = createRequestNumber(entry.description.numberCode, now);
  const name = data[entry.description.applicant.name];
  const request: RequestRow = {
    number,
    draftId,
    serviceKey: entry.key,
    deploymentId: process.row.deploymentId,
    formKey: start.form.id,
    processInstanceId: v7(),
    applicantName: typeof name === 'string' ? name : '',
    submittedAt: now,
  };
  await parts.dispatcher.send({
    processInstanceId: request.processInstanceId,
    userId: null,
    definition: process.definition,
    command: {
      type: 'startProcessInstance',
      instanceId: request.processInstanceId,
      businessKey: number,
      startUserId: null,
      variables: new Map([...variables, [NUMBER_VARIABLE, { type: 'String', value: number }]]),
    },
    alongside: (transaction) => parts.requests.submit(transaction, request),
  });
  return request;
}

/** No day is promised where the period begins only when the office finds the file complete. */
function answer(
  { number, submittedAt }: RequestRow,
  open: OpenService | undefined,
): { readonly number: string; readonly dueDate: string | null } {
  if (!open || findClockNodes(open.process.definition).starts.size > 0) return { number, dueDate: null };
  const { workingDays } = open.entry.description.standard.duration;
  return { number, dueDate: dueDateOf(addWorkingDays(submittedAt, workingDays, regencyCalendar)) };
}
