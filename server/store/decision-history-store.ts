import type { Database, Row, Transaction } from '../application/ports/database.ts';
import { type HistoryLevel, writesHistory } from '../application/ports/history-level.ts';
import type { DecisionEvaluation, DecisionHistory } from '../application/ports/decision-history.ts';

interface Definition {
  readonly id: string;
  readonly key: string;
  readonly deploymentId: string;
  readonly tenantId: string | null;
  readonly historyTimeToLive: number | null;
}

/** Keeps evaluated decisions, with inputs and outputs as JSON; nothing unless the level of history is full. */
export function createDecisionHistory(
  database: Database,
  newId: () => string,
  level: HistoryLevel = 'full',
): DecisionHistory {
  if (!writesHistory(level, 'full')) return { write: () => Promise.resolve(), insert: () => Promise.resolve() };
  return {
    write: (transaction, evaluations) => write(transaction, evaluations, newId),
    insert: (evaluation) => database.transaction((transaction) => write(transaction, [evaluation], newId)),
  };
}

async function write(
  transaction: Transaction,
  evaluations: readonly DecisionEvaluation[],
  newId: () => string,
): Promise<void> {
  if (evaluations.length === 0) return;
  const definitions = await transaction.query<Definition>(
    'select id, key, deployment_id as "deploymentId", tenant_id as "tenantId", history_time_to_live as "historyTimeToLive" from decision_definition where deployment_id in (:deploymentIds)',
    { deploymentIds: [...new Set(evaluations.map(({ deploymentId }) => deploymentId))] },
  );
  await transaction.insert(
    'history_decision_instance',
    evaluations.flatMap((evaluation) => rowsOf(evaluation, definitions, newId)),
  );
}

function rowsOf(
  { deploymentId, records, evaluatedAt, userId, at }: DecisionEvaluation,
  definitions: readonly Definition[],
  newId: () => string,
): readonly Row[] {
  const ids = records.map(() => newId());
  // The decision that was asked for comes last, after those it requires.
  const asked = records.at(-1)?.decisionId;
  const days = definitions.find((each) => each.deploymentId === deploymentId && each.key === asked)?.historyTimeToLive;
  return records.flatMap((record, index): Row[] => {
    const definition = definitions.find((each) => each.deploymentId === deploymentId && each.key === record.decisionId);
    // Decisions without a definition of their own (boxed into another) are no decision instances.
    if (!definition) return [];
    return [
      {
        id: ids[index] ?? newId(),
        root_decision_instance_id: index === records.length - 1 ? null : (ids.at(-1) ?? null),
        decision_definition_id: definition.id,
        decision_definition_key: record.decisionId,
        decision_definition_name: record.decisionName,
        definition_id: at?.processDefinitionId ?? null,
        process_instance_id: at?.processInstanceId ?? null,
        activity_id: at?.activityId ?? null,
        activity_instance_id: at?.activityInstanceId ?? null,
        evaluated_at: evaluatedAt,
        // That of a process goes with its instance.
        removal_time: at || days === null || days === undefined ? null : evaluatedAt + days * 86_400_000,
        user_id: userId,
        tenant_id: definition.tenantId,
        inputs: JSON.stringify(record.inputs),
        outputs: JSON.stringify(record.outputs),
        collect_result_value: record.collectResultValue,
      },
    ];
  });
}
