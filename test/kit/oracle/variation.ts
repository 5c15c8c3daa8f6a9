import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import type { DrawnPlan } from './drawn-plan.ts';

/** The same process written in another way. */
export interface Variation {
  readonly xml: string;
  readonly drawn: DrawnPlan;
  /** The plan's name for an id; undefined for what the variation has put in. */
  readonly originalOf: (id: string) => string | undefined;
}

export type Vary = (xml: string, drawn: DrawnPlan) => Variation | Promise<Variation>;
const same = (id: string) => id;

/** All ids are others, and sort the other way round. */
export const renamed: Vary = (xml, drawn) => {
  const ids = [...new Set([...xml.matchAll(/\bid="([a-z]+\d+\w*)"/g)].map((match) => match[1] ?? ''))];
  const others = new Map(ids.map((id, index) => [id, `n${String(9_999 - index)}`]));
  const originals = new Map([...others].map(([id, other]) => [other, id]));
  const swap = (names: ReadonlyMap<string, string>) => (text: string) =>
    text.replaceAll(/\b[a-z]+\d+\w*\b/g, (word) => names.get(word) ?? word);
  const rename = swap(others);
  return {
    xml: rename(xml),
    originalOf: swap(originals),
    drawn: {
      ...drawn,
      occurrences: new Map(
        [...drawn.occurrences].map(([id, each]) => [
          rename(id),
          { ...each, eventId: rename(each.eventId), holderId: rename(each.holderId) },
        ]),
      ),
      decisions: new Map([...drawn.decisions].map(([gateway, event]) => [rename(gateway), rename(event)])),
      idle: new Set([...drawn.idle].map(rename)),
    },
  };
};

/** Everything is inside a sub-process of the process. */
export const wrapped: Vary = (xml, drawn) => {
  const open = /<bpmn:process id="process"[^>]*>/.exec(xml)?.[0] ?? '';
  const from = xml.indexOf(open) + open.length;
  const to = xml.indexOf('</bpmn:process>', from);
  const inside = `<bpmn:startEvent id="wrapperStart"/><bpmn:sequenceFlow id="wrapperIn" sourceRef="wrapperStart" targetRef="wrapper"/>
<bpmn:subProcess id="wrapper">${xml.slice(from, to)}</bpmn:subProcess>
<bpmn:sequenceFlow id="wrapperOut" sourceRef="wrapper" targetRef="wrapperEnd"/><bpmn:endEvent id="wrapperEnd"/>`;
  const originalOf = (id: string) => (id.startsWith('wrapper') ? undefined : id);
  return { xml: xml.slice(0, from) + inside + xml.slice(to), drawn, originalOf };
};

/** A task without work stands on every third sequence flow. */
export const withPasses: Vary = (xml, drawn) => {
  let count = 0;
  const passed = xml.replaceAll(
    /<bpmn:sequenceFlow id="(\w+)" sourceRef="(\w+)" targetRef="(\w+)">/g,
    (flow, id: string, source: string, target: string) => {
      count += 1;
      // Only events may follow an event-based gateway.
      if (count % 3 !== 0 || source.startsWith('decides')) return flow;
      return `<bpmn:manualTask id="pass${count}"/><bpmn:sequenceFlow id="on${id}" sourceRef="pass${count}" targetRef="${target}"/><bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="pass${count}">`;
    },
  );
  return { xml: passed, drawn, originalOf: (id) => (/^pass\d/.test(id) ? undefined : id) };
};

/** As another tool would write it: read and written again. */
export const rewritten: Vary = async (xml, drawn) => {
  const moddle = new BpmnModdle({
    camunda: createRequire(import.meta.url)('camunda-bpmn-moddle/resources/camunda.json'),
  });
  const { rootElement } = await moddle.fromXML(xml);
  return { xml: (await moddle.toXML(rootElement, { format: true })).xml, drawn, originalOf: same };
};
