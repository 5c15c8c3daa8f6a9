import type { Cell, Row } from '../../application/ports/database.ts';
import type { VariableType, VariableValue } from '../../engine/instance/value.ts';

export interface VariableCells {
  readonly type: string;
  readonly value: string | null;
  /** What a type needs besides its value, as JSON. */
  readonly info: string | null;
}

export function variableCells(variable: VariableValue): VariableCells {
  const { type, value } = variable;
  return { type, value: value === null ? null : String(value), info: infoOf(variable) };
}

function infoOf(variable: VariableValue): string | null {
  if (variable.type === 'Object')
    return JSON.stringify({
      objectTypeName: variable.objectTypeName,
      serializationDataFormat: variable.serializationDataFormat,
    });
  if (variable.type === 'File')
    return JSON.stringify({ filename: variable.filename, mimeType: variable.mimeType, encoding: variable.encoding });
  return null;
}

export function readVariable(cells: { readonly type: Cell; readonly value: Cell; readonly info: Cell }): VariableValue {
  const type = String(cells.type) as VariableType;
  const value = cells.value === null ? null : String(cells.value);
  const info = cells.info === null ? {} : (JSON.parse(String(cells.info)) as Record<string, string>);
  switch (type) {
    case 'Null':
      return { type, value: null };
    case 'Boolean':
      return { type, value: value === 'true' };
    case 'Short':
    case 'Integer':
    case 'Double':
      return { type, value: value === null ? null : Number(value) };
    case 'Object':
      return {
        type,
        value,
        objectTypeName: info['objectTypeName'] ?? '',
        serializationDataFormat: info['serializationDataFormat'] ?? '',
      };
    case 'File':
      return {
        type,
        value,
        filename: info['filename'] ?? '',
        ...(info['mimeType'] === undefined ? {} : { mimeType: info['mimeType'] }),
        ...(info['encoding'] === undefined ? {} : { encoding: info['encoding'] }),
      };
    default:
      return { type, value };
  }
}

/** The typed value of a row of a variable table. */
export function readVariableRow(row: Row): VariableValue {
  return readVariable({ type: row['type'] ?? null, value: row['value'] ?? null, info: row['info'] ?? null });
}
