import { type StartReader, startSubscriptionsOf } from './start-subscriptions.ts';
import type { ProcessModel } from '../engine/definition/process-definition.ts';
import type { Finding } from '../bpmn/finding.ts';
import type { ParsedDmn } from '../decision/parse-dmn.ts';
import { deployedDecisions, isDmn, noDecisions } from './deployed-decisions.ts';
import { DmnFiles } from './dmn-files.ts';
import { findDiagram } from './diagram-resource.ts';
import { InvalidInput } from './errors.ts';
import type { Transaction } from './ports/database.ts';
import type { Definitions } from './ports/definitions.ts';
import type {
  DeploymentRow,
  DeploymentStore,
  InsertedDeployment,
  NewDeployment,
  ResourceContent,
} from './ports/deployment-store.ts';
import { fileError, findDuplicateKeys, fromBpmn, fromDmn, type ResourceFinding } from './resource-finding.ts';

/**
 * A file of a deployment. Its ending says what it is: `.bpmn`, `.dmn`, `.form`, `.form.json`; others are only stored.
 */
export interface DeployedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface DeploymentOptions {
  readonly store: DeploymentStore;
  readonly definitions: Definitions;
  readonly readProcesses: (
    xml: string,
    resource: string,
  ) => Promise<{ readonly models: readonly ProcessModel[]; readonly findings: readonly Finding[] }>;
  readonly readDecisions: (xml: string) => Promise<ParsedDmn>;
  readonly starts: StartReader;
  readonly newId: () => string;
  readonly now: () => number;
}

export interface DeployRequest {
  readonly name: string | null;
  readonly source: string | null;
  readonly tenantId?: string | null;
  readonly files: readonly DeployedFile[];
  /** Deploy nothing when the newest files of the same name, source and tenant are the same. */
  readonly duplicateFiltering?: boolean;
  /** Deploy only the files that changed; wins over `duplicateFiltering`. */
  readonly changedOnly?: boolean;
  /** Rows that belong to the deployment, written in its transaction; not written when nothing had changed. */
  readonly alongside?: (transaction: Transaction, deploymentId: string) => Promise<void>;
}

export interface DeployResult {
  readonly deployment: DeploymentRow;
  /** What the deployment made; undefined when nothing had changed. */
  readonly inserted: InsertedDeployment | undefined;
  readonly findings: readonly ResourceFinding[];
}

interface ReadFiles {
  readonly processes: NewDeployment['processes'];
  readonly decisions: NewDeployment['decisions'];
  readonly requirements: NewDeployment['requirements'];
  readonly forms: NewDeployment['forms'];
  readonly starters: NewDeployment['starters'];
  readonly startSubscriptions: NewDeployment['startSubscriptions'];
  readonly findings: readonly ResourceFinding[];
}

/** Checks files and deploys them: all or none. */
export class Deployments {
  readonly #options: DeploymentOptions;

  constructor(options: DeploymentOptions) {
    this.#options = options;
  }

  /** The findings that a deployment of these files would give. */
  async check(files: readonly DeployedFile[]): Promise<readonly ResourceFinding[]> {
    return (await this.#read(files, null)).findings;
  }

  /** @throws InvalidInput with `details.findings` when a file has an error: then nothing is deployed. */
  async deploy(request: DeployRequest): Promise<DeployResult> {
    if (request.files.length === 0)
      throw new InvalidInput(
        { id: 'Tidak ada berkas untuk diterbitkan.', en: 'No file to deploy was given.' },
        { code: 'no-files' },
      );
    const { store, newId, now, definitions } = this.#options;
    const tenantId = request.tenantId ?? null;
    let files = request.files;
    if ((request.duplicateFiltering || request.changedOnly) && request.name !== null) {
      const before = await store.findLatestResources({ name: request.name, source: request.source, tenantId });
      const changed = files.filter((file) => !isSame(file, before?.resources));
      if (before && changed.length === 0) return { deployment: before.deployment, inserted: undefined, findings: [] };
      if (request.changedOnly) files = changed;
    }
    const read = await this.#read(files, tenantId);
    const errors = read.findings.filter((finding) => finding.severity === 'error');
    if (errors.length > 0) {
      const told = (language: 'id' | 'en') =>
        errors.map((finding) => `${finding.resource}: ${finding.text[language]}`).join(' ');
      throw new InvalidInput(
        { id: `Berkas tidak dapat diterbitkan. ${told('id')}`, en: `The files cannot be deployed. ${told('en')}` },
        { code: 'invalid-model', details: { findings: read.findings } },
      );
    }
    const deployment: DeploymentRow = {
      id: newId(),
      name: request.name,
      source: request.source,
      tenantId,
      deployedAt: now(),
    };
    const { alongside } = request;
    const inserted = await store.insertDeployment({
      deployment,
      resources: files.map((file) => ({
        id: newId(),
        deploymentId: deployment.id,
        name: file.name,
        bytes: file.bytes,
      })),
      processes: read.processes.map((row) => ({ ...row, deploymentId: deployment.id })),
      decisions: read.decisions.map((row) => ({ ...row, deploymentId: deployment.id })),
      requirements: read.requirements.map((row) => ({ ...row, deploymentId: deployment.id })),
      forms: read.forms.map((row) => ({ ...row, deploymentId: deployment.id })),
      starters: read.starters,
      startSubscriptions: read.startSubscriptions,
      newId,
      ...(alongside ? { alongside: (transaction: Transaction) => alongside(transaction, deployment.id) } : {}),
    });
    definitions.forgetLatest();
    return { deployment, inserted, findings: read.findings };
  }

  async #read(files: readonly DeployedFile[], tenantId: string | null): Promise<ReadFiles> {
    const read = {
      processes: [] as NewDeployment['processes'][number][],
      decisions: [] as NewDeployment['decisions'][number][],
      requirements: [] as NewDeployment['requirements'][number][],
      forms: [] as NewDeployment['forms'][number][],
      starters: [] as NewDeployment['starters'][number][],
      startSubscriptions: [] as NewDeployment['startSubscriptions'][number][],
      findings: [] as ResourceFinding[],
    };
    const names = new Set<string>();
    const dmn = new DmnFiles(files.filter(isDmn), this.#options.readDecisions);
    for (const file of files) {
      if (names.has(file.name))
        read.findings.push(
          fileError('DEPLOY-001', file.name, {
            en: 'Two files have this name. Rename one of them.',
            id: 'Dua berkas bernama sama. Ganti nama salah satunya.',
          }),
        );
      names.add(file.name);
      const common = { resourceName: file.name, deploymentId: '', tenantId };
      if (/\.bpmn(20\.xml)?$/.test(file.name)) {
        const { models, findings } = await this.#options.readProcesses(decode(file), file.name);
        read.findings.push(...findings.map((each) => fromBpmn(each, file.name)));
        for (const model of models) {
          read.processes.push({
            ...common,
            key: model.key,
            name: model.name ?? null,
            category: model.category ?? null,
            description: model.documentation ?? null,
            versionTag: model.versionTag ?? null,
            suspended: false,
            historyTimeToLive: model.historyTimeToLive ?? null,
            startableInTasklist: model.startableInTasklist,
            diagramName:
              findDiagram(
                { key: model.key, resourceName: file.name },
                files.map(({ name }) => name),
              ) ?? null,
          });
          read.starters.push(
            ...model.candidateStarterUsers.map((name) => ({ definitionKey: model.key, kind: 'user' as const, name })),
            ...model.candidateStarterGroups.map((name) => ({ definitionKey: model.key, kind: 'group' as const, name })),
          );
          read.startSubscriptions.push(...startSubscriptionsOf(model, tenantId, this.#options.starts));
        }
      } else if (isDmn(file)) {
        const { model, findings } = await dmn.read(file);
        const deployed = model ? deployedDecisions(model) : noDecisions;
        const { category, requirements } = deployed;
        read.findings.push(...findings.map((each) => fromDmn(each, file.name)));
        if (requirements) read.requirements.push({ ...common, ...requirements, category });
        read.decisions.push(
          ...deployed.decisions.map((decision) => ({
            ...common,
            ...decision,
            category,
            requirementsKey: requirements?.key ?? null,
          })),
        );
      } else if (/\.form(\.json)?$/.test(file.name)) {
        const key = formKey(decode(file));
        if (key === undefined)
          read.findings.push(
            fileError('DEPLOY-002', file.name, {
              en: 'This is no form: a form is JSON with an "id". Export it again from the form editor.',
              id: 'Ini bukan formulir: formulir adalah JSON yang memiliki "id". Ekspor ulang dari penyunting formulir.',
            }),
          );
        else read.forms.push({ ...common, key });
      }
    }
    for (const list of [read.processes, read.decisions, read.requirements, read.forms])
      read.findings.push(...findDuplicateKeys(list));
    return read;
  }
}

function isSame(file: DeployedFile, resources: readonly ResourceContent[] | undefined): boolean {
  const before = resources?.find((resource) => resource.name === file.name);
  return before !== undefined && Buffer.compare(before.bytes, file.bytes) === 0;
}

function decode(file: DeployedFile): string {
  return new TextDecoder().decode(file.bytes);
}

function formKey(text: string): string | undefined {
  try {
    const form: unknown = JSON.parse(text);
    const id = typeof form === 'object' && form !== null && 'id' in form ? form.id : undefined;
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
}
