import type { Report } from '../finding.ts';
import { checkBoundaryEvents } from './boundary-events.ts';
import type { CheckedProcess } from './checked-process.ts';
import { checkCompensation } from './compensation.ts';
import { checkCancelEvents } from './cancel-events.ts';
import { checkFlows } from './flows.ts';
import { checkForms } from './forms.ts';
import { checkGateways } from './gateways.ts';
import { checkIds } from './ids.ts';
import { checkLinks } from './links.ts';
import { checkReachability } from './reachability.ts';
import { checkStartEvents } from './start-events.ts';
import { checkSubscriptions } from './subscriptions.ts';

/** Rules over a compiled process: what single elements cannot tell. Reported in this order. */
const rules: readonly ((process: CheckedProcess, report: Report) => void)[] = [
  checkIds,
  checkStartEvents,
  checkFlows,
  checkGateways,
  checkBoundaryEvents,
  checkCompensation,
  checkSubscriptions,
  checkLinks,
  checkCancelEvents,
  checkForms,
  checkReachability,
];

export function checkModel(process: CheckedProcess, report: Report): void {
  for (const rule of rules) rule(process, report);
}
