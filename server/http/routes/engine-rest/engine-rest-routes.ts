import { versionEndpoints } from '../../../contract/engine-rest/version.ts';
import { type Route, route } from '../../route.ts';
import { accountRoutes } from './account.ts';
import { batchRoutes } from './batch.ts';
import { batchOperationRoutes } from './batch-operation.ts';
import { attachmentRoutes } from './attachment.ts';
import { authorizationRoutes } from './authorization.ts';
import { bulkRoutes } from './bulk.ts';
import { cleanableReportRoutes } from './cleanable-report.ts';
import { commentRoutes } from './comment.ts';
import { decisionInstanceRoutes } from './decision-instance.ts';
import { decisionDefinitionRoutes } from './decision-definition.ts';
import { decisionRequirementsRoutes } from './decision-requirements.ts';
import { deletionRoutes } from './deletion.ts';
import { deploymentRoutes } from './deployment.ts';
import { executionRoutes } from './execution.ts';
import { externalTaskRoutes } from './external-task.ts';
import { groupRoutes } from './group.ts';
import { historyLogRoutes } from './history-log.ts';
import { filterRoutes } from './filter.ts';
import { historyCleanupRoutes } from './history-cleanup.ts';
import { historyReportRoutes } from './history-report.ts';
import { historyRoutes } from './history.ts';
import { identityLinkRoutes } from './identity-links.ts';
import { identityRoutes } from './identity.ts';
import { withOperationLog } from './log-operation.ts';
import { incidentRoutes } from './incident.ts';
import { jobRoutes } from './job.ts';
import { jobDefinitionRoutes } from './job-definition.ts';
import { messageRoutes } from './message.ts';
import { metricsRoutes } from './metrics.ts';
import { migrationRoutes } from './migration.ts';
import { modificationRoutes } from './modification.ts';
import { passwordRoutes } from './password.ts';
import { processDefinitionRoutes } from './process-definition.ts';
import { processInstanceRoutes } from './process-instance.ts';
import { removalTimeRoutes } from './removal-time.ts';
import { restartRoutes } from './restart.ts';
import type { RestParts } from './rest-parts.ts';
import { standaloneTaskRoutes } from './standalone-task.ts';
import { statisticsRoutes } from './statistics.ts';
import { taskRoutes } from './task.ts';
import { tenantRoutes } from './tenant.ts';

/** The line of Camunda 7 whose API this is; tools parse it. */
const CAMUNDA_VERSION = '7.24.0';

/** All routes of `/engine-rest`. */
export function engineRestRoutes(parts: RestParts): Route[] {
  const routes: Route[] = [
    route(versionEndpoints.listEngines, () => Promise.resolve([{ name: 'default' }])),
    route(versionEndpoints.getVersion, () => Promise.resolve({ version: CAMUNDA_VERSION })),
    ...bulkRoutes(parts),
    ...batchRoutes(parts),
    ...batchOperationRoutes(parts),
    ...removalTimeRoutes(parts),
    ...cleanableReportRoutes(parts),
    ...deploymentRoutes(parts),
    ...processDefinitionRoutes(parts),
    ...decisionDefinitionRoutes(parts),
    ...decisionRequirementsRoutes(parts),
    ...decisionInstanceRoutes(parts),
    ...processInstanceRoutes(parts),
    ...modificationRoutes(parts),
    ...migrationRoutes(parts),
    ...restartRoutes(parts),
    ...executionRoutes(parts),
    ...standaloneTaskRoutes(parts),
    ...taskRoutes(parts),
    ...identityLinkRoutes(parts),
    ...commentRoutes(parts),
    ...attachmentRoutes(parts),
    ...filterRoutes(parts),
    ...deletionRoutes(parts),
    ...externalTaskRoutes(parts),
    ...messageRoutes(parts),
    ...incidentRoutes(parts),
    ...jobRoutes(parts),
    ...jobDefinitionRoutes(parts),
    ...historyCleanupRoutes(parts),
    ...historyReportRoutes(parts),
    ...historyRoutes(parts),
    ...historyLogRoutes(parts),
    ...statisticsRoutes(parts),
    ...identityRoutes(parts),
    ...metricsRoutes(parts),
    ...accountRoutes(parts),
    ...authorizationRoutes(parts, () => routes.map(({ endpoint }) => endpoint)),
    ...groupRoutes(parts),
    ...tenantRoutes(parts),
    ...passwordRoutes(),
  ];
  return routes.map((each) => withOperationLog(each, parts));
}
