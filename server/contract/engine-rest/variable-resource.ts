import { z } from 'zod';
import { type Access, endpoint } from '../endpoint.ts';
import {
  flagOnByDefault,
  idAndNameParams,
  idParams,
  variableMap,
  variablePatch,
  variableValue,
  variableValueInput,
} from './value.ts';

/**
 * The seven operations on the variables of a scope, the same below process instances, executions and tasks (Camunda 7
 * REST, section 4). `path` is that of all variables, e.g. `/engine-rest/execution/:id/localVariables`.
 */
export function variableResource<const R extends Access, const C extends Access>({
  path,
  tag,
  read,
  change,
}: {
  readonly path: string;
  readonly tag: string;
  readonly read: R;
  readonly change: C;
}) {
  const one = `${path}/:name`;
  const errors = { 400: 'A value does not fit its type.', 500: 'There is no such scope.' };
  const missing = { 404: 'No such variable.', 500: 'There is no such scope.' };
  return {
    getVariables: endpoint({
      method: 'GET',
      path,
      tag,
      access: read,
      summary: 'All variables.',
      params: idParams,
      query: z.object({ deserializeValues: flagOnByDefault }),
      answer: variableMap,
      errors: { 500: 'There is no such scope.' },
    }),
    patchVariables: endpoint({
      method: 'POST',
      path,
      tag,
      access: change,
      summary: 'Sets and removes variables.',
      params: idParams,
      body: variablePatch,
      answer: 'none',
      errors,
    }),
    getVariable: endpoint({
      method: 'GET',
      path: one,
      tag,
      access: read,
      summary: 'One variable.',
      params: idAndNameParams,
      query: z.object({ deserializeValue: flagOnByDefault }),
      answer: variableValue,
      errors: missing,
    }),
    putVariable: endpoint({
      method: 'PUT',
      path: one,
      tag,
      access: change,
      summary: 'Sets a variable.',
      params: idAndNameParams,
      body: variableValueInput,
      answer: 'none',
      errors,
    }),
    deleteVariable: endpoint({
      method: 'DELETE',
      path: one,
      tag,
      access: change,
      summary: 'Removes a variable.',
      params: idAndNameParams,
      answer: 'none',
      errors: { 500: 'There is no such scope.' },
    }),
    getVariableData: endpoint({
      method: 'GET',
      path: `${one}/data`,
      tag,
      access: read,
      summary: 'Bytes of a variable of type File or Bytes.',
      params: idAndNameParams,
      answer: 'stream',
      errors: { 400: 'It is neither File nor Bytes.', ...missing },
    }),
    postVariableData: endpoint({
      method: 'POST',
      path: `${one}/data`,
      tag,
      access: change,
      summary: 'Sets a variable to uploaded bytes: part `data`, and part `valueType` (`Bytes` or `File`).',
      params: idAndNameParams,
      body: 'multipart',
      answer: 'none',
      errors,
    }),
  };
}
export type VariableResource = ReturnType<typeof variableResource>;
