const POSITIONS = {
  startEvent: ['', 'message', 'timer', 'signal', 'conditional'],
  intermediateCatchEvent: ['message', 'timer', 'signal', 'conditional', 'link'],
  intermediateThrowEvent: ['', 'message', 'signal', 'escalation', 'compensate', 'link'],
  endEvent: ['', 'message', 'signal', 'error', 'escalation', 'compensate', 'terminate'],
} as const;
const ATTRIBUTES: Readonly<Record<string, string>> = {
  timer: '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration>',
  conditional: '<bpmn:condition xsi:type="bpmn:tFormalExpression">${x}</bpmn:condition>',
};
const ACTIVITIES = [
  '<bpmn:task id="@"/>',
  '<bpmn:manualTask id="@"/>',
  '<bpmn:userTask id="@" camunda:formKey="x"><bpmn:extensionElements><camunda:taskListener class="x" event="timeout" id="l1"/><camunda:executionListener expression="x" event="start"/></bpmn:extensionElements></bpmn:userTask>',
  '<bpmn:userTask id="@" camunda:formRef="f" camunda:formRefBinding="deployment"><bpmn:multiInstanceLoopCharacteristics camunda:collection="c" camunda:asyncBefore="true"/></bpmn:userTask>',
  '<bpmn:userTask id="@"><bpmn:extensionElements><camunda:formData><camunda:formField id="a" type="enum"><camunda:properties><camunda:property id="p" value="v"/></camunda:properties><camunda:validation><camunda:constraint name="c" config="d"/></camunda:validation><camunda:value id="v" name="w"/></camunda:formField></camunda:formData></bpmn:extensionElements></bpmn:userTask>',
  '<bpmn:serviceTask id="@" camunda:type="external" camunda:topic="t"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="i">x</camunda:inputParameter><camunda:inputParameter name="j"><camunda:list><camunda:value>1</camunda:value></camunda:list></camunda:inputParameter><camunda:inputParameter name="m"><camunda:map><camunda:entry key="k">1</camunda:entry></camunda:map></camunda:inputParameter><camunda:inputParameter name="s"><camunda:script scriptFormat="js">1</camunda:script></camunda:inputParameter><camunda:outputParameter name="o">y</camunda:outputParameter></camunda:inputOutput><camunda:errorEventDefinition id="e1"/></bpmn:extensionElements></bpmn:serviceTask>',
  '<bpmn:serviceTask id="@" camunda:expression="${x}" camunda:asyncBefore="true" camunda:asyncAfter="true"/>',
  '<bpmn:serviceTask id="@" camunda:class="x"><bpmn:extensionElements><camunda:field name="f"><camunda:string>s</camunda:string></camunda:field><camunda:properties><camunda:property name="p" value="v"/></camunda:properties></bpmn:extensionElements></bpmn:serviceTask>',
  '<bpmn:serviceTask id="@" camunda:delegateExpression="${x}"/>',
  '<bpmn:sendTask id="@"/>',
  '<bpmn:receiveTask id="@" messageRef="message_1"/>',
  '<bpmn:scriptTask id="@" scriptFormat="javascript"><bpmn:script>1</bpmn:script></bpmn:scriptTask>',
  '<bpmn:scriptTask id="@" scriptFormat="javascript" camunda:resource="r"/>',
  '<bpmn:businessRuleTask id="@" camunda:decisionRef="d" camunda:resultVariable="r"/>',
  '<bpmn:callActivity id="@" calledElement="x"><bpmn:extensionElements><camunda:in variables="all" local="true"/><camunda:in source="a" target="b"/><camunda:in sourceExpression="a" target="b"/><camunda:in businessKey="k"/><camunda:out variables="all"/><camunda:out source="a" target="b"/></bpmn:extensionElements></bpmn:callActivity>',
  '<bpmn:callActivity id="@" calledElement="x" camunda:calledElementBinding="version" camunda:calledElementVersion="1"><bpmn:standardLoopCharacteristics/></bpmn:callActivity>',
  '<bpmn:subProcess id="@"/>',
  '<bpmn:subProcess id="@" triggeredByEvent="true"/>',
  '<bpmn:transaction id="@"/>',
  '<bpmn:adHocSubProcess id="@"/>',
  ...['exclusive', 'parallel', 'inclusive', 'complex', 'eventBased'].map((kind) => `<bpmn:${kind}Gateway id="@"/>`),
  '<bpmn:dataObjectReference id="@"/>',
  '<bpmn:dataStoreReference id="@"/>',
];

/** A diagram with an element of every kind that the designer offers, and the ids of what can be selected in it. */
export function everyKind(): { readonly xml: string; readonly ids: readonly string[] } {
  const events = Object.entries(POSITIONS).flatMap(([position, kinds]) =>
    kinds.map((kind) => `<bpmn:${position} id="@">${definitionOf(kind)}</bpmn:${position}>`),
  );
  const boundary = ['message', 'timer', 'signal', 'conditional', 'error', 'escalation', 'compensate'].map(
    (kind) =>
      `<bpmn:boundaryEvent id="@" attachedToRef="e0" ${kind === 'timer' ? 'cancelActivity="false"' : ''}>${definitionOf(kind)}</bpmn:boundaryEvent>`,
  );
  const elements = [...ACTIVITIES, ...events, ...boundary].map((each, index) => each.replace('@', `e${String(index)}`));
  const shapes = elements.map(
    (each, index) =>
      `<bpmndi:BPMNShape id="s${String(index)}" bpmnElement="e${String(index)}" ${/subProcess|transaction|adHoc/i.test(each) ? 'isExpanded="true"' : ''}><dc:Bounds x="${String(150 * (index % 10))}" y="${String(120 * Math.floor(index / 10))}" width="${each.includes('Event id') ? '36' : '100'}" height="${each.includes('Event id') ? '36' : '80'}"/></bpmndi:BPMNShape>`,
  );
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="test">
<bpmn:message id="message_1" name="m"/><bpmn:signal id="signal_1" name="s"/><bpmn:error id="error_1" name="e"/><bpmn:escalation id="escalation_1" name="x"/>
<bpmn:collaboration id="c"><bpmn:participant id="pool" processRef="p" name="P"/></bpmn:collaboration>
<bpmn:process id="p" isExecutable="true"><bpmn:laneSet id="ls"><bpmn:lane id="lane"/></bpmn:laneSet>${elements.join('')}
<bpmn:sequenceFlow id="flow" sourceRef="e0" targetRef="e1"/><bpmn:sequenceFlow id="flow_if" sourceRef="e0" targetRef="e2"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">\${x}</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:textAnnotation id="note"><bpmn:text>x</bpmn:text></bpmn:textAnnotation></bpmn:process>
<bpmndi:BPMNDiagram id="bd"><bpmndi:BPMNPlane id="bp" bpmnElement="c"><bpmndi:BPMNShape id="sp" bpmnElement="pool" isHorizontal="true"><dc:Bounds x="-200" y="-100" width="1900" height="1000"/></bpmndi:BPMNShape><bpmndi:BPMNShape id="sl" bpmnElement="lane" isHorizontal="true"><dc:Bounds x="-170" y="-100" width="1870" height="1000"/></bpmndi:BPMNShape>${shapes.join('')}
<bpmndi:BPMNEdge id="ef" bpmnElement="flow"><di:waypoint x="100" y="40"/><di:waypoint x="150" y="40"/></bpmndi:BPMNEdge><bpmndi:BPMNEdge id="ei" bpmnElement="flow_if"><di:waypoint x="50" y="80"/><di:waypoint x="350" y="80"/></bpmndi:BPMNEdge>
<bpmndi:BPMNShape id="sn" bpmnElement="note"><dc:Bounds x="0" y="850" width="100" height="30"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`;
  return { xml, ids: [...elements.map((_, index) => `e${String(index)}`), 'pool', 'lane', 'flow', 'flow_if', 'note'] };
}

function definitionOf(kind: string): string {
  if (kind === '') return '';
  const reference = ['message', 'signal', 'error', 'escalation'].includes(kind) ? ` ${kind}Ref="${kind}_1"` : '';
  return `<bpmn:${kind}EventDefinition id="@d"${reference}>${ATTRIBUTES[kind] ?? ''}</bpmn:${kind}EventDefinition>`.replace(
    ' id="@d"',
    '',
  );
}
