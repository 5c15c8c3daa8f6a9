import type { Caller } from '../ports/caller.ts';
import type { ListKind } from '../ports/list-reader.ts';
import type { Scope } from '../ports/scope.ts';
import { type AccessControl, type Need, requireAll } from './access-control.ts';
import { MissingPermission } from './missing-permission.ts';

/** The filter by which rows of a list are found by their ids. */
const BY_IDS = {
  'process-definition': 'processDefinitionIdIn',
  'process-instance': 'processInstanceIds',
  'history-process-instance': 'processInstanceIds',
  'external-task': 'externalTaskIdIn',
  job: 'jobIds',
  'history-decision-instance': 'decisionInstanceIdIn',
  'history-batch': 'batchIds',
} as const satisfies Partial<Record<ListKind, string>>;

/** Lists whose rows operations touch that name none of them in their path. */
export type Touched = keyof typeof BY_IDS;

/** So many ids are asked for at once. */
const AT_ONCE = 1_000;

/**
 * What one request may touch. Operations on many things, and those that find out only then what they are about (messages,
 * signals, conditions, queries), ask here before they change the first of them.
 */
export class Reach {
  readonly #access: AccessControl | undefined;
  readonly #caller: Caller;
  readonly #byRole: boolean;
  readonly #needs: readonly Need[];

  /** `byRole` is what the caller's roles alone give; `needs` what the operation needs of what it touches. */
  constructor({
    access,
    caller,
    byRole,
    needs,
  }: {
    readonly access: AccessControl | undefined;
    readonly caller: Caller;
    readonly byRole: boolean;
    readonly needs: readonly Need[];
  }) {
    this.#access = access;
    this.#caller = caller;
    this.#byRole = byRole;
    this.#needs = needs;
  }

  /** What the caller reaches by other needs than the operation's; undefined: everything. */
  async scopeOf(needs: readonly Need[]): Promise<Scope | undefined> {
    return await this.#access?.scopeOf(this.#caller, needs, this.#byRole);
  }

  /** Refuses unless the needs are met for all of their resources. @throws MissingPermission */
  async requireAll(needs: readonly Need[]): Promise<void> {
    const scope = await this.scopeOf(needs);
    if (scope) requireAll({ caller: this.#caller, needs, scope });
  }

  /**
   * Refuses unless the caller may do what he asks for with each of them. Ids that are not there are left to the use case.
   * @throws MissingPermission with the first that is out of reach
   */
  async require(kind: Touched, ids: Iterable<string>, needs: readonly Need[] = this.#needs): Promise<void> {
    const scope = await this.scopeOf(needs);
    // Tenants are looked at where the things are found.
    if (!scope || (scope.decisions.length === 0 && scope.otherwise === true)) return;
    const all = [...new Set(ids)];
    for (let from = 0; from < all.length; from += AT_ONCE)
      await this.#requireSome(kind, all.slice(from, from + AT_ONCE), { needs, scope });
  }

  /** The same of all versions with a key. @throws MissingPermission */
  async requireKey(key: string, needs: readonly Need[] = this.#needs): Promise<void> {
    const scope = await this.scopeOf(needs);
    if (!scope || (scope.decisions.length === 0 && scope.otherwise === true)) return;
    const filter = { kind: 'process-definition', filter: 'keysIn', ids: [key], named: 'key' } as const;
    // Versions of other tenants are not meant.
    const { tenants } = scope;
    if ((await this.#access?.findHidden(filter, scope, { tenants, decisions: [], otherwise: true })) !== undefined)
      throw new MissingPermission(
        needs.map((need) => ({ ...need, resourceId: key })),
        this.#caller.userId,
      );
  }

  async #requireSome(
    kind: Touched,
    ids: readonly string[],
    { needs, scope }: { readonly needs: readonly Need[]; readonly scope: Scope },
  ): Promise<void> {
    const hidden = await this.#access?.findHidden({ kind, filter: BY_IDS[kind], ids }, scope);
    if (hidden !== undefined)
      throw new MissingPermission(
        needs.map((need) => ({ ...need, resourceId: hidden })),
        this.#caller.userId,
      );
  }
}
