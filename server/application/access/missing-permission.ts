import { Forbidden } from '../errors.ts';
import { type Resource, resourceTypes } from './permissions.ts';

interface Missing {
  readonly resource: Resource;
  readonly permission: string;
  /** Null: on all. */
  readonly resourceId: string | null;
}

/** One of these permissions would be needed (Camunda 7, `AuthorizationException`). */
export class MissingPermission extends Forbidden {
  readonly missing: readonly Missing[];
  readonly userId: string | null;

  constructor(missing: readonly Missing[], userId: string | null, text?: { readonly id: string; readonly en: string }) {
    super(text ?? describe(missing, userId), 'missing-permission');
    this.missing = missing;
    this.userId = userId;
  }

  /** It is of an OPD of which the user is no member. */
  static ofTenant(tenant: string | null, userId: string | null): MissingPermission {
    const [id, en] = tenant === null ? ['lain', 'it belongs to'] : [tenant, `tenant '${tenant}'`];
    return new MissingPermission([], userId, {
      id: `Ini milik OPD ${id}, dan Anda bukan anggotanya. Minta administrator menambahkan Anda bila diperlukan.`,
      en: `It belongs to no authenticated tenant: the user with id '${userId}' is not a member of ${en}. Ask an administrator to add him.`,
    });
  }
}

function describe(missing: readonly Missing[], userId: string | null) {
  const list = (or: string, on: string, all: string) =>
    missing
      .map(
        ({ resource, permission, resourceId }) =>
          `'${permission}' ${on} ${resourceId === null ? all : `'${resourceId}'`} ${resourceTypes[resource].name}`,
      )
      .join(` ${or} `);
  return {
    id: `Anda memerlukan izin ${list('atau', 'atas', 'semua')}. Minta kepada administrator bila diperlukan.`,
    en: `The user with id '${userId}' does not have one of the following permissions: ${list('or', 'permission on', 'every')}. Ask an administrator to grant it.`,
  };
}
