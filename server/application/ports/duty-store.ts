/** What is done once per period, whichever node does it. */
export interface DutyOfPeriod {
  readonly duty: string;
  /** Number of the period since the epoch. */
  readonly period: number;
}

export interface DutyStore {
  /**
   * Takes a duty over for a node until `claimedUntil`, unless it is done or another node is at it.
   * @returns whether it did, and otherwise when the other's time is over (null: it is done)
   */
  claim(
    duty: DutyOfPeriod,
    claim: { readonly node: string; readonly now: number; readonly claimedUntil: number },
  ): Promise<{ readonly isMine: true } | { readonly isMine: false; readonly until: number | null }>;
  /** Keeps it for longer. */
  renew(duty: DutyOfPeriod, claim: { readonly node: string; readonly claimedUntil: number }): Promise<void>;
  /** It is done; what was noted of periods before `forgetBefore` goes. */
  finish(
    duty: DutyOfPeriod,
    done: { readonly node: string; readonly now: number; readonly forgetBefore: number },
  ): Promise<void>;
}
