import { InvalidInput } from '../../application/errors.ts';

/** A form that is not right: what to mend is told field by field. */
export class InvalidForm extends InvalidInput {
  constructor(errors: readonly { readonly path: string; readonly message: string }[]) {
    super(
      {
        id: `Ada ${errors.length} isian yang perlu diperbaiki.`,
        en: `${errors.length} field(s) need to be corrected.`,
      },
      { code: 'invalid-form', fields: errors.map(({ path, message }) => ({ path, message })) },
    );
  }
}
