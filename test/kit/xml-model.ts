/** Wraps process elements in a BPMN file, on line 3 and below. `attributes` go to the process, `around` beside it. */
export function bpmnFile(
  elements: string,
  options: { readonly attributes?: string; readonly around?: string } = {},
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="test">
<bpmn:process id="process" isExecutable="true" camunda:historyTimeToLive="30" ${options.attributes ?? ''}>
${elements}
</bpmn:process>${options.around ?? ''}
</bpmn:definitions>`;
}

/** Start and end around one element with the id `it`, connected. */
export function between(element: string): string {
  return `<bpmn:startEvent id="begin"/>
<bpmn:sequenceFlow id="in" sourceRef="begin" targetRef="it"/>
${element}
<bpmn:sequenceFlow id="out" sourceRef="it" targetRef="finish"/>
<bpmn:endEvent id="finish"/>`;
}

/** Extension elements of a BPMN element. */
export function extensions(content: string): string {
  return `<bpmn:extensionElements>${content}</bpmn:extensionElements>`;
}
