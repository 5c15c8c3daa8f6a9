import { decide } from './decide.ts';
import type { DecisionCache } from './decision-cache.ts';
import { PortsSession, type SharedPorts } from './ports-session.ts';
import type { ParsedDmn } from '../../decision/parse-dmn.ts';

/** Makes the ports of each request: its time, its user, and all that requests share. */
export function createPortsOpener({
  decisions,
  now,
  ...rest
}: Omit<SharedPorts, 'decide'> & { readonly decisions: DecisionCache<ParsedDmn>; readonly now: () => number }) {
  const shared: SharedPorts = {
    ...rest,
    decide: (address, variables, at) =>
      decide(decisions.find(address), {
        key: address.key,
        variables,
        now: at,
        deploymentId: decisions.deploymentOf(address) ?? '',
      }),
  };
  return (by: { readonly userId: string | null; readonly groups?: readonly string[] }): PortsSession =>
    new PortsSession(shared, { now: now(), userId: by.userId, groups: by.groups ?? [] });
}
