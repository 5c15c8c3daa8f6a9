/** A new process: valid, executable, with one task for the front office; the analyst changes what it is about. */
export function starterModel(): string {
  const key = `proses-${Math.random().toString(36).slice(2, 8)}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definisi" targetNamespace="https://bondowosokab.go.id/alur">
  <bpmn:process id="${key}" name="Proses baru" isExecutable="true" camunda:historyTimeToLive="P1825D">
    <bpmn:startEvent id="mulai" name="Permohonan masuk"><bpmn:outgoing>ke-periksa</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="ke-periksa" sourceRef="mulai" targetRef="periksa" />
    <bpmn:userTask id="periksa" name="Periksa permohonan" camunda:candidateGroups="dpmptsp.fo"><bpmn:incoming>ke-periksa</bpmn:incoming><bpmn:outgoing>ke-selesai</bpmn:outgoing></bpmn:userTask>
    <bpmn:sequenceFlow id="ke-selesai" sourceRef="periksa" targetRef="selesai" />
    <bpmn:endEvent id="selesai" name="Selesai"><bpmn:incoming>ke-selesai</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="bagan"><bpmndi:BPMNPlane id="bidang" bpmnElement="${key}">
    <bpmndi:BPMNShape id="mulai_di" bpmnElement="mulai"><dc:Bounds x="160" y="142" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="periksa_di" bpmnElement="periksa"><dc:Bounds x="260" y="120" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="selesai_di" bpmnElement="selesai"><dc:Bounds x="424" y="142" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="ke-periksa_di" bpmnElement="ke-periksa"><di:waypoint x="196" y="160" /><di:waypoint x="260" y="160" /></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="ke-selesai_di" bpmnElement="ke-selesai"><di:waypoint x="360" y="160" /><di:waypoint x="424" y="160" /></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;
}
