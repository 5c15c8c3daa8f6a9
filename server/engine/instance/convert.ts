import { parseExactJson, writeExactJson } from './exact-json.ts';
import type { VariableValue } from './value.ts';

const INTEGER_LIMIT = 2 ** 31;

/**
 * The typed variable for a plain value: boolean → Boolean, whole number → Integer (32 bit) or Long, fraction → Double,
 * bigint → Long, string → String, Date → Date, array or record → Json, null and undefined → Null.
 * @throws Error for what no variable can hold (functions, symbols, cyclic structures).
 */
export function toVariableValue(plain: unknown): VariableValue {
  switch (typeof plain) {
    case 'undefined':
      return { type: 'Null', value: null };
    case 'boolean':
      return { type: 'Boolean', value: plain };
    case 'string':
      return { type: 'String', value: plain };
    case 'bigint':
      return { type: 'Long', value: plain.toString() };
    case 'number':
      return numberValue(plain);
    case 'object':
      if (plain === null) return { type: 'Null', value: null };
      if (plain instanceof Date) return { type: 'Date', value: plain.toISOString() };
      return { type: 'Json', value: toJson(plain) };
    default:
      throw new Error(`A ${typeof plain} cannot be a process variable.`);
  }
}

function numberValue(plain: number): VariableValue {
  if (!Number.isInteger(plain)) {
    if (!Number.isFinite(plain)) throw new Error(`${plain} cannot be a process variable: it is no finite number.`);
    return { type: 'Double', value: plain };
  }
  if (plain >= -INTEGER_LIMIT && plain < INTEGER_LIMIT) return { type: 'Integer', value: plain === 0 ? 0 : plain };
  // Beyond 2^53 a double is not a whole number that anybody meant.
  return Number.isSafeInteger(plain) ? { type: 'Long', value: plain.toString() } : { type: 'Double', value: plain };
}

function toJson(plain: object): string {
  return writeExactJson(plain, (value) => {
    if (value instanceof Map) return Object.fromEntries(value);
    if (value instanceof Set) return [...value];
    return value;
  });
}

/**
 * The plain value that expressions, scripts and forms see: Long as number while exact, else bigint; Date as Date; Json
 * and JSON objects parsed; a file as its description. Text that is no JSON stays text.
 */
export function toPlain(value: VariableValue): unknown {
  return plainOf(value, JSON.parse);
}

/** The same, with whole numbers in JSON that doubles cannot hold as bigint too: for expressions that reckon with them. */
export function toExact(value: VariableValue): unknown {
  return plainOf(value, parseExactJson);
}

function plainOf(value: VariableValue, parse: (text: string) => unknown): unknown {
  if (value.value === null && value.type !== 'File') return null;
  switch (value.type) {
    case 'Long': {
      const exact = BigInt(value.value ?? '0');
      return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
    }
    case 'Date':
      return new Date(value.value ?? '');
    case 'Json':
      return parseJson(value.value ?? 'null', parse);
    case 'Object':
      return value.serializationDataFormat === 'application/json'
        ? parseJson(value.value ?? 'null', parse)
        : value.value;
    case 'File':
      return { filename: value.filename, mimeType: value.mimeType ?? null, encoding: value.encoding ?? null };
    default:
      return value.value;
  }
}

function parseJson(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}
