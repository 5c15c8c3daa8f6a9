/** A flow node in words. */
export interface FlowNodeText {
  readonly id: string;
  readonly name: string;
  /** Lane it lies in; empty without lanes. */
  readonly lane: string;
  readonly kind: 'event' | 'task' | 'gateway' | 'subprocess';
}

const kinds: ReadonlyMap<string, FlowNodeText['kind']> = new Map([
  ...['startEvent', 'endEvent', 'intermediateCatchEvent', 'intermediateThrowEvent', 'boundaryEvent'].map(
    (name) => [name, 'event'] as const,
  ),
  ...[
    'task',
    'userTask',
    'serviceTask',
    'scriptTask',
    'businessRuleTask',
    'manualTask',
    'sendTask',
    'receiveTask',
    'callActivity',
  ].map((name) => [name, 'task'] as const),
  ...['exclusiveGateway', 'parallelGateway', 'inclusiveGateway', 'eventBasedGateway', 'complexGateway'].map(
    (name) => [name, 'gateway'] as const,
  ),
  ...['subProcess', 'transaction', 'adHocSubProcess'].map((name) => [name, 'subprocess'] as const),
]);

/**
 * The named flow nodes of a diagram in the order in which the flow reaches them, for those who cannot see it. Gateways
 * without a name are left out: they say nothing without their lines.
 */
export function listFlowNodes(xml: string): FlowNodeText[] {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  if (document.querySelector('parsererror') !== null) return [];
  const elements = [...document.getElementsByTagName('*')];
  const lanes = new Map<string, string>();
  for (const lane of elements.filter((element) => element.localName === 'lane')) {
    for (const reference of [...lane.children].filter((child) => child.localName === 'flowNodeRef'))
      lanes.set(reference.textContent.trim(), lane.getAttribute('name') ?? '');
  }
  const nodes = elements.flatMap((element): FlowNodeText[] => {
    const kind = kinds.get(element.localName);
    const id = element.getAttribute('id');
    const name = element.getAttribute('name') ?? '';
    if (kind === undefined || id === null || (kind === 'gateway' && name === '')) return [];
    return [{ id, name: name.replaceAll(/\s+/g, ' ') || id, kind, lane: lanes.get(id) ?? '' }];
  });
  const rank = rankByFlow(elements);
  return nodes.sort(
    (left, right) => (rank.get(left.id) ?? Number.MAX_SAFE_INTEGER) - (rank.get(right.id) ?? Number.MAX_SAFE_INTEGER),
  );
}

/** Position of each node when the sequence flows are followed breadth first from the nodes that nothing leads to. */
function rankByFlow(elements: readonly Element[]): ReadonlyMap<string, number> {
  const targets = new Map<string, string[]>();
  const reached = new Set<string>();
  for (const flow of elements.filter((element) => element.localName === 'sequenceFlow')) {
    const source = flow.getAttribute('sourceRef') ?? '';
    const target = flow.getAttribute('targetRef') ?? '';
    targets.set(source, [...(targets.get(source) ?? []), target]);
    reached.add(target);
  }
  for (const event of elements.filter((element) => element.localName === 'boundaryEvent')) {
    const host = event.getAttribute('attachedToRef') ?? '';
    const id = event.getAttribute('id') ?? '';
    targets.set(host, [...(targets.get(host) ?? []), id]);
    reached.add(id);
  }
  const rank = new Map<string, number>();
  const queue = elements
    .filter((element) => kinds.has(element.localName))
    .map((element) => element.getAttribute('id') ?? '')
    .filter((id) => !reached.has(id));
  for (const id of queue) {
    if (rank.has(id)) continue;
    rank.set(id, rank.size);
    queue.push(...(targets.get(id) ?? []).filter((target) => !rank.has(target)));
  }
  return rank;
}
