import type { NoticeKind } from '../../contract/notice.ts';

/** A subscription of a URL to notices. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly NoticeKind[];
  /** Null: of all processes. */
  readonly definitionKeys: readonly string[] | null;
  /** Null: of all tenants. */
  readonly tenantIds: readonly string[] | null;
  /** `whsec_…`, base64 behind it (Standard Webhooks). */
  readonly secret: string;
  /** Signs beside the new one until this time, after a change of secrets. */
  readonly previousSecret: string | null;
  readonly previousSecretUntil: number | null;
  readonly enabled: boolean;
  /** Why it is off: by hand, it failed for too long, or its receiver said that it is gone. */
  readonly disabledReason: 'manual' | 'failing' | 'gone' | null;
  /** Since when no try has succeeded; null: the last one did. */
  readonly failingSince: number | null;
  readonly createdAt: number;
  readonly createdBy: string | null;
}

export type WebhookChange = Partial<Omit<Webhook, 'id' | 'createdAt' | 'createdBy'>>;

export interface WebhookStore {
  list(): Promise<readonly Webhook[]>;
  find(id: string): Promise<Webhook | undefined>;
  insert(webhook: Webhook): Promise<void>;
  /** Tells whether there is one. */
  change(id: string, change: WebhookChange): Promise<boolean>;
  /** With its messages. Tells whether there was one. */
  delete(id: string): Promise<boolean>;
  /** Messages per webhook that wait or were given up. */
  count(): Promise<ReadonlyMap<string, { readonly pending: number; readonly failed: number }>>;
}
