import type { ProcessDefinition, ProcessModel } from '../engine/definition/process-definition.ts';
import type { Definitions } from './ports/definitions.ts';
import type {
  DefinitionReference,
  DeploymentStore,
  FormDefinitionRow,
  ProcessDefinitionRow,
  StartKind,
} from './ports/deployment-store.ts';

/** How long a node trusts its knowledge of what is latest. Another node's deployment is used here after that. */
const LATEST_TTL_MS = 1_000;

/** References come from outside: names that lead nowhere must not fill the memory. */
const MOST_REFERENCES = 5_000;

interface Deployed {
  readonly row: ProcessDefinitionRow;
  readonly definition: ProcessDefinition;
}
interface DeployedForm {
  readonly row: FormDefinitionRow;
  readonly form: unknown;
}

export interface DefinitionCacheOptions {
  readonly store: DeploymentStore;
  /** Compiles the processes of a BPMN file that was accepted at deployment. */
  readonly compile: (xml: string, resourceName: string) => Promise<readonly ProcessModel[]>;
  readonly now?: () => number;
  /** Told when something was deployed, deleted or suspended here, so that other nodes hear of it. */
  readonly onChange?: () => void;
}

/** Compiles each version once and remembers which row a reference led to. */
export class DefinitionCache implements Definitions {
  readonly #store: DeploymentStore;
  readonly #compile: DefinitionCacheOptions['compile'];
  readonly #now: () => number;
  readonly #onChange: () => void;
  readonly #processes = new Map<string, Promise<Deployed>>();
  readonly #forms = new Map<string, Promise<DeployedForm>>();
  readonly #resources = new Map<string, Promise<readonly ProcessModel[]>>();
  readonly #found = new Map<
    string,
    { readonly row: Promise<ProcessDefinitionRow | undefined>; readonly until: number }
  >();

  constructor(options: DefinitionCacheOptions) {
    this.#store = options.store;
    this.#compile = options.compile;
    this.#now = options.now ?? Date.now;
    this.#onChange = options.onChange ?? (() => undefined);
  }

  /** The compiled definition of a running instance; it never changes, so nothing is read once it is compiled. */
  async getDefinition(id: string): Promise<ProcessDefinition> {
    const deployed = await (this.#processes.get(id) ?? this.findProcess({ by: 'id', id }));
    if (!deployed) throw new Error(`Process definition ${id} is not deployed here.`);
    return deployed.definition;
  }

  async findProcess(reference: DefinitionReference): Promise<Deployed | undefined> {
    const row = await this.#findRow(reference);
    if (!row) return undefined;
    let deployed = this.#processes.get(row.id);
    if (!deployed) {
      deployed = this.#load(row);
      this.#processes.set(row.id, deployed);
      deployed.catch(() => this.#processes.delete(row.id));
    }
    const { definition } = await deployed;
    // The row may have changed since it was compiled (suspension); the model never does.
    return { row, definition };
  }

  async findEventStarts(kind: StartKind, name: string | undefined, tenantId?: string | null) {
    const rows = await this.#store.findEventStarts(kind, name, tenantId);
    const found = await Promise.all(
      rows.map(async (row) => {
        const definition = (await this.findProcess({ by: 'id', id: row.definitionId }))?.definition;
        return definition ? [{ ...row, definition }] : [];
      }),
    );
    return found.flat();
  }

  async findForm(reference: DefinitionReference): Promise<DeployedForm | undefined> {
    const row = await this.#store.findFormDefinition(reference);
    if (!row) return undefined;
    let form = this.#forms.get(row.id);
    if (!form) {
      form = this.#loadForm(row);
      this.#forms.set(row.id, form);
      form.catch(() => this.#forms.delete(row.id));
    }
    return await form;
  }

  async findResource(deploymentId: string, name: string): Promise<Uint8Array | undefined> {
    return (await this.#store.findResource(deploymentId, name))?.bytes;
  }

  forgetLatest(): void {
    this.forgetHere();
    this.#onChange();
  }

  /** Another node has deployed, deleted or suspended something. */
  forgetHere(): void {
    this.#found.clear();
  }

  #findRow(reference: DefinitionReference): Promise<ProcessDefinitionRow | undefined> {
    const name = JSON.stringify(Object.values(reference));
    const known = this.#found.get(name);
    if (known && known.until > this.#now()) return known.row;
    const row = this.#store.findProcessDefinition(reference);
    if (this.#found.size >= MOST_REFERENCES) this.#found.clear();
    this.#found.set(name, { row, until: this.#now() + LATEST_TTL_MS });
    row.catch(() => this.#found.delete(name));
    return row;
  }

  async #load(row: ProcessDefinitionRow): Promise<Deployed> {
    // A file may hold several processes: it is compiled once for all of them.
    const file = `${row.deploymentId}/${row.resourceName}`;
    let models = this.#resources.get(file);
    if (!models) {
      models = this.#compileResource(row);
      this.#resources.set(file, models);
    }
    try {
      const model = (await models).find((candidate) => candidate.key === row.key);
      if (!model)
        throw new Error(
          `The file ${row.resourceName} of deployment ${row.deploymentId} has no executable process ${row.key}.`,
        );
      const definition: ProcessDefinition = {
        ...model,
        id: row.id,
        version: row.version,
        deploymentId: row.deploymentId,
        tenantId: row.tenantId,
      };
      return { row, definition };
    } finally {
      this.#resources.delete(file);
    }
  }

  async #compileResource(row: ProcessDefinitionRow): Promise<readonly ProcessModel[]> {
    const resource = await this.#store.findResource(row.deploymentId, row.resourceName);
    if (!resource) throw new Error(`The file ${row.resourceName} of deployment ${row.deploymentId} is missing.`);
    return await this.#compile(new TextDecoder().decode(resource.bytes), row.resourceName);
  }

  async #loadForm(row: FormDefinitionRow): Promise<DeployedForm> {
    const resource = await this.#store.findResource(row.deploymentId, row.resourceName);
    if (!resource) throw new Error(`The form ${row.resourceName} of deployment ${row.deploymentId} is missing.`);
    return { row, form: JSON.parse(new TextDecoder().decode(resource.bytes)) };
  }
}
