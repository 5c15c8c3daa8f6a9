import { bpmnFile } from '../../kit/xml-model.ts';

const many = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => write(i)).join('');
const flow = (index: number, from: string, to: string, inside = '') =>
  `<bpmn:sequenceFlow id="f${index}" sourceRef="${from}" targetRef="${to}">${inside}</bpmn:sequenceFlow>`;
const chain = (count: number, task: (index: number) => string) =>
  `<bpmn:startEvent id="t0"/>${many(count, (i) => task(i + 1) + flow(i, `t${i}`, `t${i + 1}`))}`;

/** BPMN files that cost as much as they can: within the limits of a file, or just beyond. */
export const nastyBpmn: Readonly<Record<string, string>> = {
  '2 MB of nested extension elements': bpmnFile(
    `<bpmn:startEvent id="s"><bpmn:extensionElements>${many(24, () => `${'<camunda:properties>'.repeat(180)}${'x'.repeat(75_000)}${'</camunda:properties>'.repeat(180)}`)}</bpmn:extensionElements></bpmn:startEvent>`,
  ),
  'nested elements of a foreign namespace': bpmnFile(
    `<bpmn:startEvent id="s"><bpmn:extensionElements>${many(24, () => `${'<a:b xmlns:a="urn:a">'.repeat(180)}${'</a:b>'.repeat(180)}`)}</bpmn:extensionElements></bpmn:startEvent>`,
  ),
  '100,000 attributes': bpmnFile(
    many(1_050, (i) => `<bpmn:userTask id="t${i}" ${many(95, (j) => `camunda:b${j}="${j}" `)}/>`),
  ),
  '100,000 attributes of one element': bpmnFile(`<bpmn:userTask id="t" ${many(100_000, (j) => `b${j}="" `)}/>`),
  'a depth of 100,000': bpmnFile('<bpmn:subProcess>'.repeat(100_000)),
  'thousands of flows between two gateways': bpmnFile(
    `<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="g"/><bpmn:exclusiveGateway id="h"/>${flow(-1, 's', 'g')}${many(4_900, (i) => flow(i, 'g', 'h'))}`,
  ),
  'thousands of tasks in a row': bpmnFile(chain(2_400, (i) => `<bpmn:userTask id="t${i}"/>`)),
  'thousands of long expressions': bpmnFile(
    chain(1_500, (i) => `<bpmn:serviceTask id="t${i}" camunda:expression="\${${'a+'.repeat(500)}a}"/>`),
  ),
  'an expression of a million operators': bpmnFile(
    chain(1, (i) => `<bpmn:serviceTask id="t${i}" camunda:expression="\${${'a+'.repeat(950_000)}a}"/>`),
  ),
  'thousands of references to nothing': bpmnFile(many(4_900, (i) => flow(i, `x${i}`, `y${i}`))),
  'one id five thousand times': bpmnFile('<bpmn:userTask id="same"/>'.repeat(4_990)),
  '2 MB of shapes of nothing': bpmnFile('<bpmn:startEvent id="s"/>', {
    around: `<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="d">${many(35_000, (i) => `<bpmndi:BPMNShape id="x${i}" bpmnElement="n${i}"/>`)}</bpmndi:BPMNDiagram>`,
  }),
  'sub-processes 190 deep with thousands of tasks': bpmnFile(
    `${many(190, (i) => `<bpmn:subProcess id="s${i}">`)}${many(4_500, (i) => `<bpmn:userTask id="t${i}"/>`)}${'</bpmn:subProcess>'.repeat(190)}`,
  ),
  '2 MB of empty lines before broken tasks': bpmnFile(
    `${'\n'.repeat(1_900_000)}${many(3_000, (i) => `<bpmn:userTask id="t${i}"/>`)}`,
  ),
  'thousands of boundary events on one task': bpmnFile(
    chain(1, (i) => `<bpmn:userTask id="t${i}"/>`) +
      many(
        1_600,
        (i) => `<bpmn:boundaryEvent id="b${i}" attachedToRef="t1"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>`,
      ),
  ),
  '20 MB of text': bpmnFile(`<bpmn:documentation>${'x'.repeat(20_000_000)}</bpmn:documentation>`),
};

const dmnFile = (content: string) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="test">${content}</definitions>`;
const rule = (index: number, cell: string) =>
  `<rule id="r${index}"><inputEntry id="i${index}"><text>${cell}</text></inputEntry><outputEntry id="o${index}"><text>1</text></outputEntry></rule>`;
const table = (rules: string) =>
  dmnFile(
    `<decision id="x" name="x"><decisionTable id="t"><input id="in"><inputExpression id="ie"><text>n</text></inputExpression></input><output id="out" name="a"/>${rules}</decisionTable></decision>`,
  );

/** DMN files that cost as much as they can. */
export const nastyDmn: Readonly<Record<string, string>> = {
  'thousands of rules': table(many(5_900, (i) => rule(i, `&gt; ${i}`))),
  'thousands of wrong rules': table(many(5_900, (i) => rule(i, '&gt; &gt; ('))),
  'a chain of thousands of decisions': dmnFile(
    many(
      5_000,
      (i) =>
        `<decision id="x${i}" name="x${i}"><informationRequirement id="q${i}"><requiredDecision href="#x${i + 1}"/></informationRequirement><literalExpression id="l${i}"><text>1</text></literalExpression></decision>`,
    ),
  ),
  'nested contexts': dmnFile(
    `<decision id="x" name="x">${'<context><contextEntry>'.repeat(25)}${'</contextEntry></context>'.repeat(25)}</decision>`.repeat(
      500,
    ),
  ),
};
