import type { Behaviour } from '../context/context.ts';
import type { NodeKind } from '../definition/flow-node.ts';
import { adHocSubProcess } from './ad-hoc-sub-process.ts';
import { businessRuleTask } from './business-rule-task.ts';
import { callActivity } from './call-activity.ts';
import { catchEvent } from './catch-event.ts';
import { complexGateway } from './complex-gateway.ts';
import { eventBasedGateway } from './event-based-gateway.ts';
import { exclusiveGateway } from './exclusive-gateway.ts';
import { inclusiveGateway } from './inclusive-gateway.ts';
import { multiInstanceBody } from './multi-instance-body.ts';
import { parallelGateway } from './parallel-gateway.ts';
import { passThrough } from './pass-through.ts';
import { receiveTask } from './receive-task.ts';
import { scriptTask } from './script-task.ts';
import { serviceTask } from './service-task.ts';
import { standardLoop } from './standard-loop.ts';
import { startEvent } from './start-event.ts';
import { eventSubProcess, subProcess } from './sub-process.ts';
import { throwEvent } from './throw-event.ts';
import { userTask } from './user-task.ts';

/** One entry per kind of flow node; the compiler names the missing one. */
export const behaviours: Record<NodeKind, Behaviour> = {
  startEvent,
  endEvent: throwEvent,
  intermediateCatchEvent: catchEvent,
  intermediateThrowEvent: throwEvent,
  boundaryEvent: passThrough,
  userTask,
  serviceTask,
  sendTask: serviceTask,
  receiveTask,
  scriptTask,
  businessRuleTask,
  task: passThrough,
  manualTask: passThrough,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  eventBasedGateway,
  complexGateway,
  subProcess,
  transaction: subProcess,
  eventSubProcess,
  adHocSubProcess,
  multiInstanceBody,
  standardLoop,
  callActivity,
};
