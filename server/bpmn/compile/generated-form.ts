import type {
  FieldConstraint,
  GeneratedField,
  GeneratedFieldType,
  GeneratedForm,
} from '../../engine/definition/generated-form.ts';
import { readElement, readElements, readExtensions, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { readExpression } from './expression.ts';

/** Camunda's pattern of a date whose field names none. */
const DEFAULT_DATE_PATTERN = 'dd/MM/yyyy';

const types: ReadonlySet<string> = new Set<GeneratedFieldType>(['string', 'long', 'boolean', 'date', 'enum']);

/** Reads `camunda:formData`; undefined when it has no fields. What keeps a field from being shown is reported. */
export function compileGeneratedForm(element: ModdleElement, compilation: Compilation): GeneratedForm | undefined {
  const data = readExtensions(element, 'camunda:FormData')[0];
  if (data === undefined) return undefined;
  const fields = new Map<string, GeneratedField>();
  for (const each of readElements(data, 'fields')) {
    const id = readText(each, 'id');
    if (id === undefined) compilation.report('BPMN-110', subjectOf(element));
    else if (fields.has(id)) compilation.report('BPMN-111', subjectOf(element), { field: id });
    else {
      const field = compileField(each, id, { element, compilation });
      if (field !== undefined) fields.set(id, field);
    }
  }
  if (fields.size === 0) return undefined;
  const businessKeyField = readText(data, 'businessKey');
  return { fields: [...fields.values()], ...(businessKeyField === undefined ? {} : { businessKeyField }) };
}

/** The element whose form it is. */
interface Place {
  readonly element: ModdleElement;
  readonly compilation: Compilation;
}

function compileField(source: ModdleElement, id: string, place: Place): GeneratedField | undefined {
  const { element, compilation } = place;
  const type = readText(source, 'type') ?? '';
  if (!isFieldType(type)) {
    compilation.report('BPMN-112', subjectOf(element), { field: id, type });
    return undefined;
  }
  const expression = (name: 'label' | 'defaultValue') => {
    const read = readExpression(source, name, element, compilation);
    return read === undefined ? {} : { [name]: read };
  };
  return {
    id,
    type,
    ...expression('label'),
    ...expression('defaultValue'),
    ...(type === 'date' ? { datePattern: readDatePattern(source, id, place) } : {}),
    choices: type === 'enum' ? readChoices(source, id, place) : [],
    constraints: readConstraints(source, { id, type }, place),
    properties: readProperties(source),
  };
}

function isFieldType(type: string): type is GeneratedFieldType {
  return types.has(type);
}

function readDatePattern(source: ModdleElement, field: string, { element, compilation }: Place): string {
  const pattern = readText(source, 'datePattern') ?? DEFAULT_DATE_PATTERN;
  const reason = compilation.checkDatePattern?.(pattern) ?? null;
  if (reason !== null) compilation.report('BPMN-118', subjectOf(element), { field, pattern, reason });
  return pattern;
}

function readChoices(source: ModdleElement, field: string, { element, compilation }: Place): GeneratedField['choices'] {
  const choices = new Map<string, string>();
  const wrong = (reason: string) => compilation.report('BPMN-113', subjectOf(element), { field, reason });
  for (const value of readElements(source, 'values')) {
    const id = readText(value, 'id');
    if (id === undefined) wrong('one has no id');
    else if (choices.has(id)) wrong(`"${id}" is there twice`);
    else choices.set(id, readText(value, 'name') ?? id);
  }
  if (choices.size === 0) wrong('there are none');
  return [...choices].map(([id, name]) => ({ id, name }));
}

/** Types that a constraint can judge; Camunda refuses every value of the others. */
const fitting: Readonly<Record<string, { readonly types: readonly GeneratedFieldType[]; readonly words: string }>> = {
  minlength: { types: ['string', 'enum', 'date'], words: 'it goes with string' },
  maxlength: { types: ['string', 'enum', 'date'], words: 'it goes with string' },
  min: { types: ['long'], words: 'it goes with long' },
  max: { types: ['long'], words: 'it goes with long' },
};

function readConstraints(
  source: ModdleElement,
  field: Pick<GeneratedField, 'id' | 'type'>,
  place: Place,
): readonly FieldConstraint[] {
  const validation = readElement(source, 'validation');
  return (validation ? readElements(validation, 'constraints') : []).flatMap((each) =>
    compileConstraint(each, field, place),
  );
}

function compileConstraint(
  source: ModdleElement,
  field: Pick<GeneratedField, 'id' | 'type'>,
  { element, compilation }: Place,
): readonly FieldConstraint[] {
  const name = readText(source, 'name') ?? '';
  const config = readText(source, 'config');
  const about = { field: field.id, constraint: name };
  switch (name) {
    case 'required':
    case 'readonly':
      return [{ name, ...(config === undefined ? {} : { config }) }];
    case 'minlength':
    case 'maxlength':
    case 'min':
    case 'max': {
      const { types: fit, words } = fitting[name] ?? { types: [], words: '' };
      if (!fit.includes(field.type)) {
        compilation.report('BPMN-117', subjectOf(element), { ...about, type: field.type, fitting: words });
        return [];
      }
      const whole = name === 'min' || name === 'max' ? /^-?\d{1,18}$/ : /^\d{1,9}$/;
      if (config === undefined || !whole.test(config)) {
        compilation.report('BPMN-116', subjectOf(element), { ...about, config: config ?? '' });
        return [];
      }
      return [{ name, config }];
    }
    case 'validator':
      compilation.report('BPMN-115', subjectOf(element), { field: field.id, validator: config ?? '' });
      return [];
    default:
      compilation.report('BPMN-114', subjectOf(element), about);
      return [];
  }
}

function readProperties(source: ModdleElement): Readonly<Record<string, string>> {
  const properties = readElement(source, 'properties');
  return Object.fromEntries(
    (properties ? readElements(properties, 'values') : []).map((each) => [
      readText(each, 'id') ?? readText(each, 'name') ?? '',
      readText(each, 'value') ?? '',
    ]),
  );
}
