interface User {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/**
 * Names of people by user id, as far as the signed-in person may read them. Nothing fails without them: an id is shown
 * instead.
 */
export async function readNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Map();
  try {
    const query = new URLSearchParams({ idIn: asked.join(',') });
    const answer = await fetch(`/engine-rest/user?${query.toString()}`, { credentials: 'same-origin' });
    if (!answer.ok) return new Map();
    const users = (await answer.json()) as readonly User[];
    return new Map(
      users.map((user) => [user.id, [user.firstName, user.lastName].filter(Boolean).join(' ') || user.id]),
    );
  } catch {
    return new Map();
  }
}
