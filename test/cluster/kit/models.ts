import { bpmn, deploymentForm, oneNode } from '../../kit/server.ts';

/** Jobs of one instance, one after the other. Nothing in them takes time, so that no limit of time is met by a busy machine. */
export const JOBS_EACH = 5;

/** An instance that goes on by jobs alone; `name` makes versions differ. */
export function jobModel(name: string): string {
  const steps = Array.from({ length: JOBS_EACH }, (_, index) => `step${index}`);
  const nodes = ['start', ...steps, 'end'];
  const flows = nodes
    .slice(1)
    .map((to, index) => `<bpmn:sequenceFlow id="f${index}" sourceRef="${nodes[index]}" targetRef="${to}"/>`);
  const tasks = steps.map((id) => `<bpmn:task id="${id}" name="${name}" camunda:asyncBefore="true"/>`);
  return bpmn('work', `<bpmn:startEvent id="start"/>${tasks.join('')}<bpmn:endEvent id="end"/>${flows.join('')}`);
}

export const externalModel = oneNode(
  'outside',
  '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="cluster"/>',
);
export const taskModel = oneNode('sign', '<bpmn:userTask id="node"/>');

/** An instance whose only job ends every server that runs it, where the failpoint of that name is set. */
export const poisonModel = bpmn(
  'poisoned',
  '<bpmn:startEvent id="start"/><bpmn:task id="poison" camunda:asyncBefore="true"/><bpmn:userTask id="after-poison"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="poison"/><bpmn:sequenceFlow id="f2" sourceRef="poison" targetRef="after-poison"/>',
);

/** An instance that waits for a message. */
export const messageModel = oneNode(
  'pay',
  '<bpmn:receiveTask id="node" messageRef="paid"/>',
  '<bpmn:message id="paid" name="paid"/>',
);

/** An instance every two seconds. */
export const cycleModel = bpmn(
  'cycle',
  '<bpmn:startEvent id="every"><bpmn:timerEventDefinition id="t"><bpmn:timeCycle>R/PT2S</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent><bpmn:endEvent id="end"/><bpmn:sequenceFlow id="f" sourceRef="every" targetRef="end"/>',
);

export function form(name: string, model: string, filter = false): FormData {
  const data = deploymentForm(name, { [`${name}.bpmn`]: model });
  if (filter) data.append('deploy-changed-only', 'true');
  return data;
}
