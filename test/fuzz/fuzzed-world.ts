import { deploymentForm, oneNode } from '../kit/server.ts';
import type { KnownIds } from './random-request.ts';
import type { Sender } from './sender.ts';

/** Collections whose rows the random requests name, in `/engine-rest`. */
const KINDS = [
  'deployment',
  'process-definition',
  'process-instance',
  'execution',
  'task',
  'external-task',
  'job',
  'incident',
  'batch',
  'filter',
  'event-subscription',
  'variable-instance',
  'decision-definition',
  'history/process-instance',
  'history/activity-instance',
  'history/variable-instance',
  'history/task',
  'history/decision-instance',
];
/** Of these some are there at any time. */
const ALWAYS = new Set([
  'process-definition',
  'process-instance',
  'task',
  'external-task',
  'job',
  'decision-definition',
]);
const FEW = 4;

const dmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" namespace="test">
  <decision id="putusan" name="Putusan" camunda:historyTimeToLive="1"><decisionTable id="t"><input id="i"><inputExpression id="e" typeRef="string"><text>node</text></inputExpression></input><output id="o" name="hasil" typeRef="string"/><rule id="r"><inputEntry id="a"><text></text></inputEntry><outputEntry id="b"><text>"ya"</text></outputEntry></rule></decisionTable></decision>
</definitions>`;

/** What random requests meet: a few processes whose instances wait for every kind of thing, renewed as they are used up. */
export class FuzzedWorld {
  readonly #sender: Sender;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #known = new Map<string, readonly string[]>();

  constructor(sender: Sender, headers: Readonly<Record<string, string>>) {
    this.#sender = sender;
    this.#headers = headers;
  }

  /** The ids that requests to this path may name. */
  async idsFor(path: string): Promise<KnownIds> {
    const kind = KINDS.findLast((each) => path.startsWith(`/engine-rest/${each}`));
    if (this.#known.size === 0) {
      await this.#fill();
      for (const each of KINDS) await this.#look(each);
    } else if (kind) {
      await this.#look(kind);
      if (ALWAYS.has(kind) && (this.#known.get(kind)?.length ?? 0) < FEW) {
        await this.#fill();
        await this.#look(kind);
      }
    }
    return this.#known;
  }

  async #look(kind: string): Promise<void> {
    const text = await this.#ask('GET', `/${kind}?maxResults=20`);
    this.#known.set(
      kind,
      (JSON.parse(text) as { id: string }[]).map(({ id }) => id),
    );
  }

  async #fill(): Promise<void> {
    const form = deploymentForm('acak', {
      'orang.bpmn': oneNode('orang', '<bpmn:userTask id="node" camunda:candidateGroups="kesbang.kajian"/>'),
      'tunggu.bpmn': oneNode(
        'tunggu',
        '<bpmn:receiveTask id="node" messageRef="m"/>',
        '<bpmn:message id="m" name="node"/>',
      ),
      'luar.bpmn': oneNode('luar', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="luar"/>'),
      'lama.bpmn': oneNode(
        'lama',
        '<bpmn:intermediateCatchEvent id="node"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>P9Y</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
      ),
      'putusan.dmn': dmn,
    });
    const deployment = JSON.parse(await this.#ask('POST', '/deployment/create', form)) as { id: string };
    for (const key of ['orang', 'luar', 'tunggu', 'lama'])
      for (let count = 0; count < 10; count += 1)
        await this.#ask(
          'POST',
          `/process-definition/key/${key}/start`,
          JSON.stringify({ businessKey: 'node', variables: { node: { value: 'x' } } }),
        );
    this.#known.set('any', ['orang', 'luar', 'node', 'penelitian', 'admin', 'budi', 'putusan', deployment.id]);
    this.#known.set('process-definition/key', ['orang', 'luar']);
  }

  async #ask(method: string, path: string, body?: string | FormData): Promise<string> {
    const { status, text } = await this.#sender.send(method, `/engine-rest${path}`, this.#headers, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
    return text;
  }
}
