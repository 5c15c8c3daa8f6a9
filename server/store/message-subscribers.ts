import type { Database } from '../application/ports/database.ts';
import type { VariableType } from '../engine/instance/value.ts';
import type { MessageQuery, MessageSubscriber, StoredValue } from '../application/ports/runtime-store.ts';

/** Types whose values lead to their variables: the index `variable_value` has them and no others. */
const LED_BY: readonly VariableType[] = ['String', 'Short', 'Integer', 'Long', 'Double'];
const INDEXED = "type in ('String', 'Short', 'Integer', 'Long', 'Double')";

/** Instances with a value that are named in a statement; a value that more have tells less than the message's name. */
const MOST_INSTANCES = 500;

/**
 * Who waits for a message, not suspended, oldest first. A variable whose value few instances have leads to those that
 * wait: however many do, only they are looked at.
 */
export async function findMessageSubscribers(
  database: Database,
  query: MessageQuery,
  limit: number,
): Promise<readonly MessageSubscriber[]> {
  const { variables = [] } = query;
  const instances =
    query.processInstanceId === undefined ? await instancesWith(database, variables) : [query.processInstanceId];
  if (instances?.length === 0) return [];
  const conditions = [`kind = 'message'`, 'suspended = 0'];
  const parameters: Record<string, string | number | readonly string[]> = { name: query.name, limit };
  if (instances) {
    // Hence no bare column: the instances lead, not the name.
    conditions.push(`name || '' = :name`, 'process_instance_id in (:instances)');
    parameters['instances'] = instances;
  } else conditions.push('name = :name');
  if (query.businessKey !== undefined) {
    conditions.push('business_key = :businessKey');
    parameters['businessKey'] = query.businessKey;
  }
  if (query.tenantId === null) conditions.push('tenant_id is null');
  else if (query.tenantId !== undefined) {
    conditions.push('tenant_id = :tenantId');
    parameters['tenantId'] = query.tenantId;
  }
  for (const [index, { name, value, types, scope }] of variables.entries()) {
    const owner = scope === 'instance' ? 'process_instance_id' : 'activity_instance_id';
    parameters[`name${index}`] = name;
    if (value !== null) Object.assign(parameters, { [`value${index}`]: value, [`types${index}`]: types });
    conditions.push(
      `exists (select 1 from variable v where v.id = subscription.${owner} || ':' || :name${index} and v.value ${value === null ? 'is null' : `= :value${index} and v.type in (:types${index})`})`,
    );
  }
  return await database.query<{
    subscriptionId: string;
    processInstanceId: string;
    activityInstanceId: string;
    tenantId: string | null;
  }>(
    `select id as "subscriptionId", process_instance_id as "processInstanceId", activity_instance_id as "activityInstanceId", tenant_id as "tenantId"
     from subscription where ${conditions.join(' and ')} order by created_at, id limit :limit`,
    parameters,
  );
}

/** The instances that have one of the values; undefined when each is too common to lead to them. */
async function instancesWith(
  database: Database,
  variables: readonly StoredValue[],
): Promise<readonly string[] | undefined> {
  for (const { name, value, types, scope } of variables) {
    if (value === null || !types.every((type) => LED_BY.includes(type))) continue;
    const rows = await database.query<{ id: string }>(
      `select process_instance_id as id from variable where name = :name and substr(value, 1, 64) = substr(:value, 1, 64) and value = :value
       and ${INDEXED} and type in (:types) and ${scope === 'instance' ? 'scope_id = process_instance_id' : 'scope_id <> process_instance_id'} limit :limit`,
      { name, value, types, limit: MOST_INSTANCES + 1 },
    );
    if (rows.length <= MOST_INSTANCES) return [...new Set(rows.map(({ id }) => id))];
  }
  return undefined;
}
