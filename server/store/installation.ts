import type { Database } from '../application/ports/database.ts';

/**
 * Whether demo accounts are offered, decided once: on an empty database, or one that has them already. The answer is
 * stored, so that neither deleting the last account nor restoring a backup opens the door again, whose passwords
 * everybody knows.
 * @param asked what the environment says; it goes before what is stored
 */
export async function decideDemo(database: Database, asked: boolean | undefined, now: number): Promise<boolean> {
  const [stored] = await database.query<{ demo: number }>('select demo from installation');
  if (stored) return asked ?? Number(stored.demo) === 1;
  const [anyone] = await database.query('select id from user_account limit 1');
  const [demoAccount] = await database.query(`select id from user_account where id = 'rina' limit 1`);
  const demo = asked ?? (anyone === undefined || demoAccount !== undefined);
  await database.transaction((transaction) =>
    transaction.insert('installation', [{ id: 1, demo: demo ? 1 : 0, since: now }], 'ignore'),
  );
  return demo;
}
