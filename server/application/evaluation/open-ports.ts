import { decide } from './decide.ts';
import type { DecisionCache } from './decision-cache.ts';
import { PortsSession, type PortsSessionOptions } from './ports-session.ts';
import type { ParsedDmn } from '../../decision/parse-dmn.ts';

/** Makes the ports of each request: its time, its user, and all that requests share. */
export function createPortsOpener({
  decisions,
  now,
  ...shared
}: Pick<PortsSessionOptions, 'functions' | 'newId' | 'scripts' | 'history' | 'overridingPriority'> & {
  readonly decisions: DecisionCache<ParsedDmn>;
  readonly now: () => number;
}) {
  return (by: { readonly userId: string | null; readonly groups?: readonly string[] }): PortsSession =>
    new PortsSession({
      ...shared,
      now: now(),
      userId: by.userId,
      groups: by.groups ?? [],
      decide: (address, variables, now) =>
        decide(decisions.find(address), {
          key: address.key,
          variables,
          now,
          deploymentId: decisions.deploymentOf(address) ?? '',
        }),
    });
}
