import { scopesOf } from './monitor.ts';
import type { Reach } from './access/reach.ts';
import { NotFound } from './errors.ts';
import type { Deployments, DeployedFile } from './deployment.ts';
import type { Row } from './ports/database.ts';
import type { Definitions } from './ports/definitions.ts';
import type { DeploymentStore } from './ports/deployment-store.ts';
import type { MonitorReader } from './ports/monitor-reader.ts';

export interface ModelsOptions {
  readonly reader: MonitorReader;
  readonly definitions: Definitions;
  readonly deployments: Deployments;
  readonly deploymentStore: DeploymentStore;
}

/** What the designer opens, checks and deploys. */
export class Models {
  readonly #options: ModelsOptions;

  constructor(options: ModelsOptions) {
    this.#options = options;
  }

  async list(reach: Reach) {
    return (await this.#options.reader.listDefinitions({ latestOnly: true }, await scopesOf(reach))).map(describeModel);
  }

  /** @throws NotFound */
  async get(id: string, reach: Reach) {
    const { reader, definitions } = this.#options;
    const scopes = await scopesOf(reach);
    const [row] = await reader.listDefinitions({ id }, scopes);
    const bytes = row && (await definitions.findResource(String(row['deployment_id']), String(row['resource_name'])));
    if (!row || !bytes) throw new NotFound({ id: 'Model ini tidak ada.', en: 'There is no such model.' });
    return {
      model: describeModel(row),
      xml: new TextDecoder().decode(bytes),
      versions: (await reader.listDefinitions({ key: String(row['key']) }, scopes)).map(describeModel),
    };
  }

  /** What a model may refer to by name. */
  async listNames(reach: Reach) {
    const { reader } = this.#options;
    const scopes = await scopesOf(reach);
    const [names, processes] = await Promise.all([
      reader.listNames(),
      reader.listDefinitions({ latestOnly: true }, scopes),
    ]);
    return {
      forms: [...names.forms],
      decisions: [...names.decisions],
      groups: [...names.groups],
      processes: [...new Set(processes.map((row) => String(row['key'])))].sort(),
    };
  }

  async check(resource: string, content: string) {
    return {
      findings: (await this.#options.deployments.check([{ name: resource, bytes: encode(content) }])).map((each) => ({
        ...each,
      })),
    };
  }

  /**
   * Deploys a new version. Forms, decisions and letters of the newest deployment of the same process come along:
   * bindings to the deployment go on working.
   */
  async deploy(request: { readonly resource: string; readonly content: string; readonly name?: string | undefined }) {
    const companions = await this.#companionsOf(request.resource);
    const { deployment, inserted, findings } = await this.#options.deployments.deploy({
      name: request.name ?? request.resource,
      source: 'designer',
      files: [{ name: request.resource, bytes: encode(request.content) }, ...companions],
    });
    const rows = await Promise.all(
      (inserted?.processes ?? []).map((process) => this.#options.reader.listDefinitions({ id: process.id })),
    );
    return {
      deploymentId: deployment.id,
      definitions: rows.flat().map(describeModel),
      findings: findings.map((each) => ({ ...each })),
    };
  }

  async #companionsOf(resource: string): Promise<readonly DeployedFile[]> {
    const { reader, deploymentStore } = this.#options;
    const before = (await reader.listDefinitions({ latestOnly: true })).find(
      (row) => row['resource_name'] === resource,
    );
    if (!before) return [];
    const deploymentId = String(before['deployment_id']);
    const others = (await deploymentStore.listResources(deploymentId)).filter(
      (each) => each.name !== resource && !/\.bpmn(20\.xml)?$/.test(each.name),
    );
    const contents = await Promise.all(others.map((each) => deploymentStore.findResource(deploymentId, each.name)));
    return contents.flatMap((each) => (each ? [{ name: each.name, bytes: each.bytes }] : []));
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function describeModel(row: Row) {
  return {
    id: String(row['id']),
    key: String(row['key']),
    name: String(row['name'] ?? row['key']),
    version: Number(row['version']),
    deployedAt: new Date(Number(row['deployed_at'])).toISOString(),
    resourceName: String(row['resource_name']),
    running: Number(row['running']),
  };
}
