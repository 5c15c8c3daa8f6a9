import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import { readDefinition, readHistory, readInstance, retryJob, updateInstance } from './access/needs.ts';
import type { Reach } from './access/reach.ts';
import { Conflict, NotFound } from './errors.ts';
import type { ExternalTasks } from './external-tasks.ts';
import type { Caller } from './ports/caller.ts';
import type { Cell, Row } from './ports/database.ts';
import type { Definitions } from './ports/definitions.ts';
import type { Dispatcher } from './ports/dispatcher.ts';
import type { MonitorReader, MonitorScope } from './ports/monitor-reader.ts';

export interface MonitorOptions {
  readonly reader: MonitorReader;
  readonly definitions: Definitions;
  readonly dispatcher: Dispatcher;
  readonly externalTasks: Pick<ExternalTasks, 'change'>;
}
interface Page {
  readonly after?: string | undefined;
  readonly limit: number;
}

/** What operations and leaders look at: definitions, instances and incidents. */
export class Monitor {
  readonly #options: MonitorOptions;

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  async listDefinitions(reach: Reach) {
    return (await this.#options.reader.listDefinitions({}, await scopesOf(reach))).map(describeDefinition);
  }

  async getDefinition(id: string, reach: Reach) {
    const scopes = await scopesOf(reach);
    const [row] = await this.#options.reader.listDefinitions({ id }, scopes);
    if (!row) throw new NotFound({ id: 'Proses ini tidak ada.', en: 'There is no such process definition.' });
    const activities = await this.#options.reader.countActivities(id, scopes.instances);
    return {
      definition: describeDefinition(row),
      xml: await this.#xmlOf(row),
      activities: activities.map(({ activityId, running, incidents }) => ({ id: activityId, running, incidents })),
    };
  }

  async listInstances(
    query: Page & {
      readonly definitionId?: string | undefined;
      readonly search?: string | undefined;
      readonly state: 'running' | 'incident' | 'ended';
    },
    reach: Reach,
  ) {
    const after = readCursor(query.after);
    const scope = await instanceScope(query.state, reach);
    const rows = await this.#options.reader.listInstances({
      state: query.state,
      limit: query.limit + 1,
      ...(scope ? { scope } : {}),
      ...(query.definitionId === undefined ? {} : { definitionId: query.definitionId }),
      ...(query.search === undefined ? {} : { search: query.search.trim() }),
      ...(after ? { after: { startedAt: after.time, id: after.id } } : {}),
    });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      instances: await this.#describeInstances(page),
      next: rows.length > query.limit && last ? writeCursor(last['started_at'], last['id']) : null,
    };
  }

  async getInstance(id: string, reach: Reach) {
    const { reader } = this.#options;
    const find = async (state: 'running' | 'ended') => {
      const scope = await instanceScope(state, reach);
      return await reader.listInstances({ state, search: id, limit: 1, ...(scope ? { scope } : {}) });
    };
    const rows = await find('running');
    const [row] = rows.length > 0 ? rows : await find('ended');
    if (!row || row['id'] !== id)
      throw new NotFound({ id: 'Berkas proses ini tidak ada.', en: 'There is no such process instance.' });
    const definition = await this.#definitionOf(String(row['definition_id']));
    const [instance] = await this.#describeInstances([row]);
    if (!instance) throw new NotFound({ id: 'Berkas proses ini tidak ada.', en: 'There is no such process instance.' });
    const history = await reader.listHistory(id, await reach.scopeOf(readHistory));
    const active = instance.activities.map((activity) => activity.id);
    return {
      instance,
      active,
      xml: definition
        ? await this.#xmlOf({ deployment_id: definition.row.deploymentId, resource_name: definition.row.resourceName })
        : '',
      done: [
        ...new Set(
          history
            .filter((each) => each['ended_at'] !== null && each['canceled'] === 0)
            .map((each) => String(each['activity_id'])),
        ),
      ].filter((each) => !active.includes(each)),
      history: history.map((each) => ({
        activityId: String(each['activity_id']),
        name: String(each['activity_name'] ?? each['activity_id']),
        type: String(each['activity_type']),
        startedAt: iso(each['started_at']) ?? '',
        endedAt: iso(each['ended_at']),
        canceled: each['canceled'] === 1,
        assignee: each['assignee'] === null ? null : String(each['assignee']),
      })),
      variables: (await reader.listVariables(id)).map((each) => ({
        name: String(each['name']),
        type: String(each['type']),
        value: each['value'] === null ? '' : String(each['value']).slice(0, 2_000),
        scope:
          each['scope_id'] === id
            ? 'process'
            : String(
                history.find((activity) => activity['id'] === each['scope_id'])?.['activity_id'] ?? each['scope_id'],
              ),
      })),
      incidents: await this.#describeIncidents(await reader.listIncidents({ instanceId: id, limit: 100 })),
    };
  }

  async listIncidents(query: Page, reach: Reach) {
    const after = readCursor(query.after);
    const scope = await reach.scopeOf(readInstance);
    const rows = await this.#options.reader.listIncidents({
      limit: query.limit + 1,
      ...(scope ? { scope } : {}),
      ...(after ? { after: { createdAt: after.time, id: after.id } } : {}),
    });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      incidents: await this.#describeIncidents(page),
      next: rows.length > query.limit && last ? writeCursor(last['created_at'], last['id']) : null,
    };
  }

  /** Gives the failed job or external task new tries; that closes the incident. One of a client's own is resolved. */
  async retryIncident(
    id: string,
    retries: number,
    { caller, reach }: { readonly caller: Caller; readonly reach: Reach },
  ): Promise<void> {
    const scope = await reach.scopeOf(readInstance);
    const [incident] = await this.#options.reader.listIncidents({ id, limit: 1, ...(scope ? { scope } : {}) });
    if (!incident)
      throw new Conflict(
        {
          id: 'Kendala ini sudah teratasi atau prosesnya sudah selesai.',
          en: 'This incident is resolved already, or its process has ended.',
        },
        'already-resolved',
      );
    await reach.require(
      'process-instance',
      [String(incident['process_instance_id'])],
      incident['kind'] === 'failedJob' ? retryJob : updateInstance,
    );
    const configuration = String(incident['configuration']);
    if (incident['kind'] === 'failedExternalTask')
      await this.#options.externalTasks.change(configuration, { retries }, caller.userId);
    else
      await this.#options.dispatcher.send({
        processInstanceId: String(incident['process_instance_id']),
        userId: caller.userId,
        command:
          incident['kind'] === 'failedJob'
            ? { type: 'changeJob', jobId: configuration, change: { retries } }
            : { type: 'resolveIncident', incidentId: id },
      });
  }

  async #describeInstances(rows: readonly Row[]) {
    const active = await this.#options.reader.listActive(
      rows.filter((row) => row['ended_at'] === null).map((row) => String(row['id'])),
    );
    const definitions = await this.#definitionsOf(rows);
    return rows.map((row) => {
      const definition = definitions.get(String(row['definition_id']));
      const here = [
        ...new Set(
          active.filter((each) => each['process_instance_id'] === row['id']).map((each) => String(each['activity_id'])),
        ),
      ];
      return {
        id: String(row['id']),
        number: row['business_key'] === null ? null : String(row['business_key']),
        definitionId: String(row['definition_id']),
        definitionName: nameOf(row),
        version: Number(row['version'] ?? 0),
        startedAt: iso(row['started_at']) ?? '',
        endedAt: iso(row['ended_at']),
        state: row['state'] as 'ACTIVE',
        activities: here.map((id) => ({ id, name: definition?.nodes.get(id)?.name ?? id })),
        incidents: Number(row['incidents']),
      };
    });
  }

  async #describeIncidents(rows: readonly Row[]) {
    const definitions = await this.#definitionsOf(rows);
    return rows.map((row) => ({
      id: String(row['id']),
      kind: String(row['kind']),
      instanceId: String(row['process_instance_id']),
      number: row['business_key'] === null ? null : String(row['business_key']),
      definitionId: String(row['definition_id']),
      definitionName: nameOf(row),
      activityId: String(row['failed_activity_id']),
      activityName:
        definitions.get(String(row['definition_id']))?.nodes.get(String(row['failed_activity_id']))?.name ??
        String(row['failed_activity_id']),
      message: row['message'] === null ? null : String(row['message']),
      details: row['details'] === null || row['details'] === undefined ? null : String(row['details']),
      at: iso(row['created_at']) ?? '',
    }));
  }

  /** Compiled definitions of the rows, each looked up once. */
  async #definitionsOf(rows: readonly Row[]): Promise<ReadonlyMap<string, ProcessDefinition>> {
    const found = new Map<string, ProcessDefinition>();
    for (const id of new Set(rows.map((row) => String(row['definition_id'])))) {
      const definition = await this.#definitionOf(id);
      if (definition) found.set(id, definition.definition);
    }
    return found;
  }

  async #definitionOf(id: string) {
    return await this.#options.definitions.findProcess({ by: 'id', id });
  }

  async #xmlOf(row: Row): Promise<string> {
    const bytes = await this.#options.definitions.findResource(
      String(row['deployment_id']),
      String(row['resource_name']),
    );
    return bytes ? new TextDecoder().decode(bytes) : '';
  }
}

/** What of definitions and their instances is shown. */
export async function scopesOf(reach: Reach): Promise<MonitorScope> {
  const [definitions, instances] = [await reach.scopeOf(readDefinition), await reach.scopeOf(readInstance)];
  return { ...(definitions ? { definitions } : {}), ...(instances ? { instances } : {}) };
}

/** Running instances are read by the permission on instances, ended ones by that on history. */
function instanceScope(state: 'running' | 'incident' | 'ended', reach: Reach) {
  return reach.scopeOf(state === 'ended' ? readHistory : readInstance);
}

function describeDefinition(row: Row) {
  return {
    id: String(row['id']),
    key: String(row['key']),
    name: String(row['name'] ?? row['key']),
    version: Number(row['version']),
    latest: Number(row['latest']) === 1,
    deployedAt: iso(row['deployed_at']) ?? '',
    running: Number(row['running']),
    incidents: Number(row['incidents']),
  };
}

function nameOf(row: Row): string {
  return String(row['definition_name'] ?? row['definition_key'] ?? row['definition_id']);
}

function iso(time: Cell | undefined): string | null {
  return time === null || time === undefined ? null : new Date(Number(time)).toISOString();
}

/** `time~id` of the last row of a page. */
function writeCursor(time: Cell | undefined, id: Cell | undefined): string {
  return `${String(time)}~${String(id)}`;
}

function readCursor(text: string | undefined): { readonly time: number; readonly id: string } | undefined {
  const match = /^(\d{1,15})~(.{1,100})$/.exec(text ?? '');
  return match ? { time: Number(match[1]), id: match[2] ?? '' } : undefined;
}
