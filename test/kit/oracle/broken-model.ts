/** An element of a model as text, by its place in the file. */
interface Place {
  readonly tag: string;
  readonly id: string;
  /** Id of the process or sub-process around it. */
  readonly scope: string;
  readonly from: number;
  /** Behind its opening tag. */
  readonly to: number;
}

/** A way to break a model; undefined where the model has nothing to break in this way. `pick` chooses among places. */
type Break = (xml: string, pick: (count: number) => number) => string | undefined;

/** Each makes of a model that is right one that deployment must refuse. */
export const breaks: Readonly<Record<string, Break>> = {
  'a flow leads to nothing': (xml, pick) =>
    change(xml, pick, flows, (text) => text.replace(/targetRef="[^"]*"/, 'targetRef="nowhere"')),
  'a flow comes from nothing': (xml, pick) =>
    change(xml, pick, flows, (text) => text.replace(/sourceRef="[^"]*"/, 'sourceRef="nowhere"')),
  'a flow has no target': (xml, pick) => change(xml, pick, flows, (text) => text.replace(/ targetRef="[^"]*"/, '')),
  'two elements have one id': (xml, pick) => {
    const [first, second] = two(nodesOf(xml), pick);
    return first && second && renamed(xml, first, second.id);
  },
  'an element has no id': (xml, pick) => change(xml, pick, nodesOf, (text) => text.replace(/ id="[^"]*"/, '')),
  'a scope has no start': (xml, pick) => {
    const start = one(placesOf(xml, 'startEvent'), pick);
    if (!start || !xml.slice(start.from, start.to).endsWith('/>')) return undefined;
    const without = xml.slice(0, start.from) + xml.slice(start.to);
    return without.replace(new RegExp(`<bpmn:sequenceFlow [^>]*sourceRef="${start.id}"[^>]*></bpmn:sequenceFlow>`), '');
  },
  'a scope has two starts': (xml, pick) =>
    change(
      xml,
      pick,
      (text) => placesOf(text, 'startEvent').filter(({ to }) => text.slice(0, to).endsWith('/>')),
      (text) => `${text}${text.replace(/ id="[^"]*"/, ' id="second"')}`,
    ),
  'a flow crosses a border': (xml, pick) => {
    const flow = one(flows(xml), pick);
    const target =
      flow &&
      one(
        nodesOf(xml).filter(({ scope }) => scope !== flow.scope),
        pick,
      );
    return target && replaced(xml, flow, (text) => text.replace(/targetRef="[^"]*"/, `targetRef="${target.id}"`));
  },
  'a flow leads into a start': (xml, pick) => {
    const flow = one(flows(xml), pick);
    const start =
      flow &&
      one(
        placesOf(xml, 'startEvent').filter(({ scope }) => scope === flow.scope),
        pick,
      );
    return start && replaced(xml, flow, (text) => text.replace(/targetRef="[^"]*"/, `targetRef="${start.id}"`));
  },
  'a flow comes out of an end': (xml, pick) => {
    const flow = one(flows(xml), pick);
    const end =
      flow &&
      one(
        placesOf(xml, 'endEvent').filter(({ scope }) => scope === flow.scope),
        pick,
      );
    return end && replaced(xml, flow, (text) => text.replace(/sourceRef="[^"]*"/, `sourceRef="${end.id}"`));
  },
  'a default flow leaves another element': (xml, pick) => {
    const gateway = one([...placesOf(xml, 'exclusiveGateway'), ...placesOf(xml, 'inclusiveGateway')], pick);
    const flow =
      gateway &&
      one(
        flows(xml).filter((each) => !xml.slice(each.from, each.to).includes(`sourceRef="${gateway.id}"`)),
        pick,
      );
    if (!flow) return undefined;
    return replaced(xml, gateway, (text) =>
      text.replace(/ default="[^"]*"/, '').replace(/(\/?>)$/, ` default="${flow.id}"$1`),
    );
  },
  'a catching event waits for nothing': (xml, pick) => {
    const event = one([...placesOf(xml, 'boundaryEvent'), ...placesOf(xml, 'intermediateCatchEvent')], pick);
    if (!event || xml.slice(event.from, event.to).endsWith('/>')) return undefined;
    const end = xml.indexOf(`</bpmn:${event.tag}>`, event.to);
    return xml.slice(0, event.to) + xml.slice(end);
  },
  'an event is attached to nothing': (xml, pick) =>
    change(
      xml,
      pick,
      (text) => placesOf(text, 'boundaryEvent'),
      (text) => text.replace(/attachedToRef="[^"]*"/, 'attachedToRef="nowhere"'),
    ),
  'an event is attached to an event': (xml, pick) => {
    const boundary = one(placesOf(xml, 'boundaryEvent'), pick);
    const event =
      boundary &&
      one(
        placesOf(xml, 'endEvent').filter(({ scope }) => scope === boundary.scope),
        pick,
      );
    return (
      event && replaced(xml, boundary, (text) => text.replace(/attachedToRef="[^"]*"/, `attachedToRef="${event.id}"`))
    );
  },
  'a message is not there': (xml, pick) =>
    change(
      xml,
      pick,
      (text) => placesOf(text, 'message'),
      (text) => text.replace(/ id="[^"]*"/, ' id="another"'),
    ),
  'a message has no name': (xml, pick) =>
    change(
      xml,
      pick,
      (text) => placesOf(text, 'message').filter(({ id }) => text.includes(`EventDefinition messageRef="${id}"`)),
      (text) => text.replace(/ name="[^"]*"/, ''),
    ),
  'nobody does the work': (xml, pick) =>
    change(
      xml,
      pick,
      (text) => placesOf(text, 'serviceTask'),
      (text) => text.replace(/ camunda:(?:type|topic|expression|resultVariable)="[^"]*"/g, ''),
    ),
  'a script has no language that runs': (xml, pick) =>
    change(
      xml,
      pick,
      (text) => placesOf(text, 'scriptTask'),
      (text) => text.replace(/scriptFormat="[^"]*"/, 'scriptFormat="groovy"'),
    ),
  'an element is none of BPMN': (xml, pick) =>
    change(xml, pick, nodesOf, (text) => text.replace(/^<bpmn:\w+/, '<bpmn:magicTask')),
  'the file ends too early': (xml, pick) => xml.slice(0, Math.max(1, pick(xml.length - 5))),
  'a sub-process calls nothing': (xml, pick) =>
    change(
      xml,
      pick,
      (text) => placesOf(text, 'callActivity'),
      (text) => text.replace(/ calledElement="[^"]*"/, ''),
    ),
  'a repetition does not say how often': (xml, pick) => {
    const cardinality = one(placesOf(xml, 'loopCardinality'), pick);
    if (!cardinality) return undefined;
    const close = '</bpmn:loopCardinality>';
    return xml.slice(0, cardinality.from) + xml.slice(xml.indexOf(close, cardinality.to) + close.length);
  },
};

const scopes = new Set(['process', 'subProcess', 'transaction', 'adHocSubProcess']);
const nodes = /^(?:\w*[tT]ask|\w+Event|\w+Gateway|callActivity|subProcess|transaction|adHocSubProcess)$/;

/** All elements with their scopes. */
function scan(xml: string): Place[] {
  const places: Place[] = [];
  const around: string[] = [];
  for (const found of xml.matchAll(/<(\/?)bpmn:(\w+)([^>]*?)(\/?)>/g)) {
    const [text, closes, tag = '', attributes = '', isEmpty] = found;
    if (closes) {
      if (scopes.has(tag)) around.pop();
      continue;
    }
    const id = / id="([^"]*)"/.exec(attributes)?.[1] ?? '';
    places.push({ tag, id, scope: around.at(-1) ?? '', from: found.index, to: found.index + text.length });
    if (scopes.has(tag) && !isEmpty) around.push(id);
  }
  return places;
}

function placesOf(xml: string, tag: string): Place[] {
  return scan(xml).filter((place) => place.tag === tag);
}

function nodesOf(xml: string): Place[] {
  return scan(xml).filter(({ tag }) => nodes.test(tag));
}

function flows(xml: string): Place[] {
  return placesOf(xml, 'sequenceFlow');
}

function one(places: readonly Place[], pick: (count: number) => number): Place | undefined {
  return places[pick(places.length)];
}

function two(places: readonly Place[], pick: (count: number) => number): readonly (Place | undefined)[] {
  const first = one(places, pick);
  return [
    first,
    one(
      places.filter((place) => place !== first),
      pick,
    ),
  ];
}

function replaced(xml: string, { from, to }: Place, change: (text: string) => string): string {
  return xml.slice(0, from) + change(xml.slice(from, to)) + xml.slice(to);
}

function renamed(xml: string, place: Place, id: string): string {
  return replaced(xml, place, (text) => text.replace(/ id="[^"]*"/, ` id="${id}"`));
}

function change(
  xml: string,
  pick: (count: number) => number,
  where: (xml: string) => readonly Place[],
  how: (text: string) => string,
): string | undefined {
  const place = one(where(xml), pick);
  return place && replaced(xml, place, how);
}
