import type { FieldBase, FieldRules, FormComponent, FormDefinition, Option } from './definition.ts';
import { isRecord, type Json, number, positive, text } from './json-value.ts';
import { patternProblem } from './pattern.ts';
import { isSimpleCondition } from './condition/parse-condition.ts';

/** Something wrong with a form: where, what, and how to mend it. */
export interface FormFinding {
  readonly code: string;
  /** Key, id or position of the component. */
  readonly component: string | null;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export interface ReadForm {
  readonly form: FormDefinition;
  readonly findings: readonly FormFinding[];
}

export interface ReadOptions {
  /** Syntax check of FEEL conditions that go beyond simple comparisons; gives what is wrong or null. */
  readonly checkFeel?: (source: string) => string | null;
}

const maximumComponents = 1000;
const maximumDepth = 10;
/** Depth at which the components of a repeating list begin; plain groups stay below it. */
const listDepth = 100;

/**
 * Reads a form's JSON from outside. It always gives a form that can be worked with; what was not understood is left out
 * and told in the findings. A form with an error among them must not be deployed.
 */
export function readForm(json: unknown, options: ReadOptions = {}): ReadForm {
  const reader = new FormReader(options);
  return { form: reader.readForm(json), findings: reader.findings };
}

class FormReader {
  readonly findings: FormFinding[] = [];
  readonly #options: ReadOptions;
  #count = 0;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  readForm(json: unknown): FormDefinition {
    if (!isRecord(json)) {
      this.#report('FORM-001', null, 'The form is not a JSON object. Export it again from the form editor.');
      return { id: '', components: [] };
    }
    const id = text(json['id']);
    if (id === '')
      this.#report(
        'FORM-002',
        null,
        'The form has no `id`. Give it the form key that the process names, e.g. "pen-01".',
      );
    if (!Array.isArray(json['components']))
      this.#report('FORM-003', null, 'The form has no list `components`. Export it again from the form editor.');
    return { id, components: this.#components(json['components'], 0, new Set()) };
  }

  #components(list: unknown, depth: number, keys: Set<string>): FormComponent[] {
    const result: FormComponent[] = [];
    for (const [index, item] of (Array.isArray(list) ? list : []).entries()) {
      if (++this.#count > maximumComponents) {
        if (this.#count === maximumComponents + 1)
          this.#report('FORM-004', null, `The form has more than ${String(maximumComponents)} components. Split it.`);
        continue;
      }
      if (!isRecord(item)) {
        this.#report('FORM-005', `#${String(index + 1)}`, 'This component is not a JSON object. Remove it.');
        continue;
      }
      const component = this.#component(item, {
        depth,
        keys,
        place: text(item['key']) || text(item['path']) || text(item['id']) || `#${String(index + 1)}`,
      });
      if (component !== undefined) result.push(component);
    }
    return result;
  }

  #component(json: Json, at: { depth: number; keys: Set<string>; place: string }): FormComponent | undefined {
    const { depth, keys, place } = at;
    const base = this.#base(json, place);
    const type = text(json['type']);
    if (depth % listDepth > maximumDepth) {
      this.#report(
        'FORM-006',
        place,
        `Components are nested deeper than ${String(maximumDepth)} levels. Flatten the groups.`,
      );
      return undefined;
    }
    switch (type) {
      case 'group':
        if (text(json['path']) !== '')
          this.#report(
            'FORM-007',
            place,
            'A group with a `path` is not supported: its values would be nested. Clear the path.',
          );
        return { ...base, type, components: this.#components(json['components'], depth + 1, keys) };
      case 'text':
        return { ...base, type, text: text(json['text']) };
      case 'separator':
      case 'spacer':
        return { ...base, type };
      case 'html':
      case 'button':
        this.#report(
          'FORM-008',
          place,
          `A component of type "${type}" is not shown. Remove it${type === 'html' ? ', or use a text component' : ''}.`,
          'warning',
        );
        return undefined;
      default:
        return this.#field(json, type, { ...at, base });
    }
  }

  #field(
    json: Json,
    type: string,
    at: { depth: number; keys: Set<string>; place: string; base: Base },
  ): FormComponent | undefined {
    const key = type === 'dynamiclist' ? text(json['path']) || text(json['key']) : text(json['key']);
    const field: FieldBase = {
      ...at.base,
      key,
      rules: this.#rules(json['validate'], at.place),
      readonly: json['readonly'] === true || json['disabled'] === true,
      ...(json['defaultValue'] === undefined ? {} : { defaultValue: json['defaultValue'] }),
    };
    const component = this.#typedField(json, type, { field, depth: at.depth });
    if (component === undefined) {
      this.#report(
        'FORM-009',
        at.place,
        `A component of type "${type}" is not known. Use one of: textfield, textarea, number, datetime, checkbox, checklist, radio, select, taglist, text, group, dynamiclist, filepicker, separator, spacer, review.`,
      );
      return undefined;
    }
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(key) || forbiddenKeys.has(key)) {
      this.#report(
        'FORM-010',
        at.place,
        `The key "${key}" is not usable. A key begins with a letter and holds letters, digits and "_" only.`,
      );
      return undefined;
    }
    if (at.keys.has(key))
      this.#report('FORM-011', at.place, `The key "${key}" is used twice. Each field needs a key of its own.`);
    at.keys.add(key);
    return component;
  }

  #typedField(json: Json, type: string, at: { field: FieldBase; depth: number }): FormComponent | undefined {
    const { field, depth } = at;
    switch (type) {
      case 'textfield':
      case 'textarea':
        return { ...field, type };
      case 'number':
        return {
          ...field,
          type,
          ...(typeof json['decimalDigits'] === 'number' ? { decimalDigits: json['decimalDigits'] } : {}),
        };
      case 'datetime': {
        const subtype = text(json['subtype']);
        return {
          ...field,
          type,
          subtype: subtype === 'time' || subtype === 'datetime' ? subtype : 'date',
          label: field.label || text(json['dateLabel']) || text(json['timeLabel']),
          disallowPassedDates: json['disallowPassedDates'] === true,
        };
      }
      case 'checkbox':
        return { ...field, type };
      case 'radio':
      case 'select':
        return { ...field, type, options: this.#options_(json, field.key), searchable: json['searchable'] === true };
      case 'checklist':
      case 'taglist':
        return { ...field, type, options: this.#options_(json, field.key) };
      case 'filepicker':
        return {
          ...field,
          type,
          accept: text(json['accept'])
            .toLowerCase()
            .split(',')
            .map((part) => part.trim())
            .filter((part) => part !== ''),
          multiple: json['multiple'] === true,
          maxSizeMb: positive(field.properties['maxSizeMb'], 5),
        };
      case 'review':
        if (text(json['form']) === '')
          this.#report(
            'FORM-012',
            field.key,
            'A review names no form. Set `form` to the key of the form whose answers are reviewed.',
          );
        return { ...field, type, form: text(json['form']) };
      case 'dynamiclist':
        if (depth >= listDepth)
          this.#report(
            'FORM-018',
            field.key,
            'A repeating list inside a repeating list is not supported. Move it out.',
          );
        return {
          ...field,
          type,
          components: this.#components(json['components'], listDepth, new Set()),
          minItems: positive(field.properties['minItems'], field.rules.required === true ? 1 : 0),
          maxItems: positive(field.properties['maxItems'], 50),
        };
      default:
        return undefined;
    }
  }

  #options_(json: Json, place: string): Option[] {
    const options: Option[] = [];
    for (const item of Array.isArray(json['values']) ? json['values'] : []) {
      const value = isRecord(item) ? text(item['value']) : '';
      if (!isRecord(item) || value === '')
        this.#report('FORM-013', place, 'A choice has no value. Give each choice a label and a value.');
      else if (options.some((option) => option.value === value))
        this.#report('FORM-014', place, `The choice "${value}" is there twice. Remove one.`);
      else options.push({ value, label: text(item['label']) || value });
    }
    if (options.length === 0)
      this.#report(
        'FORM-015',
        place,
        'A choice field has no choices in `values`. Choices from variables or expressions are not supported yet.',
      );
    return options;
  }

  #base(json: Json, place: string): Base {
    const hide = isRecord(json['conditional']) ? text(json['conditional']['hide']).replace(/^=/, '').trim() : '';
    if (hide !== '' && !isSimpleCondition(hide)) {
      const problem = this.#options.checkFeel?.(hide) ?? null;
      if (problem !== null) this.#report('FORM-016', place, `The condition \`${hide}\` is not right: ${problem}`);
    }
    const properties: Record<string, string> = {};
    if (isRecord(json['properties']))
      for (const [name, value] of Object.entries(json['properties'])) properties[name] = String(value);
    const description = text(json['description']);
    return {
      label: text(json['label']),
      properties,
      ...(hide === '' ? {} : { hide }),
      ...(description === '' ? {} : { description }),
    };
  }

  #rules(json: unknown, place: string): FieldRules {
    if (!isRecord(json)) return {};
    const pattern = text(json['pattern']);
    const problem = pattern === '' ? null : patternProblem(pattern);
    if (problem !== null) this.#report('FORM-017', place, `The pattern \`${pattern}\` is not allowed: ${problem}`);
    return {
      ...(json['required'] === true ? { required: true } : {}),
      ...number(json, 'minLength'),
      ...number(json, 'maxLength'),
      ...number(json, 'min'),
      ...number(json, 'max'),
      ...(pattern === '' || problem !== null ? {} : { pattern }),
      ...(json['validationType'] === 'email' || json['validationType'] === 'phone'
        ? { validationType: json['validationType'] }
        : {}),
    };
  }

  #report(code: string, component: string | null, message: string, severity: FormFinding['severity'] = 'error'): void {
    this.findings.push({ code, component, severity, message });
  }
}

type Base = Pick<FieldBase, 'label' | 'description' | 'hide' | 'properties'>;

/** Names that would reach into an object's prototype. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
