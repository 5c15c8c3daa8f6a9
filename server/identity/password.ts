import { hash, verify } from '@node-rs/argon2';

/** Argon2id with 19 MiB, two passes, one lane (OWASP password storage cheat sheet). */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash of nothing that anybody knows: compared with when there is no such user, so that both take equally long. */
let unknownUser: Promise<string> | undefined;

/** The password as it is stored, in the PHC string format. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), OPTIONS);
}

/** Whether the password belongs to the hash. Without a hash it takes as long and says no. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  unknownUser ??= hashPassword(crypto.randomUUID());
  const right = await verify(passwordHash ?? (await unknownUser), password.normalize('NFC'));
  return right && passwordHash !== undefined;
}
