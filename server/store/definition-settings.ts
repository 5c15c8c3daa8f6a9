import type { RemovalTimeStrategy } from '../application/ports/cleanup-store.ts';
import type { Cell, Database } from '../application/ports/database.ts';
import { fixRemovalTimes } from './removal-time.ts';

/** What is changed of a deployed definition; its model never is. `wake` is called when jobs may run again. */
export function createDefinitionSettings(database: Database, wake: () => void, strategy: RemovalTimeStrategy) {
  const set = (id: string, column: 'suspended', value: Cell) =>
    database.transaction((transaction) =>
      transaction.execute(`update process_definition set ${column} = :value where id = :id`, { id, value }),
    );
  return {
    async suspendDefinition(id: string, suspended: boolean): Promise<void> {
      await set(id, 'suspended', suspended ? 1 : 0);
      wake();
    },
    /** Days that history is kept after the end of an instance, for instances that end from now on; null: for ever. */
    async setHistoryTimeToLive(id: string, days: number | null): Promise<void> {
      await database.transaction(async (transaction) => {
        await transaction.execute(fixRemovalTimes('= :id'), { id, strategy });
        await transaction.execute('update process_definition set history_time_to_live = :days where id = :id', {
          id,
          days,
        });
      });
    },
    /** Days that evaluations of a decision outside of processes are kept; null: for ever. */
    async setDecisionHistoryTimeToLive(id: string, days: number | null): Promise<void> {
      await database.transaction((transaction) =>
        transaction.execute('update decision_definition set history_time_to_live = :days where id = :id', { id, days }),
      );
    },
  };
}
