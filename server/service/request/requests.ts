import { Conflict, Forbidden, NotFound } from '../../application/errors.ts';
import type { GeneratedForms } from '../../application/generated-form/generated-forms.ts';
import { visitor } from '../../application/ports/caller.ts';
import type { Definitions } from '../../application/ports/definitions.ts';
import type { Dispatcher } from '../../application/ports/dispatcher.ts';
import type { AttemptRule, Attempts } from '../../application/ports/identity-attempts.ts';
import type { RequestGrants } from '../../application/ports/identity-grants.ts';
import type { UserStore } from '../../application/ports/identity-users.ts';
import type { RuntimeStore } from '../../application/ports/runtime-store.ts';
import type { DocumentStore } from '../../application/ports/service-documents.ts';
import type { ProcessHistory } from '../../application/ports/service-history.ts';
import type { InboxRow, InboxStore } from '../../application/ports/service-inbox.ts';
import type { RequestRow, RequestStore } from '../../application/ports/service-requests.ts';
import type { RequestDetails, RequestOverview } from '../../contract/api/request.ts';
import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import { Rejection } from '../../engine/errors.ts';
import type { FormLanguage } from '../../form/definition.ts';
import { readForm } from '../../form/read-form.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { presentDocument } from '../document/present-document.ts';
import { type ApplicantProof, provesApplicant } from './applicant-proof.ts';
import { isForApplicant } from './clock-nodes.ts';
import { presentFile } from './drafts.ts';
import { toFormVariables } from './form-variables.ts';
import { formDataOf, type LoadedForm, loadGenerated } from './loaded-form.ts';
import { reasonOfEnd } from './reason-of-end.ts';
import { isRequestNumber } from './request-number.ts';
import { trackRequest } from './track-request.ts';

/** Message by which an applicant takes a request back; models that allow it wait for it. */
export const WITHDRAW_MESSAGE = 'tarik-permohonan';

export interface RequestParts {
  readonly requests: RequestStore;
  readonly catalogue: Catalogue;
  readonly definitions: Definitions;
  readonly generatedForms: GeneratedForms;
  readonly history: ProcessHistory;
  readonly inbox: InboxStore;
  readonly documents: DocumentStore;
  readonly users: UserStore;
  readonly runtime: Pick<RuntimeStore, 'findMessageSubscribers'>;
  readonly dispatcher: Dispatcher;
  readonly attempts: Attempts;
  readonly grants: RequestGrants;
  readonly publicUrl: string;
  readonly now: () => number;
}

/** Who asks about a request: a browser, and where it is. */
export interface Visitor {
  readonly sessionId: string | undefined;
  readonly address: string;
  readonly language: FormLanguage;
}

/** A request with the process it runs on. */
export interface OpenedRequest {
  readonly row: RequestRow;
  readonly definition: ProcessDefinition;
  readonly start: LoadedForm;
  /** Present values of the form's fields. */
  readonly data: Record<string, unknown>;
  readonly variables: ReadonlyMap<string, unknown>;
}

/** Requests as their applicants see them. */
export class Requests {
  readonly #parts: RequestParts;

  constructor(parts: RequestParts) {
    this.#parts = parts;
  }

  /** What the number alone shows. @throws NotFound, TooManyAttempts */
  async getOverview(number: string, { address, language }: Visitor): Promise<RequestOverview> {
    const row = isRequestNumber(number) ? await this.#parts.requests.findRequest(number) : undefined;
    if (!row) {
      await this.#parts.attempts.take([
        { key: `request-number:${address}`, free: 40, first: 30_000, longest: 3_600_000 },
      ]);
      throw unknownNumber(number);
    }
    return await this.describe(row, language);
  }

  /** Overview of a request that is known to be there. */
  async describe(row: RequestRow, language: FormLanguage): Promise<RequestOverview> {
    const { history, catalogue, users, now } = this.#parts;
    const [instance, activities, entry, opds] = await Promise.all([
      history.findInstance(row.processInstanceId),
      history.listActivities(row.processInstanceId),
      catalogue.getEntry(row.serviceKey),
      users.listOpds(),
    ]);
    if (!instance)
      throw new Error(`Request ${row.number} has no history of process instance ${row.processInstanceId}.`);
    const definition = await this.#definitionOf(instance.definitionId);
    const track = trackRequest({
      instance,
      activities,
      definition,
      opds: new Map(opds.map((opd) => [opd.key, opd.name])),
      workingDays: entry.description.standard.duration.workingDays,
      now: now(),
      language,
    });
    return {
      number: row.number,
      service: { key: entry.key, name: entry.description.name },
      submittedAt: new Date(row.submittedAt).toISOString(),
      ...track,
    };
  }

  /**
   * Opens the details for a browser: the last six digits of the id number and the date of birth must be the
   * applicant's.
   * @throws NotFound, Forbidden, TooManyAttempts
   */
  async openRequest(number: string, proof: ApplicantProof, { sessionId, address }: Visitor): Promise<void> {
    const { attempts, requests, history, catalogue, grants } = this.#parts;
    const rules: AttemptRule[] = [
      { key: `request-access:${number}`, free: 5, first: 60_000, longest: 24 * 3_600_000 },
      { key: `request-access:address:${address}`, free: 30, first: 60_000, longest: 3_600_000 },
    ];
    await attempts.take(rules);
    const row = isRequestNumber(number) ? await requests.findRequest(number) : undefined;
    if (!row) throw unknownNumber(number);
    const [variables, { description }] = await Promise.all([
      history.readVariables(row.processInstanceId),
      catalogue.getEntry(row.serviceKey),
    ]);
    const right = provesApplicant(proof, variables, description.applicant);
    if (!right || sessionId === undefined)
      throw new Forbidden(
        {
          id: 'Angka NIK atau tanggal lahir tidak cocok dengan permohonan ini. Periksa kembali keduanya.',
          en: 'The digits of the NIK or the date of birth do not belong to this request. Check both.',
        },
        'wrong-proof',
      );
    await attempts.forgive(rules.map((rule) => rule.key));
    await grants.grant(sessionId, row.number);
  }

  /** The request, when this browser has opened it. @throws NotFound, Forbidden */
  async requireOpened(number: string, { sessionId }: Visitor): Promise<OpenedRequest> {
    const granted = (await this.#parts.grants.listGrants(sessionId)).includes(number);
    if (!granted)
      throw new Forbidden(
        {
          id: 'Buka permohonan ini dulu dengan enam angka terakhir NIK dan tanggal lahir.',
          en: 'Open this request first with the last six digits of the NIK and the date of birth.',
        },
        'not-opened',
      );
    const row = await this.#parts.requests.findRequest(number);
    if (!row) throw unknownNumber(number);
    return await this.readRequest(row);
  }

  /** The request with its form and present answers, whoever asks: the caller has made sure that he may. */
  async readRequest(row: RequestRow): Promise<OpenedRequest> {
    const { history } = this.#parts;
    const instance = await history.findInstance(row.processInstanceId);
    if (!instance)
      throw new Error(`Request ${row.number} has no history of process instance ${row.processInstanceId}.`);
    const definition = await this.#definitionOf(instance.definitionId);
    const variables = await history.readVariables(row.processInstanceId);
    const start = await this.#readStartForm(row, definition, variables);
    return { row, definition, start, data: formDataOf(start, variables), variables };
  }

  /** The form that the request was filed with. */
  async #readStartForm(
    row: RequestRow,
    definition: ProcessDefinition,
    variables: ReadonlyMap<string, unknown>,
  ): Promise<LoadedForm> {
    const { definitions, generatedForms } = this.#parts;
    const found =
      (await definitions.findForm({ by: 'deployment', key: row.formKey, deploymentId: row.deploymentId })) ??
      (await definitions.findForm({ by: 'latest', key: row.formKey, tenantId: null }));
    if (found) return { form: readForm(found.form).form, json: found.form as Readonly<Record<string, unknown>> };
    const open = generatedForms.openStart(definition, visitor, toFormVariables(Object.fromEntries(variables)));
    if (open?.activityId === row.formKey) return await loadGenerated(open);
    throw new Error(`The form ${row.formKey} of request ${row.number} is not deployed.`);
  }

  /** The open task of the applicant with what is to be corrected. */
  async findApplicantTask({
    row,
    definition,
    variables,
  }: OpenedRequest): Promise<
    | { readonly task: InboxRow; readonly corrections: readonly { readonly field: string; readonly note: string }[] }
    | undefined
  > {
    const task = (await this.#parts.inbox.listOpenTasks(row.processInstanceId)).find((each) =>
      isForApplicant(definition.nodes.get(each.activityId)),
    );
    if (!task) return undefined;
    const name = definition.nodes.get(task.activityId)?.properties['alur:corrections'];
    const list = name === undefined ? [] : variables.get(name);
    const corrections = (Array.isArray(list) ? (list as unknown[]) : []).flatMap((item) => {
      const { field, note } = (item ?? {}) as { readonly field?: unknown; readonly note?: unknown };
      return typeof field === 'string' && typeof note === 'string' ? [{ field, note }] : [];
    });
    return { task, corrections };
  }

  /** @throws NotFound, Forbidden */
  async getDetails(number: string, visitor: Visitor): Promise<RequestDetails> {
    const opened = await this.requireOpened(number, visitor);
    const { requests, documents, publicUrl } = this.#parts;
    const { row } = opened;
    const [overview, files, issued, messages, waiting, subscriber] = await Promise.all([
      this.describe(row, visitor.language),
      requests.listFiles(row.draftId),
      documents.listDocuments(row.processInstanceId),
      requests.listMessages(row.processInstanceId),
      this.findApplicantTask(opened),
      this.#findWithdrawal(row),
    ]);
    const reason = reasonOfEnd(opened, await this.#parts.history.findInstance(row.processInstanceId));
    return {
      ...overview,
      data: opened.data,
      form: opened.start.json as RequestDetails['form'],
      files: files.map(presentFile),
      documents: issued.map((document) => presentDocument(document, publicUrl)),
      correction: waiting
        ? {
            taskId: waiting.task.id,
            count: waiting.corrections.length,
            dueAt: waiting.task.dueAt === null ? null : new Date(waiting.task.dueAt).toISOString(),
          }
        : null,
      messages: messages.map(({ at, text }) => ({ at: new Date(at).toISOString(), text })),
      reason,
      canWithdraw: subscriber !== undefined,
    };
  }

  /** Takes the request back. @throws NotFound, Forbidden, Conflict when it is too late. */
  async withdraw(number: string, visitor: Visitor): Promise<void> {
    const { row } = await this.requireOpened(number, visitor);
    const subscriber = await this.#findWithdrawal(row);
    const tooLate = () =>
      new Conflict(
        {
          id: 'Permohonan tidak dapat ditarik lagi: sudah ditandatangani atau sudah selesai.',
          en: 'The request can no longer be taken back: it is signed, or it has ended.',
        },
        'too-late',
      );
    if (!subscriber) throw tooLate();
    try {
      await this.#parts.dispatcher.send({
        processInstanceId: row.processInstanceId,
        userId: null,
        command: { type: 'deliverEvent', subscriptionId: subscriber.subscriptionId },
      });
    } catch (error) {
      if (error instanceof Rejection && (error.reason === 'notFound' || error.reason === 'wrongState')) throw tooLate();
      throw error;
    }
  }

  async #findWithdrawal(row: RequestRow) {
    return (
      await this.#parts.runtime.findMessageSubscribers(
        { name: WITHDRAW_MESSAGE, processInstanceId: row.processInstanceId },
        1,
      )
    )[0];
  }

  async #definitionOf(id: string): Promise<ProcessDefinition> {
    const found = await this.#parts.definitions.findProcess({ by: 'id', id });
    if (!found) throw new Error(`Process definition ${id} is not deployed.`);
    return found.definition;
  }
}

function unknownNumber(number: string): NotFound {
  return new NotFound(
    {
      id: `Tidak ada permohonan dengan nomor ${number}. Periksa nomor pada tanda terima Anda.`,
      en: `There is no request with the number ${number}. Check the number on your receipt.`,
    },
    'request-not-found',
  );
}
