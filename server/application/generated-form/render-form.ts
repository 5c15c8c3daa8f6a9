import type { FieldConstraint, GeneratedField } from '../../engine/definition/generated-form.ts';
import type { ShownField } from './show-form.ts';

/**
 * The HTML that Camunda 7 generates for embedding into a tasklist: AngularJS directives of its forms SDK around Bootstrap
 * classes. Whatever the model and its expressions give is escaped; where a text has `{{`, AngularJS would evaluate it, so
 * the element is marked as not to be bound, and such a default is left to `form-variables`.
 */
export function renderForm(fields: readonly ShownField[]): string {
  return (
    element(
      'form',
      [
        ['name', 'generatedForm'],
        ['role', 'form'],
      ],
      fields.flatMap(renderField),
    ).join('\n') + '\n'
  );
}

type Attribute = readonly [name: string, value: string | null];

function renderField(shown: ShownField): string[] {
  const { field, label } = shown;
  return element(
    'div',
    [['class', 'form-group']],
    [
      ...(label === null || label === ''
        ? []
        : element('label', [['for', field.id], ...notBound(label)], [escape(label)])),
      ...renderControl(shown),
      ...renderProblems(field),
    ],
  );
}

function renderControl(shown: ShownField): string[] {
  const { field, defaultValue } = shown;
  switch (field.type) {
    case 'enum':
      return element(
        'select',
        commonAttributes(shown),
        field.choices.flatMap(({ id, name }) =>
          element('option', [['value', id], ...notBound(id + name)], [escape(name)]),
        ),
      );
    case 'date':
      return renderDate(shown);
    default: {
      const text = defaultValue === null ? null : String(defaultValue.value);
      const value: Attribute[] = text === null || isBinding(text) ? [] : [['value', text]];
      const type = field.type === 'boolean' ? 'checkbox' : 'text';
      return [single('input', [...commonAttributes(shown), ['type', type], ...value])];
    }
  }
}

function renderDate(shown: ShownField): string[] {
  const { field } = shown;
  const name = field.id.replaceAll(/\W/g, '_');
  const attributes: Attribute[] = [...commonAttributes(shown), ['type', 'text']];
  if (field.constraints.some((each) => each.name === 'readonly'))
    return element('div', [['class', 'input-group']], [single('input', attributes)]);
  const open = `$scope.open${name} = function ($event) { $event.preventDefault(); $event.stopPropagation(); $scope.dateFieldOpened${name} = true; };`;
  return element(
    'div',
    [['class', 'input-group']],
    [
      single('input', [
        ...attributes,
        ['uib-datepicker-popup', field.datePattern ?? ''],
        ['is-open', `dateFieldOpened${name}`],
      ]),
      ...element(
        'div',
        [['class', 'input-group-btn']],
        element(
          'button',
          [
            ['type', 'button'],
            ['class', 'btn btn-default'],
            ['ng-click', `open${name}($event)`],
          ],
          element('i', [['class', 'glyphicon glyphicon-calendar']], []),
        ),
      ),
      ...element(
        'script',
        [
          ['cam-script', null],
          ['type', 'text/form-script'],
        ],
        [open],
      ),
    ],
  );
}

const variableTypes = { string: 'String', long: 'Long', boolean: 'Boolean', date: 'String', enum: 'String' } as const;

function commonAttributes({ field, isBusinessKey }: ShownField): Attribute[] {
  const constraint = ({ name, config }: FieldConstraint): Attribute => [
    name === 'readonly' ? 'disabled' : name,
    config ?? null,
  ];
  return [
    ['class', 'form-control'],
    ['name', field.id],
    ...(isBusinessKey
      ? ([['cam-business-key', null]] as const)
      : ([
          ['cam-variable-type', variableTypes[field.type]],
          ['cam-variable-name', field.id],
        ] as const)),
    ...field.constraints.map(constraint),
  ];
}

function renderProblems(field: GeneratedField): string[] {
  const control = `this.generatedForm${/^[A-Za-z_$][\w$]*$/.test(field.id) ? `.${field.id}` : `[${JSON.stringify(field.id)}]`}`;
  const problem = (when: string, text: string) =>
    element('div', [['ng-show', when], ['class', 'help-block'], ...notBound(text)], [escape(text)]);
  const required = `${control}.$error.required`;
  const typeName = field.type === 'enum' ? 'string' : field.type;
  return element(
    'div',
    [
      ['ng-if', `${control}.$invalid && ${control}.$dirty`],
      ['class', 'has-error'],
    ],
    field.type === 'date'
      ? [
          ...problem(`${required} && !${control}.$error.date`, 'Required field'),
          ...problem(
            `${control}.$error.date`,
            `Invalid date format: the date should have the pattern '${field.datePattern ?? ''}'`,
          ),
        ]
      : [
          ...problem(required, 'Required field'),
          ...problem(`${control}.$error.camVariableType`, `Only a ${typeName} value is allowed`),
        ],
  );
}

function element(name: string, attributes: readonly Attribute[], content: readonly string[]): string[] {
  return [`<${name}${write(attributes)}>`, ...content.map((line) => `  ${line}`), `</${name}>`];
}

function single(name: string, attributes: readonly Attribute[]): string {
  return `<${name}${write(attributes)} />`;
}

function write(attributes: readonly Attribute[]): string {
  return attributes.map(([name, value]) => (value === null ? ` ${name}` : ` ${name}="${escape(value)}"`)).join('');
}

function isBinding(text: string): boolean {
  return text.includes('{{');
}

function notBound(text: string): Attribute[] {
  return isBinding(text) ? [['ng-non-bindable', null]] : [];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
