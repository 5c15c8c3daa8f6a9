import type { Database } from '../../application/ports/database.ts';
import { foldText } from '../../application/ports/fold-text.ts';
import {
  AlreadySubmitted,
  type DraftRow,
  type FileRow,
  type RequestRow,
  type RequestStore,
} from '../../application/ports/service-requests.ts';
import { createDraftSweep } from './draft-sweep.ts';

const REQUEST =
  'select number, draft_id, service_key, deployment_id, form_key, process_instance_id, applicant_name, submitted_at from request';
const FILE = 'select id, draft_id, field, name, size, mime_type, sha256, uploaded_at from stored_file';

interface RequestColumns {
  readonly number: string;
  readonly draft_id: string;
  readonly service_key: string;
  readonly deployment_id: string;
  readonly form_key: string;
  readonly process_instance_id: string;
  readonly applicant_name: string;
  readonly submitted_at: number;
}
interface FileColumns {
  readonly id: string;
  readonly draft_id: string;
  readonly field: string;
  readonly name: string;
  readonly size: number;
  readonly mime_type: string;
  readonly sha256: string;
  readonly uploaded_at: number;
}

/** Drafts, requests, their files and messages. */
export function createRequestStore(database: Database): RequestStore {
  const findRequestBy = async (
    column: 'number' | 'process_instance_id' | 'draft_id',
    value: string,
  ): Promise<RequestRow | undefined> => {
    const [row] = await database.query<RequestColumns>(`${REQUEST} where ${column} = :value`, { value });
    return row && toRequest(row);
  };
  return {
    ...createDraftSweep(database),
    async insertDraft(draft, now) {
      await database.transaction(async (transaction) => {
        await transaction.insert('draft', [
          {
            id: draft.id,
            service_key: draft.serviceKey,
            secret_hash: draft.secretHash,
            data: JSON.stringify(draft.data),
            created_at: now,
            saved_at: draft.savedAt,
            expires_at: draft.expiresAt,
            number: draft.number,
          },
        ]);
      });
    },
    async findDraft(id, now) {
      const [row] = await database.query<{
        id: string;
        service_key: string;
        secret_hash: string;
        data: string;
        saved_at: number;
        expires_at: number;
        number: string | null;
      }>(
        'select id, service_key, secret_hash, data, saved_at, expires_at, number from draft where id = :id and (number is not null or expires_at > :now)',
        { id, now },
      );
      if (!row) return undefined;
      return {
        id: row.id,
        serviceKey: row.service_key,
        secretHash: row.secret_hash,
        data: JSON.parse(row.data) as DraftRow['data'],
        savedAt: row.saved_at,
        expiresAt: row.expires_at,
        number: row.number,
      };
    },
    async saveDraft(id, data, { savedAt, expiresAt }) {
      const changed = await database.transaction((transaction) =>
        transaction.execute(
          'update draft set data = :data, saved_at = :savedAt, expires_at = :expiresAt where id = :id and number is null',
          { id, data: JSON.stringify(data), savedAt, expiresAt },
        ),
      );
      return changed === 1;
    },
    async submit(transaction, request) {
      // The data lives in the process instance from here on; the draft keeps nothing of the applicant.
      const changed = await transaction.execute(
        "update draft set number = :number, data = '{}' where id = :draftId and number is null",
        { number: request.number, draftId: request.draftId },
      );
      if (changed !== 1) throw new AlreadySubmitted(`Draft ${request.draftId} is submitted already.`);
      await transaction.insert('request', [
        {
          number: request.number,
          draft_id: request.draftId,
          service_key: request.serviceKey,
          deployment_id: request.deploymentId,
          form_key: request.formKey,
          process_instance_id: request.processInstanceId,
          applicant_name: request.applicantName,
          submitted_at: request.submittedAt,
          search_text: foldText(`${request.number} ${request.applicantName}`),
        },
      ]);
    },
    async renameApplicant(transaction, number, name) {
      await transaction.execute(
        'update request set applicant_name = :name, search_text = :searchText where number = :number',
        { number, name, searchText: foldText(`${number} ${name}`) },
      );
    },
    findRequest: (number) => findRequestBy('number', number),
    findRequestOfInstance: (id) => findRequestBy('process_instance_id', id),
    findRequestOfDraft: (id) => findRequestBy('draft_id', id),
    async insertFile(file) {
      await database.transaction((transaction) =>
        transaction.insert('stored_file', [
          {
            id: file.id,
            draft_id: file.draftId,
            field: file.field,
            name: file.name,
            size: file.size,
            mime_type: file.mimeType,
            sha256: file.sha256,
            uploaded_at: file.uploadedAt,
          },
        ]),
      );
    },
    async findFile(id) {
      const [row] = await database.query<FileColumns>(`${FILE} where id = :id`, { id });
      return row && toFile(row);
    },
    async listFiles(draftId) {
      return (
        await database.query<FileColumns>(`${FILE} where draft_id = :draftId order by uploaded_at, id`, { draftId })
      ).map(toFile);
    },
    listMessages: (processInstanceId) =>
      database.query<{ at: number; text: string }>(
        'select at, text from applicant_message where process_instance_id = :processInstanceId order by at desc',
        { processInstanceId },
      ),
    async insertMessage(transaction, { externalTaskId, processInstanceId, text, at }) {
      await transaction.insert('applicant_message', [
        { external_task_id: externalTaskId, process_instance_id: processInstanceId, text, at },
      ]);
    },
  };
}

function toRequest(row: RequestColumns): RequestRow {
  return {
    number: row.number,
    draftId: row.draft_id,
    serviceKey: row.service_key,
    deploymentId: row.deployment_id,
    formKey: row.form_key,
    processInstanceId: row.process_instance_id,
    applicantName: row.applicant_name,
    submittedAt: row.submitted_at,
  };
}

function toFile(row: FileColumns): FileRow {
  return {
    id: row.id,
    draftId: row.draft_id,
    field: row.field,
    name: row.name,
    size: row.size,
    mimeType: row.mime_type,
    sha256: row.sha256,
    uploadedAt: row.uploaded_at,
  };
}
