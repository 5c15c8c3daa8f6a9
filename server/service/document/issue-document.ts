import { randomInt } from 'node:crypto';
import type { Definitions } from '../../application/ports/definitions.ts';
import type { Dispatcher } from '../../application/ports/dispatcher.ts';
import type { CatalogueStore } from '../../application/ports/service-catalogue.ts';
import type { DocumentStore } from '../../application/ports/service-documents.ts';
import type { EvaluateText } from '../../application/ports/service-expressions.ts';
import type { ContentStore } from '../../application/ports/service-files.ts';
import type { InternalTask, InternalTaskSource } from '../../application/ports/service-internal-tasks.ts';
import type { RequestStore } from '../../application/ports/service-requests.ts';
import { letter as letterSchema, type Letter } from '../../contract/letter.ts';
import type { VariableValue } from '../../engine/instance/value.ts';
import { WIB_OFFSET_MS } from '../calendar/work-calendar.ts';
import { composeLetter } from './compose-letter.ts';
import { renderLetter } from './render-letter.ts';

export interface IssueParts {
  readonly source: InternalTaskSource;
  readonly documents: DocumentStore;
  readonly content: ContentStore;
  readonly requests: RequestStore;
  readonly catalogue: CatalogueStore;
  readonly definitions: Definitions;
  readonly dispatcher: Dispatcher;
  readonly evaluate: EvaluateText;
  readonly publicUrl: string;
  readonly now: () => number;
}

const CODE_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * Does a task of topic `alur.document`: the letter named by its variable `template`, numbered, rendered, stored; the
 * letter's row and the completion of the task commit together, so that a task gives exactly one letter wherever the
 * server dies. Sets `documentNumber`, `documentCode` and `documentSha256`.
 * @throws Error when the letter is missing or cannot be filled in.
 */
export async function issueDocument(task: InternalTask, parts: IssueParts): Promise<void> {
  const variables = await parts.source.readVariables(task);
  const request = await parts.requests.findRequestOfInstance(task.processInstanceId);
  const letter = await readLetter(task, variables.get('template'), { parts, serviceKey: request?.serviceKey });
  const issuedAt = parts.now();
  const year = Number(new Date(issuedAt + WIB_OFFSET_MS).toISOString().slice(0, 4));
  // Everything that can fail because of the letter or the data comes before a number is taken.
  composeLetter(letter, { evaluate: parts.evaluate, variables, sequence: 0, year });
  const { sequence, code } = await parts.documents.reserveNumber({
    unit: letter.number.unit,
    year,
    externalTaskId: task.id,
    newCode: createDocumentCode,
  });
  const composed = composeLetter(letter, { evaluate: parts.evaluate, variables, sequence, year });
  const sha256 = await parts.content.put(
    await renderLetter(composed, { verifyUrl: `${parts.publicUrl}/v/${code}`, issuedAt }),
  );
  const title = variables.get('title');
  await parts.dispatcher.send({
    processInstanceId: task.processInstanceId,
    userId: null,
    command: {
      type: 'completeExternalTask',
      externalTaskId: task.id,
      variables: new Map<string, VariableValue>([
        ['documentNumber', { type: 'String', value: composed.number }],
        ['documentCode', { type: 'String', value: code }],
        ['documentSha256', { type: 'String', value: sha256 }],
      ]),
    },
    alongside: (transaction) =>
      parts.documents.insertDocument(transaction, {
        code,
        externalTaskId: task.id,
        processInstanceId: task.processInstanceId,
        requestNumber: request?.number ?? null,
        title: typeof title === 'string' && title !== '' ? title : composed.title,
        number: composed.number,
        holder: composed.holder,
        issuer: letter.letterhead.lines.at(-1) ?? '',
        signer: `${composed.signature.name}, ${composed.signature.capacity}`,
        issuedAt,
        validUntil: composed.validUntil,
        revokedAt: null,
        sha256,
      }),
  });
}

/** The letter of the deployment that the process runs on, else of the service's own. */
async function readLetter(
  task: InternalTask,
  name: unknown,
  { parts, serviceKey }: { readonly parts: IssueParts; readonly serviceKey: string | undefined },
): Promise<Letter> {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]*$/.test(name))
    throw new Error(
      `The task ${task.activityId} names no letter. Give it the input parameter "template" with the letter's id.`,
    );
  const process = await parts.definitions.findProcess({ by: 'id', id: task.definitionId });
  const service = serviceKey === undefined ? undefined : await parts.catalogue.findEntry(serviceKey);
  for (const deploymentId of new Set([process?.row.deploymentId, service?.deploymentId])) {
    const bytes =
      deploymentId === undefined
        ? undefined
        : await parts.definitions.findResource(deploymentId, `${name}.letter.json`);
    if (bytes) return letterSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  }
  throw new Error(
    `The letter ${name}.letter.json of the task ${task.activityId} is not deployed. Deploy it together with the process.`,
  );
}

/** 16 letters that are not misread: 80 random bits cannot be guessed. */
function createDocumentCode(): string {
  return Array.from({ length: 16 }, () => CODE_LETTERS.charAt(randomInt(CODE_LETTERS.length))).join('');
}
