import type { Behaviour } from '../context/context.ts';
import { evaluationContext } from '../context/evaluation.ts';
import { setResult } from '../context/variables.ts';
import type { ScriptTask } from '../definition/flow-node.ts';

export const scriptTask: Behaviour<ScriptTask> = {
  activated(activity, node, context) {
    const result = context.runScript(node.script, evaluationContext(context, activity));
    if ('bpmnError' in result) {
      return context.schedule({
        type: 'throwError',
        activityInstanceId: activity.id,
        code: result.bpmnError.code,
        message: result.bpmnError.message,
      });
    }
    setResult(context, activity.id, { name: node.resultVariable, value: result.value });
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
  },
};
