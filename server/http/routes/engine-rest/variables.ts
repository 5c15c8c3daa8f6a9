import type { Readable } from 'node:stream';
import type { Context as KoaContext } from 'koa';
import type { ContentStore } from '../../../application/ports/service-files.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import { InvalidInput } from '../../../application/errors.ts';
import type { TaskCommands } from '../../../application/task-commands.ts';
import type { Variables, VariableValue } from '../../../engine/instance/value.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { readMultipart } from '../../multipart.ts';

/** A scope of variables that REST reads or writes. */
export interface VariableScopeAddress {
  /** Null: the scope is a task that belongs to no process. */
  readonly processInstanceId: string | null;
  /** Activity instance id; of a process variable the process instance's own, of a task without a process the task's. */
  readonly scopeId: string;
  /** Writes stay in this scope; else they go to the scope that has the name. */
  readonly local: boolean;
}

/** @throws 404 as Camunda words it. */
export function getVariable(variables: Variables, name: string, what: string): VariableValue {
  const value = variables.get(name);
  if (!value)
    throw new EngineRestError(404, 'InvalidRequestException', `${what} variable with name ${name} does not exist`);
  return value;
}

/** Those of a comma list of names; all when none is given (`variableNames`). */
export function chooseVariables(variables: Variables, names: string | undefined): Variables {
  if (names === undefined) return variables;
  const wanted = new Set(names.split(','));
  return new Map([...variables].filter(([name]) => wanted.has(name)));
}

export async function setVariables(
  address: VariableScopeAddress,
  change: { readonly modifications: Variables; readonly deletions: readonly string[] },
  by: { readonly taskCommands: TaskCommands; readonly caller: Caller },
): Promise<void> {
  await by.taskCommands.send(
    { id: address.scopeId, processInstanceId: address.processInstanceId },
    { type: 'changeVariables', scopeId: address.scopeId, local: address.local, ...change },
    by.caller,
  );
}

/** Sends the bytes of a file or bytes variable, from the file store when the value is `sha256:<hex>`. */
export async function sendData(
  koa: KoaContext,
  value: VariableValue,
  openContent: ContentStore['open'],
): Promise<void> {
  if (value.type === 'Bytes') koa.type = 'application/octet-stream';
  else if (value.type === 'File') {
    koa.set(
      'Content-Type',
      `${value.mimeType ?? 'application/octet-stream'}${value.encoding === undefined ? '' : `; charset=${value.encoding}`}`,
    );
    koa.set(
      'Content-Disposition',
      `attachment; filename="${value.filename.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(value.filename)}`,
    );
  } else throw new InvalidInput(`Value of variable is of type ${value.type}: only File and Bytes have data.`);
  const sha256 = value.type === 'File' ? /^sha256:([0-9a-f]{64})$/.exec(value.value ?? '')?.[1] : undefined;
  if (sha256 === undefined) {
    koa.body = Buffer.from(value.value ?? '', 'base64');
    return;
  }
  const content = await openContent(sha256);
  if (!content)
    throw new EngineRestError(
      404,
      'InvalidRequestException',
      `The content ${sha256} of the variable is missing from the file store. Restore it from a backup.`,
    );
  koa.length = content.size;
  koa.body = content.stream;
}

const MOST_BYTES = 20_000_000;

/** An uploaded variable: part `data`, and part `valueType` (`Bytes` or `File`). */
export async function readDataVariable(koa: KoaContext): Promise<VariableValue> {
  let type = 'Bytes';
  let file: { readonly name: string; readonly bytes: Buffer; readonly mimeType?: string } | undefined;
  await readMultipart(koa.req, { files: 1, fields: 5 }, async (part) => {
    if (part.kind === 'file')
      file = { name: part.filename, bytes: await readAll(part.stream, MOST_BYTES), mimeType: part.mimeType };
    else if (part.name === 'valueType') type = part.value;
    else if (part.name === 'data') file = { name: '', bytes: Buffer.from(part.value) };
  });
  if (!file) throw new InvalidInput('The form has no part "data": send the content in a part of that name.');
  if (type !== 'File' && type !== 'Bytes')
    throw new InvalidInput(`The part "valueType" says ${type}: it must be File or Bytes.`);
  const content = file.bytes.toString('base64');
  return type === 'File'
    ? {
        type: 'File',
        value: content,
        filename: file.name || 'data',
        ...(file.mimeType === undefined ? {} : { mimeType: file.mimeType }),
      }
    : { type: 'Bytes', value: content };
}

export async function readAll(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit)
      throw new EngineRestError(413, 'InvalidRequestException', `A file is larger than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
