import type { CommandListenerEvents, CommitListener } from './ports/dispatcher.ts';
import type { NodeSignals } from './ports/node-signals.ts';

/** Tells the other nodes of what a commit of this one has made for them to do. */
export function tellNodes(signals: NodeSignals): CommitListener {
  return {
    committed(events, startsDue) {
      const dueAt = earliestDue(events, startsDue);
      if (dueAt !== undefined) signals.tell({ type: 'jobs', dueAt });
      const topics = freedTopics(events);
      if (topics === null || topics.length > 0) signals.tell({ type: 'externalTasks', topics });
    },
  };
}

/** When the first of the jobs is due that a commit has made or set free; undefined: there is none. */
export function earliestDue(events: CommandListenerEvents, startsDue?: number): number | undefined {
  let earliest = startsDue;
  for (const { event } of events) {
    if (event.type === 'jobCreated') earliest = Math.min(earliest ?? Number.POSITIVE_INFINITY, event.job.dueAt ?? 0);
    else if (event.type === 'jobChanged')
      earliest = Math.min(earliest ?? Number.POSITIVE_INFINITY, event.change.dueAt ?? 0);
    else if (event.type === 'processInstanceSuspensionChanged' && !event.suspended) earliest = 0;
  }
  return earliest;
}

/** Topics for which there may be work now; null: for any. */
export function freedTopics(events: CommandListenerEvents): readonly string[] | null {
  const topics = new Set<string>();
  for (const { event } of events) {
    if (event.type === 'externalTaskCreated') topics.add(event.externalTask.topic);
    else if (event.type === 'externalTaskChanged') {
      if (!event.failed) return null;
      topics.add(event.failed.topic);
    } else if (event.type === 'processInstanceSuspensionChanged' && !event.suspended) return null;
  }
  return [...topics];
}
