import { Unauthenticated } from '../application/errors.ts';
import type { SignedIn, SignInRequest } from '../application/ports/identity.ts';
import type { Attempts } from '../application/ports/identity-attempts.ts';
import type { UserStore } from '../application/ports/identity-users.ts';
import { signInFrom, signInOf } from './attempt-limit.ts';
import { callerOf, normaliseUserId } from './caller-of.ts';
import { isPassword } from './password.ts';
import { csrfTokenOf } from './session-secret.ts';
import type { Sessions } from './sessions.ts';

/**
 * Signs a user in under a new session.
 * @throws Unauthenticated (the same for an unknown user, a wrong password and a closed account), TooManyAttempts
 */
export async function signIn(
  request: SignInRequest,
  parts: { readonly users: UserStore; readonly sessions: Sessions; readonly attempts: Attempts },
): Promise<SignedIn> {
  const id = normaliseUserId(request.username);
  const rules = [signInOf(id), signInFrom(request.address)];
  await parts.attempts.take(rules);
  const user = await parts.users.findUser(id);
  const right = await isPassword(request.password, user?.active ? user.passwordHash : undefined);
  if (!right || !user) {
    throw new Unauthenticated(
      {
        id: 'Nama pengguna atau kata sandi salah. Periksa keduanya lalu coba lagi.',
        en: 'The user name or the password is wrong. Check both and try again.',
      },
      'wrong-credentials',
    );
  }
  await parts.attempts.forgive(rules.map((rule) => rule.key));
  const sessionId = await parts.sessions.begin(user.id, request.previousSessionId);
  return { caller: callerOf(user), sessionId, csrfToken: csrfTokenOf(sessionId) };
}
