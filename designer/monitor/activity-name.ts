import { monitorText } from './i18n/monitor-text.ts';

/** Kinds of flow nodes that often have no name, by the type that history gives them. */
const KINDS = new Map([
  ['exclusiveGateway', 'kindExclusiveGateway'],
  ['parallelGateway', 'kindParallelGateway'],
  ['inclusiveGateway', 'kindInclusiveGateway'],
  ['eventBasedGateway', 'kindEventBasedGateway'],
  ['complexGateway', 'kindComplexGateway'],
  ['subProcess', 'kindSubProcess'],
  ['multiInstanceBody', 'kindMultiInstance'],
] as const);
const kindOf: ReadonlyMap<string, Parameters<typeof monitorText>[0]> = KINDS;

/** The name of an activity; one without a name is called what it is, and not by its id. */
export function activityName({
  activityId,
  name,
  type,
}: {
  readonly activityId: string;
  readonly name: string;
  readonly type: string;
}): string {
  if (name !== activityId && name.trim() !== '') return name;
  const kind =
    kindOf.get(type) ??
    (/start/i.test(type)
      ? 'kindStart'
      : /end/i.test(type)
        ? 'kindEnd'
        : /event|boundary|intermediate/i.test(type)
          ? 'kindEvent'
          : undefined);
  return kind === undefined ? name : monitorText(kind);
}
