import { NotFound } from '../../application/errors.ts';
import type { GeneratedForms } from '../../application/generated-form/generated-forms.ts';
import { visitor } from '../../application/ports/caller.ts';
import type { Transaction } from '../../application/ports/database.ts';
import type { Definitions } from '../../application/ports/definitions.ts';
import type { CatalogueEntry, CatalogueStore } from '../../application/ports/service-catalogue.ts';
import type { ServiceDetail, ServiceSummary } from '../../contract/api/service.ts';
import { listDocuments } from '../../form/documents.ts';
import { readForm } from '../../form/read-form.ts';
import { type LoadedForm, loadGenerated } from '../request/loaded-form.ts';
import type { MeasuredDurations } from './measured-durations.ts';
import { checkService, type ServiceFile, type ServiceFinding } from './check-service.ts';

/** Deploys files; the deployment use case of the platform, as far as the catalogue needs it. */
export type DeployFiles = (request: {
  readonly name: string;
  readonly source: string;
  readonly files: readonly ServiceFile[];
  readonly duplicateFiltering: boolean;
  readonly userId: string | null;
  /** Rows that belong to the deployment, written in its transaction. */
  readonly alongside: (transaction: Transaction, deploymentId: string) => Promise<void>;
}) => Promise<{ readonly deploymentId: string; readonly findings: readonly ServiceFinding[] }>;

/** The process and start form that a request of a service would run on now. */
export interface OpenService {
  readonly entry: CatalogueEntry;
  readonly process: NonNullable<Awaited<ReturnType<Definitions['findProcess']>>>;
  readonly start: LoadedForm;
}

/** The catalogue of services. */
export class Catalogue {
  readonly #store: CatalogueStore;
  readonly #definitions: Definitions;
  readonly #generated: GeneratedForms;
  readonly #deploy: DeployFiles;
  readonly #durations: Pick<MeasuredDurations, 'find'>;
  readonly #now: () => number;

  constructor(parts: {
    readonly store: CatalogueStore;
    readonly definitions: Definitions;
    readonly generatedForms: GeneratedForms;
    readonly deploy: DeployFiles;
    readonly durations: Pick<MeasuredDurations, 'find'>;
    readonly now: () => number;
  }) {
    this.#store = parts.store;
    this.#definitions = parts.definitions;
    this.#generated = parts.generatedForms;
    this.#deploy = parts.deploy;
    this.#durations = parts.durations;
    this.#now = parts.now;
  }

  /** @throws NotFound */
  async getEntry(key: string): Promise<CatalogueEntry> {
    const entry = await this.#store.findEntry(key);
    if (!entry)
      throw new NotFound({
        id: `Layanan "${key}" tidak ada di katalog.`,
        en: `There is no service "${key}" in the catalogue.`,
      });
    return entry;
  }

  async listSummaries(): Promise<ServiceSummary[]> {
    return await Promise.all((await this.#store.listEntries()).map((entry) => this.#summarise(entry)));
  }

  async getDetail(key: string): Promise<ServiceDetail> {
    const entry = await this.getEntry(key);
    const open = await this.findOpenService(entry);
    const { form } = open?.start ?? (await this.#readStartForm(entry, entry.deploymentId));
    return {
      ...entry.description,
      open: open !== undefined,
      measured: await this.#durations.find(entry),
      documents: listDocuments(form).map(({ name, required, accept, maxSizeMb }) => ({
        name,
        required,
        accept,
        maxSizeMb,
      })),
    };
  }

  /**
   * The service with what a new request runs on; undefined while it takes no requests. The latest process brings its
   * form along.
   */
  async findOpenService(entry: CatalogueEntry): Promise<OpenService | undefined> {
    const process = await this.#definitions.findProcess({ by: 'latest', key: entry.processKey, tenantId: null });
    if (!process || process.row.suspended) return undefined;
    return { entry, process, start: await this.#readStartForm(entry, process.row.deploymentId) };
  }

  async getStartForm(key: string): Promise<Readonly<Record<string, unknown>>> {
    const entry = await this.getEntry(key);
    const open = await this.findOpenService(entry);
    return (open?.start ?? (await this.#readStartForm(entry, entry.deploymentId))).json;
  }

  /**
   * Deploys a service with all its files in one transaction. Deployed again without a change nothing happens.
   * @throws InvalidInput with the findings.
   */
  async deployService(
    files: readonly ServiceFile[],
    userId: string | null,
  ): Promise<{
    readonly deploymentId: string;
    readonly service: ServiceSummary;
    readonly findings: readonly ServiceFinding[];
  }> {
    const { description, processKey } = await checkService(files);
    const put = (transaction: Transaction, deploymentId: string) =>
      this.#store.putEntry(transaction, {
        key: description.key,
        processKey,
        deploymentId,
        description,
        deployedAt: this.#now(),
      });
    const { deploymentId, findings } = await this.#deploy({
      name: `service-${description.key}`,
      source: 'catalogue',
      files,
      duplicateFiltering: true,
      userId,
      alongside: put,
    });
    return { deploymentId, findings, service: await this.#summarise(await this.getEntry(description.key)) };
  }

  async #summarise(entry: CatalogueEntry): Promise<ServiceSummary> {
    const process = await this.#definitions.findProcess({ by: 'latest', key: entry.processKey, tenantId: null });
    const { key, name, summary, category, owner, standard } = entry.description;
    return {
      key,
      name,
      summary,
      category,
      owner,
      workingDays: standard.duration.workingDays,
      fee: standard.fee.amount,
      open: process !== undefined && !process.row.suspended,
    };
  }

  /**
   * The form of the deployment, else the newest with this key, else the one that the fields of the start event with this
   * id make up. @throws NotFound
   */
  async #readStartForm(entry: CatalogueEntry, deploymentId: string): Promise<LoadedForm> {
    const key = entry.description.form;
    const found =
      (await this.#definitions.findForm({ by: 'deployment', key, deploymentId })) ??
      (await this.#definitions.findForm({ by: 'latest', key, tenantId: null }));
    if (found) return { form: readForm(found.form).form, json: found.form as Readonly<Record<string, unknown>> };
    const process = await this.#definitions.findProcess({ by: 'deployment', key: entry.processKey, deploymentId });
    const open = process && this.#generated.openStart(process.definition, visitor);
    if (open?.activityId === key) return await loadGenerated(open);
    throw new NotFound({
      id: `Formulir ${key} dari layanan ${entry.key} tidak ada. Terbitkan layanan itu sekali lagi.`,
      en: `The form ${key} of service ${entry.key} is not there. Deploy the service again.`,
    });
  }
}
