import type { Behaviour } from '../context/context.ts';
import { evaluateName, evaluateText, evaluationContext } from '../context/evaluation.ts';
import type { CallActivity } from '../definition/flow-node.ts';
import { mapIn } from '../context/call-mapping.ts';

/** Calls another process and waits for it. Nothing is passed but what the mappings name (Camunda). */
export const callActivity: Behaviour<CallActivity> = {
  activated(activity, node, context) {
    const evaluation = evaluationContext(context, activity);
    const { key, binding, version, tenant } = node.calledElement;
    const instanceId = context.newId();
    context.emit({ type: 'processInstanceCalled', activityInstanceId: activity.id, calledInstanceId: instanceId });
    context.request({
      type: 'callProcess',
      instanceId,
      key: evaluateName(context, key, { evaluation, what: 'The called element' }),
      binding,
      version: version ? evaluateText(context, version, evaluation) : null,
      tenantId: tenant ? evaluateText(context, tenant, evaluation) || null : context.definition.tenantId,
      businessKey: node.businessKey ? evaluateText(context, node.businessKey, evaluation) : null,
      variables: mapIn(context, activity, node.in),
      caller: {
        processInstanceId: context.state.id,
        activityInstanceId: activity.id,
        rootProcessInstanceId: context.state.rootProcessInstanceId,
        activityId: node.id,
      },
    });
  },
};
