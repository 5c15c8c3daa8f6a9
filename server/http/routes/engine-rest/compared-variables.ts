import { InvalidInput } from '../../../application/errors.ts';
import type { ListRequest, VariableFilter } from '../../../application/ports/list-reader.ts';

/**
 * `variableName` and `variableValue` of a query of historic variables as one comparison; with `variableNamesIgnoreCase`
 * names are found whatever their case.
 * @throws InvalidInput for a value without a name
 */
export function comparedFilters(filters: ListRequest['filters']): ListRequest['filters'] {
  const [name, value] = [filters.get('variableName'), filters.get('variableValue')];
  if (value !== undefined && typeof name !== 'string')
    throw new InvalidInput(
      'Only a single variable value parameter specified: variable name and value are required to be able to query after a specific variable value. Add variableName.',
    );
  const compared = new Map(filters);
  if (typeof name === 'string' && value !== undefined) {
    compared.delete('variableName');
    compared.delete('variableValue');
    compared.set('variableValues', [{ name, operator: 'eq', value: value as VariableFilter['value'] }]);
  }
  if (filters.has('variableNamesIgnoreCase'))
    for (const plain of ['variableName', 'variableNameLike']) {
      const asked = compared.get(plain);
      if (asked === undefined) continue;
      compared.delete(plain);
      compared.set(`${plain}AnyCase`, asked);
    }
  return compared;
}
