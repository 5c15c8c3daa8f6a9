import { InvalidInput } from '../../application/errors.ts';
import { parseDate } from '../../contract/engine-rest/list-query.ts';
import type { VariableMapInput, VariableValueDto, VariableValueInput } from '../../contract/engine-rest/value.ts';
import { toVariableValue } from '../../engine/instance/convert.ts';
import type { Variables, VariableValue } from '../../engine/instance/value.ts';
import { toDate } from './date.ts';

/** Typed values between REST and the engine (Camunda 7 REST, section 4). */
export function toDtoMap(variables: Variables, deserialize = false): Record<string, VariableValueDto> {
  // Built from entries: names come from outside and must not reach a prototype.
  return Object.fromEntries([...variables].map(([name, value]) => [name, toDto(value, deserialize)]));
}

export function toDto(variable: VariableValue, deserialize = false): VariableValueDto {
  const { type } = variable;
  switch (variable.type) {
    case 'Long':
      return { value: variable.value === null ? null : longValue(variable.value), type, valueInfo: {} };
    case 'Date':
      return { value: variable.value === null ? null : toDate(Date.parse(variable.value)), type, valueInfo: {} };
    case 'Object': {
      const { objectTypeName, serializationDataFormat } = variable;
      const parse = deserialize && variable.value !== null && serializationDataFormat === 'application/json';
      return {
        value: parse ? JSON.parse(variable.value ?? 'null') : variable.value,
        type,
        valueInfo: { objectTypeName, serializationDataFormat },
      };
    }
    case 'File':
      return {
        value: null,
        type,
        valueInfo: {
          filename: variable.filename,
          ...(variable.mimeType === undefined ? {} : { mimeType: variable.mimeType }),
          ...(variable.encoding === undefined ? {} : { encoding: variable.encoding }),
        },
      };
    default:
      return { value: variable.value, type, valueInfo: {} };
  }
}

/**
 * A value in a list of variables: like `toDto`, but what the engine itself made of lists and maps (`Json` here, Java
 * objects in Camunda) is a structure too when it is asked for deserialised.
 */
export function toListedDto(variable: VariableValue, deserialize: boolean): VariableValueDto {
  const told = toDto(variable, deserialize);
  if (!deserialize || variable.type !== 'Json' || variable.value === null) return told;
  return { ...told, value: JSON.parse(variable.value) };
}

/** JSON numbers of clients are doubles; a whole number beyond them stays exact as text. */
function longValue(digits: string): number | string {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}

/** @throws InvalidInput naming the variable, as Camunda words it. `what` is e.g. `process instance`. */
export function fromDtoMap(variables: VariableMapInput | undefined, what: string): Variables {
  return new Map([...(variables ?? [])].map(([name, input]) => [name, fromDto(name, input, what)]));
}

export function fromDto(name: string, input: VariableValueInput, what: string): VariableValue {
  const info = input.valueInfo ?? {};
  const value = read(name, input, info, what);
  return info['transient'] === true ? { ...value, transient: true } : value;
}

const INTEGERS: Readonly<Record<'Short' | 'Integer', number>> = { Short: 32_767, Integer: 2_147_483_647 };

function read(
  name: string,
  { value = null, type }: VariableValueInput,
  info: Readonly<Record<string, unknown>>,
  what: string,
): VariableValue {
  const refuse = (kind: string) =>
    new InvalidInput(
      `Cannot put ${what} variable ${name}: Cannot convert value '${JSON.stringify(value)}' of type '${kind}'`,
    );
  if (type === null || type === undefined || type === '') return toVariableValue(value);
  const kind = type.charAt(0).toUpperCase() + type.slice(1);
  const optionalText = (): string | null => {
    if (value !== null && typeof value !== 'string') throw refuse(kind);
    return value;
  };
  switch (kind) {
    case 'Null':
      return { type: 'Null', value: null };
    case 'Boolean':
      if (value === null) return { type: 'Null', value: null };
      if (typeof value === 'boolean' || value === 'true' || value === 'false')
        return { type: 'Boolean', value: value === true || value === 'true' };
      throw refuse(kind);
    case 'Short':
    case 'Integer': {
      const number = numberOf(value);
      if (number !== null && (!Number.isInteger(number) || Math.abs(number) > INTEGERS[kind] + Number(number < 0)))
        throw refuse(kind);
      return { type: kind, value: number };
    }
    case 'Long': {
      if (value !== null && !/^-?\d{1,19}$/.test(String(value))) throw refuse(kind);
      return { type: 'Long', value: value === null ? null : BigInt(String(value)).toString() };
    }
    case 'Double': {
      const number = numberOf(value);
      if (number !== null && !Number.isFinite(number)) throw refuse(kind);
      return { type: 'Double', value: number };
    }
    case 'Date': {
      const text = optionalText();
      if (text === null) return { type: 'Date', value: null };
      const time = parseDate(text);
      if (time === undefined) throw refuse(kind);
      return { type: 'Date', value: new Date(time).toISOString() };
    }
    case 'Bytes': {
      const text = optionalText();
      if (text !== null && !/^[A-Za-z0-9+/\s]*={0,2}$/.test(text)) throw refuse(kind);
      return { type: 'Bytes', value: text };
    }
    case 'Json': {
      const text = optionalText();
      if (text !== null) parseOr(text, () => refuse(kind));
      return { type: 'Json', value: text };
    }
    case 'String':
    case 'Xml':
      return { type: kind, value: optionalText() };
    case 'Object': {
      const format = String(info['serializationDataFormat'] ?? 'application/json');
      if (format !== 'application/json' && format !== 'application/xml')
        throw new InvalidInput(
          `Cannot put ${what} variable ${name}: the format '${format}' is not accepted; use application/json`,
        );
      return {
        type: 'Object',
        value: optionalText(),
        objectTypeName: String(info['objectTypeName'] ?? 'java.lang.Object'),
        serializationDataFormat: format,
      };
    }
    case 'File': {
      const filename = info['filename'];
      if (typeof filename !== 'string' || filename === '')
        throw new InvalidInput(`Cannot put ${what} variable ${name}: a file needs valueInfo.filename`);
      const mimeType = info['mimeType'] ?? info['mimetype'];
      const content = optionalText();
      // `sha256:<hex>` names content of the file store and is never taken from outside: it would open other people's
      // files.
      if (content !== null && !/^[A-Za-z0-9+/\s]*={0,2}$/.test(content)) throw refuse(kind);
      return {
        type: 'File',
        value: content,
        filename,
        ...(typeof mimeType === 'string' ? { mimeType } : {}),
        ...(typeof info['encoding'] === 'string' ? { encoding: info['encoding'] } : {}),
      };
    }
    default:
      throw new InvalidInput(`Cannot put ${what} variable ${name}: Unsupported value type '${type}'`);
  }
}

function numberOf(value: unknown): number | null {
  if (value === null) return null;
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;
}

function parseOr(text: string, refuse: () => InvalidInput): void {
  try {
    JSON.parse(text);
  } catch {
    throw refuse();
  }
}
