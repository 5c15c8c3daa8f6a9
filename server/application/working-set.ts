import { Rejection } from '../engine/errors.ts';
import type { InstanceState, Subscription, SubscriptionKind } from '../engine/instance/state.ts';
import type { InstanceCache } from './instance-cache.ts';
import type { LoadedInstance, MessageSubscriber, RuntimeStore } from './ports/runtime-store.ts';

/** More receivers than this are not looked at for one thrown message. */
const MOST_RECEIVERS = 100;

/** More receivers than this one signal does not reach in one transaction. */
const MOST_SIGNALLED = 5_000;

interface Candidate extends MessageSubscriber {
  readonly since: number;
  readonly businessKey: string | null;
  readonly tenantId: string | null;
}

function candidateOf(state: InstanceState, subscription: Subscription): Candidate {
  return {
    subscriptionId: subscription.id,
    processInstanceId: state.id,
    activityInstanceId: subscription.activityInstanceId,
    since: subscription.createdAt,
    businessKey: state.businessKey,
    tenantId: state.tenantId,
  };
}

/**
 * The states that a group of commands works on: cached or loaded ones, as changed by the steps of this group that are
 * not committed yet. Later commands of the group see what earlier ones did, and what the group before did that is being
 * written meanwhile.
 */
export class WorkingSet {
  readonly #cache: InstanceCache;
  readonly #store: RuntimeStore;
  /** What this group changed or started. */
  readonly #touched = new Map<string, LoadedInstance>();
  /** What the group before changed. It is looked at until this group is written itself, committed or not. */
  #before: ReadonlyMap<string, LoadedInstance>;
  /** Cached instances that were looked at, with the revision they were cached with. */
  readonly #trusted = new Map<string, number>();

  /** @param before the group that is being written; if that fails, this one must be discarded too. */
  constructor(cache: InstanceCache, store: RuntimeStore, before?: WorkingSet) {
    this.#cache = cache;
    this.#store = store;
    this.#before = before ? before.#touched : new Map();
  }

  /** Loads what is not known yet, in one read. */
  async load(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.#touched.has(id) && !this.#before.has(id) && !this.#cache.get(id));
    if (unknown.length === 0) return;
    for (const [id, instance] of await this.#store.loadInstances(unknown)) this.#cache.set(id, instance);
  }

  async find(id: string): Promise<LoadedInstance | undefined> {
    const known = this.findKnown(id);
    if (known) return running(known);
    await this.load([id]);
    return running(this.#cache.get(id));
  }

  /** As `find`, without asking the database: enough for an instance that is only now started. */
  findKnown(id: string): LoadedInstance | undefined {
    const found = this.#touched.get(id) ?? this.#before.get(id) ?? this.#cache.get(id);
    if (found && !this.#touched.has(id)) this.#trusted.set(id, found.revision);
    return found;
  }

  /**
   * Whether a cached state that was looked at is older than what is stored. What is stale is forgotten, so that the
   * next group loads it. To be asked when the group before is stored.
   */
  async dropStale(): Promise<boolean> {
    const trusted = new Map(this.#trusted);
    this.#trusted.clear();
    const stored = await this.#store.findRevisions([...trusted.keys()]);
    const stale = [...trusted]
      .filter(([id, revision]) => stored.get(id) !== revision && !this.#touched.has(id))
      .map(([id]) => id);
    for (const id of stale) this.#cache.delete(id);
    return stale.length > 0;
  }

  put(id: string, instance: LoadedInstance): void {
    this.#touched.set(id, instance);
  }

  /** Takes a `put` back: the instance as it was, or nothing if it was not there. */
  restore(id: string, before: LoadedInstance | undefined): void {
    if (before && before !== (this.#before.get(id) ?? this.#cache.get(id))) this.#touched.set(id, before);
    else this.#touched.delete(id);
  }

  /**
   * Who gets a thrown message: the waiting instance with the same business key, else the one that has waited longest.
   */
  async findMessageReceiver(name: string, businessKey: string | null): Promise<MessageSubscriber | undefined> {
    const keyed =
      businessKey === null ? [] : await this.#store.findMessageSubscribers({ name, businessKey }, MOST_RECEIVERS);
    const stored = [...keyed, ...(await this.#store.findMessageSubscribers({ name }, MOST_RECEIVERS))];
    const candidates = await this.#withTouched(stored, { kind: 'message', name });
    candidates.sort(
      (left, right) =>
        Number(right.businessKey === businessKey) - Number(left.businessKey === businessKey) ||
        left.since - right.since,
    );
    return candidates[0];
  }

  /** Everybody who gets a signal that was thrown for a tenant: those of the tenant and those without one (Camunda). */
  async findSignalReceivers(name: string, tenantId: string | null): Promise<readonly MessageSubscriber[]> {
    const stored = await this.#store.findSignalSubscribers(name, tenantId, MOST_SIGNALLED);
    const candidates = await this.#withTouched(stored, { kind: 'signal', name });
    if (candidates.length >= MOST_SIGNALLED)
      throw new Rejection(
        'invalid',
        `The signal ${name} has ${MOST_SIGNALLED} receivers or more, too many for one transaction.`,
      );
    return candidates.filter((each) => each.tenantId === null || each.tenantId === tenantId);
  }

  /** Stored subscriptions as they are now, with those that this group and the one before opened. */
  async #withTouched(
    stored: readonly MessageSubscriber[],
    query: { readonly kind: SubscriptionKind; readonly name: string },
  ): Promise<Candidate[]> {
    const candidates: Candidate[] = [];
    const uncommitted = new Map([...this.#before, ...this.#touched]);
    const unseen = stored.filter(({ processInstanceId }) => !uncommitted.has(processInstanceId));
    await this.load(unseen.map(({ processInstanceId }) => processInstanceId));
    for (const subscriber of unseen) {
      const instance = await this.find(subscriber.processInstanceId);
      const subscription = instance?.state.subscriptions.get(subscriber.subscriptionId);
      if (instance && subscription) candidates.push(candidateOf(instance.state, subscription));
    }
    for (const { state } of uncommitted.values()) {
      if (state.ended !== null || state.suspended) continue;
      for (const subscription of state.subscriptions.values())
        if (subscription.kind === query.kind && subscription.name === query.name)
          candidates.push(candidateOf(state, subscription));
    }
    return candidates;
  }

  /** The group before is stored and in the cache: it is let go of. */
  release(): void {
    this.#before = new Map();
  }

  /** The group is durable: what it changed becomes the cached truth. */
  commit(): void {
    for (const [id, instance] of this.#touched) {
      if (instance.state.ended === null) this.#cache.set(id, instance);
      else this.#cache.delete(id);
    }
  }

  /** The group is lost: what it changed is forgotten and will be loaded again. */
  discard(): void {
    for (const id of this.#touched.keys()) this.#cache.delete(id);
  }
}

function running(instance: LoadedInstance | undefined): LoadedInstance | undefined {
  return instance?.state.ended === null ? instance : undefined;
}
