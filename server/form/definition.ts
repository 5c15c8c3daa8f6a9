/**
 * The part of Camunda Forms JSON (schema version 18) that we understand, and what we add to it: screens (a top-level
 * group with property `page`), the field dictionary (property `dictionary`), the component `review`, and texts that are
 * asked about before an officer saves (property `confirm`).
 */
export interface FormDefinition {
  /** Form key. */
  readonly id: string;
  readonly components: readonly FormComponent[];
}

/** Rules of form-js. Lengths count characters after trimming. */
export interface FieldRules {
  readonly required?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  /** Regular expression that the whole text must match; see `pattern.ts` for what is allowed. */
  readonly pattern?: string;
  readonly validationType?: 'email' | 'phone';
}

export interface Option {
  readonly label: string;
  readonly value: string;
}

interface ComponentBase {
  readonly label: string;
  /** Hint of one sentence. */
  readonly description?: string;
  /** FEEL condition; the component is left out when it is true. */
  readonly hide?: string;
  /** Extension properties, all texts. */
  readonly properties: Readonly<Record<string, string>>;
}

export interface FieldBase extends ComponentBase {
  readonly key: string;
  readonly rules: FieldRules;
  /** Shown, but not to be changed: a submitted value counts for nothing. */
  readonly readonly: boolean;
  readonly defaultValue?: unknown;
}

export interface TextField extends FieldBase {
  readonly type: 'textfield' | 'textarea';
}
export interface NumberField extends FieldBase {
  readonly type: 'number';
  readonly decimalDigits?: number;
}
export interface DateField extends FieldBase {
  readonly type: 'datetime';
  readonly subtype: 'date' | 'time' | 'datetime';
  readonly disallowPassedDates: boolean;
}
export interface CheckboxField extends FieldBase {
  readonly type: 'checkbox';
}
export interface ChoiceField extends FieldBase {
  readonly type: 'radio' | 'select';
  readonly options: readonly Option[];
  readonly searchable: boolean;
}
export interface MultiChoiceField extends FieldBase {
  readonly type: 'checklist' | 'taglist';
  readonly options: readonly Option[];
}
export interface FileField extends FieldBase {
  readonly type: 'filepicker';
  /** Extensions such as `.pdf`, lower case. */
  readonly accept: readonly string[];
  readonly multiple: boolean;
  readonly maxSizeMb: number;
}
/** An officer's marks on the answers of another form; its value is the list of corrections. */
export interface ReviewField extends FieldBase {
  readonly type: 'review';
  readonly form: string;
}
/** A repeating group. Its value is a list of records. */
export interface ListField extends FieldBase {
  readonly type: 'dynamiclist';
  readonly components: readonly FormComponent[];
  readonly minItems: number;
  readonly maxItems: number;
}
export interface GroupComponent extends ComponentBase {
  readonly type: 'group';
  readonly components: readonly FormComponent[];
}
export interface TextComponent extends ComponentBase {
  readonly type: 'text';
  readonly text: string;
}
export interface OrnamentComponent extends ComponentBase {
  readonly type: 'separator' | 'spacer';
}

/** A component that holds a value. */
export type FormField =
  | TextField
  | NumberField
  | DateField
  | CheckboxField
  | ChoiceField
  | MultiChoiceField
  | FileField
  | ReviewField
  | ListField;
export type FormComponent = FormField | GroupComponent | TextComponent | OrnamentComponent;

/** Values by form key. */
export type FormData = Readonly<Record<string, unknown>>;

/** One mark of an officer: the field (path, e.g. `anggota[1].nik`) and what the applicant is told. */
export interface Correction {
  readonly field: string;
  readonly note: string;
}

/**
 * What is known of an uploaded file. The value of a file field is the file's id, or a list of ids when it takes
 * several.
 */
export interface FileFact {
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly mimeType: string;
}

export type FormLanguage = 'id' | 'en';

/** Tells a component that holds a value from one that only shows something. */
export function isField(component: FormComponent): component is FormField {
  return 'key' in component;
}

/** Asks a property such as `{"page": "true"}`. */
export function hasProperty(component: FormComponent, name: string): boolean {
  return component.properties[name] === 'true';
}
