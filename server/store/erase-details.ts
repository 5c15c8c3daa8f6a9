import type { Transaction } from '../application/ports/database.ts';

/** A variable of history, as far as its updates are found by it. */
interface Erased {
  readonly process_instance_id: string;
  readonly scope_id: string;
  readonly name: string;
}
interface Entry {
  readonly name?: string;
  readonly scope?: string;
}

/** Deletes all updates of variables of an instance, those it was started with and fields of forms included. */
export async function eraseAllDetails(transaction: Transaction, processInstanceId: string): Promise<void> {
  await transaction.execute(
    'update history_step set variables = null, form_fields = null where process_instance_id = :processInstanceId',
    { processInstanceId },
  );
  await transaction.execute(
    'update history_process_instance set initial_variables = null where id = :processInstanceId',
    { processInstanceId },
  );
}

/** Deletes the updates of one variable. They are entries of steps of its instance: those that name it are rewritten. */
export async function eraseDetailsOf(transaction: Transaction, variable: Erased): Promise<void> {
  const { process_instance_id: id, scope_id: scope, name } = variable;
  const steps = await transaction.query<{ revision: number; variables: string }>(
    'select revision, variables from history_step where process_instance_id = :id and variables is not null',
    { id },
  );
  const rows = steps.flatMap(({ revision, variables }) => {
    const left = without(variables, (entry) => entry.scope === scope && entry.name === name);
    return left === variables ? [] : [{ process_instance_id: id, revision, variables: left }];
  });
  if (rows.length > 0) await transaction.update('history_step', ['process_instance_id', 'revision'], rows);
  if (scope !== id) return;
  const [instance] = await transaction.query<{ variables: string | null }>(
    'select initial_variables as variables from history_process_instance where id = :id',
    { id },
  );
  if (instance?.variables)
    await transaction.execute('update history_process_instance set initial_variables = :variables where id = :id', {
      id,
      variables: without(instance.variables, (entry) => entry.name === name),
    });
}

/** The list without some entries: the same text when there are none of them, null when none is left. */
function without(list: string, isErased: (entry: Entry) => boolean): string | null {
  const entries = JSON.parse(list) as readonly Entry[];
  const left = entries.filter((entry) => !isErased(entry));
  if (left.length === entries.length) return list;
  return left.length === 0 ? null : JSON.stringify(left);
}
