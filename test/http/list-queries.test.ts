import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ListKind } from '../../server/application/ports/list-reader.ts';
import {
  cleanableBatchList,
  cleanableDecisionInstanceList,
  cleanableProcessInstanceList,
} from '../../server/contract/engine-rest/cleanable-report.ts';
import { batchList, historicBatchList } from '../../server/contract/engine-rest/batch.ts';
import { authorizationList } from '../../server/contract/engine-rest/authorization.ts';
import { decisionDefinitionList } from '../../server/contract/engine-rest/decision-definition.ts';
import { decisionRequirementsList } from '../../server/contract/engine-rest/decision-requirements.ts';
import { deploymentList } from '../../server/contract/engine-rest/deployment.ts';
import { decisionInstanceList } from '../../server/contract/engine-rest/decision-instance.ts';
import { executionList } from '../../server/contract/engine-rest/execution.ts';
import { externalTaskList } from '../../server/contract/engine-rest/external-task.ts';
import { filterList } from '../../server/contract/engine-rest/filter.ts';
import {
  historicActivityInstanceList,
  historicProcessInstanceList,
  historicTaskList,
  historicVariableList,
  variableInstanceList,
} from '../../server/contract/engine-rest/history.ts';
import { historicIncidentList } from '../../server/contract/engine-rest/history-incident.ts';
import {
  historicDetailList,
  historicExternalTaskLogList,
  historicIdentityLinkLogList,
  historicJobLogList,
  userOperationList,
} from '../../server/contract/engine-rest/history-log.ts';
import { groupList, userList } from '../../server/contract/engine-rest/identity.ts';
import { incidentList } from '../../server/contract/engine-rest/incident.ts';
import { jobList } from '../../server/contract/engine-rest/job.ts';
import type { FilterKind, FilterValue, ListDescription } from '../../server/contract/engine-rest/list-query.ts';
import { eventSubscriptionList } from '../../server/contract/engine-rest/message.ts';
import { processDefinitionList } from '../../server/contract/engine-rest/process-definition.ts';
import { processInstanceList } from '../../server/contract/engine-rest/process-instance.ts';
import { taskList } from '../../server/contract/engine-rest/task.ts';
import { tenantList } from '../../server/contract/engine-rest/tenant.ts';
import { SqlListReader } from '../../server/store/query/list-reader.ts';
import { SqlStatisticsReader } from '../../server/store/query/statistics-reader.ts';
import { forEachDatabase } from '../kit/database.ts';

/** The route turns `includingGroupsOfUser` with `userMember` into a filter of its own. */
const { includingGroupsOfUser: _flag, ...tenantFilters } = tenantList.filters;
const tenantListAsRead = { ...tenantList, filters: { ...tenantFilters, userOrGroupMember: 'text' as const } };
/** What the caller may start is asked of authorizations. */
const { startablePermissionCheck: _check, ...definitionFilters } = processDefinitionList.filters;
const processDefinitionListAsRead = { ...processDefinitionList, filters: definitionFilters };
/** Name and value are one comparison. */
const { variableValue: _value, ...historicVariableFilters } = historicVariableList.filters;
const historicVariableListAsRead = {
  ...historicVariableList,
  filters: {
    ...historicVariableFilters,
    variableValues: 'variables' as const,
    variableNameLikeAnyCase: 'text' as const,
  },
};
const lists: Readonly<Record<ListKind, ListDescription>> = {
  deployment: deploymentList,
  'process-definition': processDefinitionListAsRead,
  'decision-definition': decisionDefinitionList,
  'decision-requirements-definition': decisionRequirementsList,
  'process-instance': processInstanceList,
  execution: executionList,
  task: taskList,
  filter: filterList,
  'external-task': externalTaskList,
  job: jobList,
  incident: incidentList,
  'event-subscription': eventSubscriptionList,
  'variable-instance': variableInstanceList,
  'history-process-instance': historicProcessInstanceList,
  'history-activity-instance': historicActivityInstanceList,
  'history-variable-instance': historicVariableListAsRead,
  'history-task': historicTaskList,
  'history-incident': historicIncidentList,
  'history-decision-instance': decisionInstanceList,
  batch: batchList,
  'batch-statistics': batchList,
  'history-batch': historicBatchList,
  'batch-progress': { filters: { batchId: 'text', type: 'text' }, sortBy: ['startTime'] },
  'history-job-log': historicJobLogList,
  'history-external-task-log': historicExternalTaskLogList,
  'history-identity-link-log': historicIdentityLinkLogList,
  'history-detail': historicDetailList,
  'history-user-operation': userOperationList,
  'cleanable-process-instance': cleanableProcessInstanceList,
  'cleanable-decision-instance': cleanableDecisionInstanceList,
  'cleanable-batch': cleanableBatchList,
  user: userList,
  group: groupList,
  tenant: tenantListAsRead,
  authorization: authorizationList,
};
const values: Readonly<Record<FilterKind, FilterValue>> = {
  text: 'x',
  value: 'x',
  list: ['x', 'y'],
  flag: true,
  date: 1_700_000_000_000,
  integer: 7,
  dates: [
    { operator: 'gt', value: 1_700_000_000_000 },
    { operator: 'lt', value: 1_800_000_000_000 },
  ],
  variables: [
    { name: 'a', operator: 'eq', value: 'x' },
    { name: 'b', operator: 'gt', value: 1.5 },
    { name: 'c', operator: 'neq', value: null },
    { name: 'd', operator: 'like', value: '%x_' },
  ],
};

forEachDatabase('lists', (test) => {
  for (const [kind, description] of Object.entries(lists) as [ListKind, ListDescription][])
    it(`of ${kind} take every filter and every order that the contract names, one by one and together`, async () => {
      const reader = new SqlListReader(test.database);
      const filters = Object.entries(description.filters).map(([name, type]) => [name, values[type]] as const);
      const page = { sorting: [], firstResult: 0, maxResults: 10 };
      const empty = filters
        .filter(([name]) => description.filters[name] === 'list')
        .map(([name]) => [name, []] as const);
      for (const each of [...[...filters, ...empty].map((filter) => [filter]), filters]) {
        const request = { ...page, filters: new Map(each) };
        assert.deepEqual(await reader.list(kind, request), [], JSON.stringify(each));
        assert.equal(await reader.count(kind, request), 0, JSON.stringify(each));
      }
      for (const sortBy of description.sortBy)
        for (const descending of [true, false])
          await reader.list(kind, { ...page, filters: new Map(), sorting: [{ sortBy, descending }] });
    });
  it('compare a number with numbers only, whatever text other variables of the name hold', async () => {
    await test.database.transaction(async (transaction) => {
      for (const [scope, type, value] of [
        ['satu', 'String', 'bukan angka'],
        ['dua', 'Integer', '7'],
        ['tiga', 'Double', '1.5'],
      ] as const) {
        await transaction.execute(
          `insert into process_instance (id, definition_id, definition_key, suspended, started_at, root_process_instance_id, next_order, revision)
           values (:id, :definition, :definition, 0, 1, :id, 1, 1)`,
          { id: scope, definition: 'd' },
        );
        await transaction.execute(
          `insert into variable (id, scope_id, name, process_instance_id, type, value) values (:id || ':jumlah', :id, 'jumlah', :id, :type, :value)`,
          { id: scope, type, value },
        );
      }
    });
    const found = async (operator: 'eq' | 'gt' | 'lteq', value: number) =>
      (
        await new SqlListReader(test.database).list('process-instance', {
          filters: new Map([['variables', [{ name: 'jumlah', operator, value }]]]),
          sorting: [],
          firstResult: 0,
          maxResults: null,
        })
      ).map((row) => row['id']);
    assert.deepEqual(await found('eq', 7), ['dua']);
    assert.deepEqual(await found('gt', 1), ['dua', 'tiga']);
    assert.deepEqual(await found('lteq', 1.5), ['tiga']);
  });
  it('of numbers for heat maps are the same statements on both', async () => {
    const reader = new SqlStatisticsReader(test.database);
    assert.deepEqual(await reader.countActivities('x'), []);
    assert.deepEqual(await reader.countDefinitions({ rootIncidentsOnly: false }), []);
    assert.deepEqual(await reader.countTasksOfGroups(['dinkes']), []);
    const filter = {
      startedBefore: 1,
      startedAfter: 1,
      finishedBefore: 1,
      finishedAfter: 1,
      processInstanceIds: ['x'],
    };
    assert.deepEqual(await reader.countHistory('x', filter), []);
    assert.deepEqual(await reader.countHistory('x', {}), []);
  });
});
