import type { UserTaskInstance } from '../../engine/instance/state.ts';

export interface IdentityLinkEntry {
  readonly task: string;
  readonly operation: 'add' | 'delete';
  readonly type: 'assignee' | 'owner' | 'candidate';
  readonly user?: string;
  readonly group?: string;
}
type Links = Pick<UserTaskInstance, 'assignee' | 'owner' | 'candidateUsers' | 'candidateGroups'>;

/** Who came to a task or left it: first what is taken away, then what is added. `before` is null for a new task. */
export function identityLinksOf(task: string, before: Links | null, after: Links): readonly IdentityLinkEntry[] {
  const [old, now] = [before ? listLinks(before) : [], listLinks(after)];
  const key = (link: object) => JSON.stringify(link);
  const [oldKeys, nowKeys] = [new Set(old.map(key)), new Set(now.map(key))];
  return [
    ...old.filter((link) => !nowKeys.has(key(link))).map((link) => ({ task, operation: 'delete' as const, ...link })),
    ...now.filter((link) => !oldKeys.has(key(link))).map((link) => ({ task, operation: 'add' as const, ...link })),
  ];
}

function listLinks({ assignee, owner, candidateUsers, candidateGroups }: Links) {
  return [
    ...(assignee === null ? [] : [{ type: 'assignee' as const, user: assignee }]),
    ...(owner === null ? [] : [{ type: 'owner' as const, user: owner }]),
    ...candidateUsers.map((user) => ({ type: 'candidate' as const, user })),
    ...candidateGroups.map((group) => ({ type: 'candidate' as const, group })),
  ];
}
