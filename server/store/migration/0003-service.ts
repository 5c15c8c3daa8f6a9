import type { Migration } from './migration.ts';

/** Catalogue, drafts, requests, uploaded files, letters and messages to applicants. */
export const serviceMigration: Migration = {
  version: 3,
  name: 'service',
  statements: () => [
    `create table service (key text primary key, process_key text not null, deployment_id text not null, description text not null, deployed_at bigint not null)`,
    `create table draft (id text primary key, service_key text not null, secret_hash text not null, data text not null, created_at bigint not null, saved_at bigint not null,
      expires_at bigint not null, number text)`,
    `create index draft_expiry on draft (expires_at) where number is null`,
    `create table request (number text primary key, draft_id text not null, service_key text not null, deployment_id text not null, form_key text not null, process_instance_id text not null,
      applicant_name text not null, submitted_at bigint not null)`,
    `create unique index request_draft on request (draft_id)`,
    `create unique index request_process on request (process_instance_id)`,
    `create index request_service on request (service_key, submitted_at)`,
    `create table stored_file (id text primary key, draft_id text not null, field text not null, name text not null, size bigint not null, mime_type text not null, sha256 text not null, uploaded_at bigint not null)`,
    `create index stored_file_draft on stored_file (draft_id, uploaded_at)`,
    `create index stored_file_content on stored_file (sha256)`,
    `create table document_number (unit text not null, year bigint not null, sequence bigint not null, external_task_id text not null, code text not null, primary key (unit, year, sequence))`,
    `create unique index document_number_task on document_number (external_task_id)`,
    `create table document (code text primary key, external_task_id text not null, process_instance_id text not null, request_number text, title text not null, number text not null, holder text not null,
      issuer text not null, signer text not null, issued_at bigint not null, valid_until text, revoked_at bigint, sha256 text not null)`,
    `create unique index document_task on document (external_task_id)`,
    `create index document_process on document (process_instance_id, issued_at)`,
    `create table applicant_message (external_task_id text primary key, process_instance_id text not null, text text not null, at bigint not null)`,
    `create index applicant_message_process on applicant_message (process_instance_id, at)`,
  ],
};
