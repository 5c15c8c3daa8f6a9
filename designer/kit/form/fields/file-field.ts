import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { describeTypes } from '../../../../server/form/check-value.ts';
import type { FileFact, FileField } from '../../../../server/form/definition.ts';
import { formText } from '../form-text.ts';
import type { FieldContext } from '../field-context.ts';
import { describedBy, renderFrame } from './field-frame.ts';
import '../upload/alur-upload.ts';

/** An upload; what is allowed is told before. */
export function renderFileField(field: FileField, context: FieldContext): TemplateResult {
  const hint = fileHint(field);
  const ids = (Array.isArray(context.value) ? context.value : [context.value]).filter(
    (id): id is string => typeof id === 'string' && id !== '',
  );
  const files = ids.map(
    (id) => context.files.find((file) => file.id === id) ?? { id, name: formText('fileLost'), size: 0, mimeType: '' },
  );
  return renderFrame({
    field,
    context,
    hint,
    control: html`<alur-upload
      .field=${field}
      .files=${files}
      .upload=${context.editable ? context.upload : undefined}
      .fileUrl=${context.fileUrl}
      .inputId=${context.id}
      .describedBy=${describedBy(field, context, hint)}
      ?invalid=${context.error !== ''}
      @alur-files-changed=${(event: CustomEvent<{ files: readonly FileFact[]; added: FileFact | undefined }>) => {
        if (event.detail.added !== undefined) context.addFile(event.detail.added);
        const changed = event.detail.files.map((file) => file.id);
        context.set(field.multiple ? changed : changed[0]);
      }}
    ></alur-upload>`,
  });
}

function fileHint(field: FileField): string {
  // A description of the form's own tells it already.
  if ((field.description ?? '') !== '') return '';
  const types = describeTypes(field.accept);
  const limit =
    types === ''
      ? formText('fileHintAny', { size: field.maxSizeMb })
      : formText('fileHint', { types, size: field.maxSizeMb });
  return /JPG|PNG/.test(types) ? `${limit} ${formText('filePhotoHint')}` : limit;
}
