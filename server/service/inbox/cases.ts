import type { Need } from '../../application/access/access-control.ts';
import { MissingPermission } from '../../application/access/missing-permission.ts';
import { readTask, workOnTask } from '../../application/access/needs.ts';
import { Conflict, Forbidden, NotFound } from '../../application/errors.ts';
import type { GeneratedForms } from '../../application/generated-form/generated-forms.ts';
import type { Caller } from '../../application/ports/caller.ts';
import type { Definitions } from '../../application/ports/definitions.ts';
import type { DocumentStore } from '../../application/ports/service-documents.ts';
import type { ProcessHistory } from '../../application/ports/service-history.ts';
import type { InboxRow } from '../../application/ports/service-inbox.ts';
import type { RequestStore } from '../../application/ports/service-requests.ts';
import type { TaskCommand } from '../../application/standalone-tasks.ts';
import type { TaskCommands } from '../../application/task-commands.ts';
import type { InboxCase } from '../../contract/api/inbox.ts';
import { Rejection } from '../../engine/errors.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { FeelEvaluator } from '../../form/conditions.ts';
import type { FormLanguage } from '../../form/definition.ts';
import { validateForm } from '../../form/validate-form.ts';
import { presentDocument } from '../document/present-document.ts';
import { presentFile } from '../request/drafts.ts';
import { formDataOf, toStoredVariables, withKnownValues } from '../request/loaded-form.ts';
import { InvalidForm } from '../request/invalid-form.ts';
import type { Requests } from '../request/requests.ts';
import { serviceNames, type InboxParts } from './inbox.ts';
import { presentTask } from './present-task.ts';
import { presentStandaloneCase } from './standalone-case.ts';
import { TaskForms } from './task-forms.ts';
import { allowedOn, maySeeTask } from './task-access.ts';

export interface CaseParts extends InboxParts {
  readonly definitions: Definitions;
  readonly generatedForms: GeneratedForms;
  readonly history: ProcessHistory;
  readonly documents: DocumentStore;
  readonly requests: RequestStore;
  readonly opened: Requests;
  readonly taskCommands: TaskCommands;
  readonly feel?: FeelEvaluator;
  readonly publicUrl: string;
}

/** Single tasks of officers. Every call decides anew whether the officer may. */
export class Cases {
  readonly #parts: CaseParts;
  readonly #forms: TaskForms;

  constructor(parts: CaseParts) {
    this.#parts = parts;
    this.#forms = new TaskForms(parts.definitions, parts.generatedForms);
  }

  /** All an officer needs to decide a task. @throws Forbidden, NotFound, Conflict when it is over. */
  async getCase(id: string, caller: Caller, language: FormLanguage): Promise<InboxCase> {
    const { requests, opened, history, documents, users, catalogue, publicUrl, now } = this.#parts;
    const task = await this.#requireTask(id, caller, readTask);
    if (task.processInstanceId === null) return await presentStandaloneCase(task, caller, this.#parts);
    const row = await requests.findRequestOfInstance(task.processInstanceId);
    const [request, activities, variables, form] = await Promise.all([
      row ? opened.readRequest(row) : undefined,
      history.listActivities(task.processInstanceId),
      history.readVariables(task.processInstanceId),
      this.#forms.find(task, caller),
    ]);
    const definition = await this.#forms.getDefinition(task.definitionId);
    const people = await users.findNames([
      ...new Set([
        ...activities.flatMap((each) => each.assignee ?? []),
        ...(task.assignee === null ? [] : [task.assignee]),
      ]),
    ]);
    return {
      task: presentTask(task, { now: now(), people, services: await serviceNames(catalogue) }),
      description: task.description,
      form: (form?.json ?? null) as InboxCase['form'],
      formData: form ? formDataOf(form, variables) : {},
      request: row ? await opened.describe(row, language) : null,
      forms: await this.#forms.findReviewed(task, form),
      data: request?.data ?? {},
      files: row ? (await requests.listFiles(row.draftId)).map(presentFile) : [],
      documents: (await documents.listDocuments(task.processInstanceId)).map((each) =>
        presentDocument(each, publicUrl),
      ),
      history: activities
        .flatMap((each) => {
          const node = definition.nodes.get(each.activityId);
          if (!node || (node.kind !== 'userTask' && node.properties['alur:label'] === undefined)) return [];
          const activity = node.name ?? node.id;
          const by = each.assignee === null ? null : (people.get(each.assignee) ?? each.assignee);
          const started = { at: new Date(each.startedAt).toISOString(), activity, by: null, what: 'started' as const };
          return each.endedAt === null
            ? [started]
            : [
                started,
                {
                  at: new Date(each.endedAt).toISOString(),
                  activity,
                  by,
                  what: each.canceled ? ('canceled' as const) : ('completed' as const),
                },
              ];
        })
        .sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0)),
      diagram: {
        processDefinitionId: task.definitionId,
        active: [
          ...new Set(
            activities
              .filter((each) => each.endedAt === null && definition.nodes.has(each.activityId))
              .map((each) => each.activityId),
          ),
        ],
        done: [
          ...new Set(
            activities
              .filter((each) => each.endedAt !== null && !each.canceled && definition.nodes.has(each.activityId))
              .map((each) => each.activityId),
          ),
        ],
      },
      allowed: allowedOn(task, caller),
    };
  }

  /** Takes a task. @throws Forbidden, NotFound, Conflict when somebody else has it. */
  async claim(id: string, caller: Caller): Promise<void> {
    const task = await this.#requireTask(id, caller, workOnTask);
    const userId = caller.userId ?? '';
    if (task.assignee !== null && task.assignee !== userId) throw await this.#heldByOther(task.assignee);
    await this.#send(task, caller, {
      type: 'changeTask',
      taskId: task.id,
      change: { assignee: userId },
      unlessHeldByOther: userId,
    });
  }

  /** Gives a task back to its group. @throws Forbidden, NotFound, Conflict when somebody else has it. */
  async unclaim(id: string, caller: Caller): Promise<void> {
    const task = await this.#requireTask(id, caller, workOnTask);
    if (task.assignee === null) return;
    if (task.assignee !== caller.userId) throw await this.#heldByOther(task.assignee);
    await this.#send(task, caller, {
      type: 'changeTask',
      taskId: task.id,
      change: { assignee: null },
      unlessHeldByOther: caller.userId,
    });
  }

  /**
   * Decides a task that the officer has claimed, with the values of its form.
   * @throws Forbidden, NotFound, Conflict (not claimed, held by somebody else, decided already), InvalidInput
   */
  async complete(
    id: string,
    data: Readonly<Record<string, unknown>>,
    { caller, language }: { readonly caller: Caller; readonly language: FormLanguage },
  ): Promise<void> {
    const task = await this.#requireTask(id, caller, workOnTask);
    if (task.assignee === null)
      throw new Conflict(
        { id: 'Ambil tugas ini dulu sebelum memutuskannya.', en: 'Claim this task before you decide it.' },
        'not-claimed',
      );
    if (task.assignee !== caller.userId) throw await this.#heldByOther(task.assignee);
    const form = task.processInstanceId === null ? undefined : await this.#forms.find(task, caller);
    let variables: Variables = new Map();
    if (form) {
      const feel = this.#parts.feel ? { feel: this.#parts.feel } : {};
      const known = withKnownValues(form, data);
      const validated = validateForm(form.form, known, { language, now: this.#parts.now(), ...feel });
      if (!validated.valid) throw new InvalidForm(validated.errors);
      variables = await toStoredVariables(form, validated.data, language);
    }
    await this.#send(task, caller, {
      type: 'completeTask',
      taskId: task.id,
      variables,
      unlessHeldByOther: caller.userId ?? '',
    });
  }

  async #requireTask(id: string, caller: Caller, needs: readonly Need[]): Promise<InboxRow> {
    const [task] = await this.#parts.store.readTasks([id]);
    if (!task) throw await this.#whyGone(id, caller);
    if (!maySeeTask(task, caller))
      throw new Forbidden(
        { id: 'Tugas ini bukan tugas OPD dan peran Anda.', en: 'This task is not one of your OPD and role.' },
        'not-your-task',
      );
    const scope = await this.#parts.scopeOf(caller, needs);
    if (scope && (await this.#parts.store.readTasks([id], scope)).length === 0)
      throw new MissingPermission(
        needs.map((need) => ({ ...need, resourceId: id })),
        caller.userId,
      );
    return task;
  }

  /** Who decided a task that is over is told to those who could have done it. */
  async #whyGone(id: string, caller: Caller): Promise<NotFound | Conflict> {
    const ended = await this.#parts.store.findEnded(id);
    const node =
      ended &&
      (await this.#parts.definitions.findProcess({ by: 'id', id: ended.definitionId }))?.definition.nodes.get(
        ended.activityId,
      );
    const mine =
      ended?.by === caller.userId ||
      (node?.kind === 'userTask' &&
        node.candidateGroups.some((group) =>
          group.source.split(',').some((name) => caller.groups.includes(name.trim())),
        ));
    if (!ended || !mine)
      return new NotFound({ id: 'Tugas ini tidak ada.', en: 'There is no such task.' }, 'task-not-found');
    const by =
      ended.by === null ? undefined : ((await this.#parts.users.findNames([ended.by])).get(ended.by) ?? ended.by);
    const at = new Date(ended.endedAt + 7 * 3_600_000).toISOString().slice(11, 16).replace(':', '.');
    return by === undefined
      ? new Conflict(
          {
            id: `Tugas ini sudah berakhir pukul ${at} WIB tanpa keputusan petugas.`,
            en: `This task ended at ${at} WIB without an officer's decision.`,
          },
          'already-decided',
        )
      : new Conflict(
          {
            id: `Tugas ini sudah diputuskan oleh ${by} pukul ${at} WIB.`,
            en: `This task was decided by ${by} at ${at} WIB.`,
          },
          'already-decided',
        );
  }

  async #heldByOther(assignee: string): Promise<Conflict> {
    const name = (await this.#parts.users.findNames([assignee])).get(assignee) ?? assignee;
    return new Conflict(
      { id: `Tugas ini sedang dikerjakan oleh ${name}.`, en: `${name} is working on this task.` },
      'already-claimed',
    );
  }

  async #send(task: InboxRow, caller: Caller, command: TaskCommand): Promise<void> {
    try {
      await this.#parts.taskCommands.send(task, command, caller);
    } catch (error) {
      // Somebody was faster: say who.
      if (error instanceof Rejection && error.reason === 'notFound') throw await this.#whyGone(task.id, caller);
      if (error instanceof Rejection && error.reason === 'alreadyClaimed') {
        const [now] = await this.#parts.store.readTasks([task.id]);
        throw now?.assignee ? await this.#heldByOther(now.assignee) : await this.#whyGone(task.id, caller);
      }
      throw error;
    }
  }
}
