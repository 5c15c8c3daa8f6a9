import { Pending } from '../../engine/errors.ts';
import { isDmn } from '../deployed-decisions.ts';
import type { DecisionDefinitionRow, DefinitionReference, DeploymentStore } from '../ports/deployment-store.ts';

/** How long a node trusts its knowledge of what is latest. */
const LATEST_TTL_MS = 1_000;
const MOST_REFERENCES = 2_000;

/** Reads a file; `listOthers` gives the other DMN files of its deployment, which it may import. */
type ParseDecisions<Model> = (xml: string, listOthers: () => Promise<readonly string[]>) => Promise<Model>;

/** A decision as an engine port names it; key, version and tenant are evaluated. */
export interface DecisionAddress {
  readonly key: string;
  readonly binding: 'latest' | 'deployment' | 'version' | 'versionTag';
  readonly version: string | null;
  /** Null: a decision that belongs to no tenant. */
  readonly tenantId: string | null;
  readonly deploymentId: string;
}

/**
 * Deployed decision models for synchronous use inside a step: what is not there yet is loaded while the step waits
 * (`Pending`) and is there when the step runs again. Files are parsed once.
 */
export class DecisionCache<Model> {
  readonly #store: DeploymentStore;
  readonly #parse: ParseDecisions<Model>;
  readonly #now: () => number;
  readonly #found = new Map<
    string,
    { readonly model: Model | undefined; readonly deploymentId: string | undefined; readonly until: number }
  >();
  readonly #parsed = new Map<string, Promise<Model>>();

  constructor(options: {
    readonly store: DeploymentStore;
    readonly parse: ParseDecisions<Model>;
    readonly now?: () => number;
  }) {
    this.#store = options.store;
    this.#parse = options.parse;
    this.#now = options.now ?? Date.now;
  }

  /**
   * The model that holds the decision, or undefined when none is deployed.
   * @throws Pending while it is loaded.
   */
  find(address: DecisionAddress): Model | undefined {
    const name = JSON.stringify(address);
    const known = this.#found.get(name);
    if (known && known.until > this.#now()) return known.model;
    throw new Pending(this.#load(name, address));
  }

  /** Something was deployed or deleted, here or on another node: what is latest is looked up again. */
  forgetLatest(): void {
    this.#found.clear();
  }

  /** The deployment whose file `find` has given last for the address. */
  deploymentOf(address: DecisionAddress): string | undefined {
    return this.#found.get(JSON.stringify(address))?.deploymentId;
  }

  async #load(name: string, address: DecisionAddress): Promise<void> {
    const row = await this.#store.findDecisionDefinition(referenceOf(address));
    const model = row && (await this.#modelOf(row));
    if (this.#found.size >= MOST_REFERENCES) this.#found.clear();
    // Long enough for the waiting step to run again, however busy the node is.
    this.#found.set(name, {
      model,
      deploymentId: row?.deploymentId,
      until: this.#now() + (address.binding === 'latest' ? LATEST_TTL_MS * 5 : LATEST_TTL_MS * 600),
    });
  }

  async #modelOf(row: DecisionDefinitionRow): Promise<Model> {
    const file = `${row.deploymentId}/${row.resourceName}`;
    let model = this.#parsed.get(file);
    if (!model) {
      model = this.#read(row);
      this.#parsed.set(file, model);
      model.catch(() => this.#parsed.delete(file));
    }
    return await model;
  }

  async #read(row: DecisionDefinitionRow): Promise<Model> {
    const resource = await this.#store.findResource(row.deploymentId, row.resourceName);
    if (!resource) throw new Error(`The file ${row.resourceName} of deployment ${row.deploymentId} is missing.`);
    return await this.#parse(new TextDecoder().decode(resource.bytes), () => this.#readOthers(row));
  }

  async #readOthers({ deploymentId, resourceName }: DecisionDefinitionRow): Promise<readonly string[]> {
    const resources = await this.#store.listResources(deploymentId);
    const others = resources.filter((each) => isDmn(each) && each.name !== resourceName);
    const contents = await Promise.all(others.map(({ name }) => this.#store.findResource(deploymentId, name)));
    return contents.flatMap((each) => (each ? [new TextDecoder().decode(each.bytes)] : []));
  }
}

function referenceOf({ key, binding, version, tenantId, deploymentId }: DecisionAddress): DefinitionReference {
  switch (binding) {
    case 'latest':
      return { by: 'latest', key, tenantId };
    case 'deployment':
      return { by: 'deployment', key, deploymentId };
    case 'version':
      return { by: 'version', key, version: Number(version), tenantId };
    case 'versionTag':
      return { by: 'versionTag', key, versionTag: version ?? '', tenantId };
  }
}
