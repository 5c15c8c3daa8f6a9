import type { Database } from '../../application/ports/database.ts';
import type { DocumentRow, DocumentStore } from '../../application/ports/service-documents.ts';

const DOCUMENT = `select code, external_task_id, process_instance_id, request_number, title, number, holder, issuer, signer, issued_at, valid_until, revoked_at, sha256 from document`;

interface DocumentColumns {
  readonly code: string;
  readonly external_task_id: string;
  readonly process_instance_id: string;
  readonly request_number: string | null;
  readonly title: string;
  readonly number: string;
  readonly holder: string;
  readonly issuer: string;
  readonly signer: string;
  readonly issued_at: number;
  readonly valid_until: string | null;
  readonly revoked_at: number | null;
  readonly sha256: string;
}

/** Letters and their numbers. */
export function createDocumentStore(database: Database): DocumentStore {
  return {
    reserveNumber: ({ unit, year, externalTaskId, newCode }) =>
      database.transaction(async (transaction) => {
        const own = 'select sequence, code from document_number where external_task_id = :externalTaskId';
        // One reservation at a time per unit and year: on PostgreSQL the others wait here.
        if (transaction.dialect === 'postgres')
          await transaction.query('select pg_advisory_xact_lock(hashtext(:lock)::bigint)::text as locked', {
            lock: `document_number ${unit} ${year}`,
          });
        const [present] = await transaction.query<{ sequence: number; code: string }>(own, { externalTaskId });
        if (present) return present;
        const [freed] = await transaction.query<{ sequence: number }>(
          `select min(n.sequence) as sequence from document_number n where n.unit = :unit and n.year = :year
         and not exists (select 1 from external_task t where t.id = n.external_task_id) and not exists (select 1 from document d where d.external_task_id = n.external_task_id)`,
          { unit, year },
        );
        const code = newCode();
        if (freed?.sequence) {
          await transaction.execute(
            'update document_number set external_task_id = :externalTaskId, code = :code where unit = :unit and year = :year and sequence = :sequence',
            { externalTaskId, code, unit, year, sequence: freed.sequence },
          );
          return { sequence: Number(freed.sequence), code };
        }
        const [last] = await transaction.query<{ last: number | null }>(
          'select max(sequence) as last from document_number where unit = :unit and year = :year',
          { unit, year },
        );
        const sequence = Number(last?.last ?? 0) + 1;
        await transaction.insert('document_number', [{ unit, year, sequence, external_task_id: externalTaskId, code }]);
        return { sequence, code };
      }),
    async insertDocument(transaction, document) {
      await transaction.insert('document', [
        {
          code: document.code,
          external_task_id: document.externalTaskId,
          process_instance_id: document.processInstanceId,
          request_number: document.requestNumber,
          title: document.title,
          number: document.number,
          holder: document.holder,
          issuer: document.issuer,
          signer: document.signer,
          issued_at: document.issuedAt,
          valid_until: document.validUntil,
          revoked_at: document.revokedAt,
          sha256: document.sha256,
        },
      ]);
    },
    async findDocument(code) {
      const [row] = await database.query<DocumentColumns>(`${DOCUMENT} where code = :code`, { code });
      return row && toDocument(row);
    },
    async listDocuments(processInstanceId) {
      return (
        await database.query<DocumentColumns>(
          `${DOCUMENT} where process_instance_id = :processInstanceId order by issued_at`,
          { processInstanceId },
        )
      ).map(toDocument);
    },
  };
}

function toDocument(row: DocumentColumns): DocumentRow {
  return {
    code: row.code,
    externalTaskId: row.external_task_id,
    processInstanceId: row.process_instance_id,
    requestNumber: row.request_number,
    title: row.title,
    number: row.number,
    holder: row.holder,
    issuer: row.issuer,
    signer: row.signer,
    issuedAt: row.issued_at,
    validUntil: row.valid_until,
    revokedAt: row.revoked_at,
    sha256: row.sha256,
  };
}
