import type { Reach } from '../../../application/access/reach.ts';
import { sendAsOne } from '../../../application/send-as-one.ts';
import {
  type MigrationExecutionInput,
  migrationEndpoints as endpoints,
  type MigrationPlanInput,
} from '../../../contract/engine-rest/migration.ts';
import {
  generateMigrationPlan,
  type InstructionReport,
  type MigrationInstruction,
  validateMigrationPlan,
} from '../../../engine/definition/migration-plan.ts';
import type { ProcessDefinition } from '../../../engine/definition/process-definition.ts';
import { MigrationRefused } from '../../../engine/errors.ts';
import { activityInstanceId } from '../../engine-rest/dto.ts';
import { fromDtoMap, toDtoMap } from '../../engine-rest/typed-value.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { startBatch } from './batch-operation.ts';
import type { RestParts } from './rest-parts.ts';
import { selectInstances } from './selection.ts';

/** Taking running instances from one definition to another. */
export function migrationRoutes(parts: RestParts): Route[] {
  const find = async (id: string, which: string) => {
    const found = await parts.definitions.findProcess({ by: 'id', id });
    if (found) return found.definition;
    throw new EngineRestError(
      400,
      'InvalidRequestException',
      `${which} process definition with id '${id}' does not exist`,
    );
  };
  const definitionsOf = async (plan: {
    readonly sourceProcessDefinitionId: string;
    readonly targetProcessDefinitionId: string;
  }) => ({
    source: await find(plan.sourceProcessDefinitionId, 'Source'),
    target: await find(plan.targetProcessDefinitionId, 'Target'),
  });
  const readExecution = async (body: MigrationExecutionInput, reach: Reach) => {
    const plan = body.migrationPlan;
    const { source, target } = await definitionsOf(plan);
    const instructions = readPlan(plan);
    const reports = validateMigrationPlan(instructions, source, target);
    if (reports.length > 0) throw refusePlan(reports);
    return {
      source,
      target,
      how: {
        instructions,
        variables: fromDtoMap(plan.variables, 'migration'),
        skipListeners: body.skipCustomListeners ?? false,
        skipMappings: body.skipIoMappings ?? false,
      },
      ids: [...(await selectInstances({ ...body, historicProcessInstanceQuery: undefined }, { ...parts, reach }))],
    };
  };
  return [
    route(endpoints.generateMigrationPlan, async ({ body }) => {
      const { source, target } = await definitionsOf(body);
      return {
        sourceProcessDefinitionId: source.id,
        targetProcessDefinitionId: target.id,
        instructions: generateMigrationPlan(source, target, body.updateEventTriggers ?? false).map(instructionDto),
        variables: body.variables ? toDtoMap(fromDtoMap(body.variables, 'migration')) : null,
      };
    }),
    route(endpoints.validateMigrationPlan, async ({ body }) => {
      const { source, target } = await definitionsOf(body);
      return validationReport(validateMigrationPlan(readPlan(body), source, target));
    }),
    route(endpoints.executeMigration, async ({ body }, { caller, reach }) => {
      const { source, target, how, ids } = await readExecution(body, reach);
      await refuseStrangers(ids, source, parts);
      const command = { type: 'migrateProcessInstance' as const, source, ...how };
      const by = { userId: caller.userId, groups: caller.groups };
      const requests = ids.map((processInstanceId) => ({ processInstanceId, ...by, definition: target, command }));
      await sendAsOne(requests, parts.dispatcher).catch((error: unknown) => {
        throw error instanceof MigrationRefused ? refuseInstance(error) : error;
      });
    }),
    route(endpoints.executeMigrationAsync, async ({ body }, { caller, reach }) => {
      const { source, target, how, ids } = await readExecution(body, reach);
      const definitionIds = { sourceDefinitionId: source.id, targetDefinitionId: target.id };
      return await startBatch({ type: 'instance-migration', ...definitionIds, ...how }, ids, caller, parts);
    }),
  ];
}

function readPlan(plan: MigrationPlanInput): readonly MigrationInstruction[] {
  return (plan.instructions ?? []).map((each) => ({
    sourceActivityId: each.sourceActivityIds[0] ?? '',
    targetActivityId: each.targetActivityIds[0] ?? '',
    updateEventTrigger: each.updateEventTrigger ?? false,
  }));
}

function instructionDto({ sourceActivityId, targetActivityId, updateEventTrigger }: MigrationInstruction) {
  return { sourceActivityIds: [sourceActivityId], targetActivityIds: [targetActivityId], updateEventTrigger };
}

function validationReport(reports: readonly InstructionReport[]) {
  return {
    instructionReports: reports.map(({ instruction, failures }) => ({
      instruction: instructionDto(instruction),
      failures: [...failures],
    })),
    variableReports: {},
  };
}

async function refuseStrangers(ids: readonly string[], source: ProcessDefinition, { views }: RestParts): Promise<void> {
  const states = await views.findMany(ids);
  for (const id of ids) {
    const definitionId = states.get(id)?.definitionId;
    if (definitionId === source.id) continue;
    throw new EngineRestError(
      400,
      'InvalidRequestException',
      definitionId === undefined
        ? `Process instance '${id}' does not exist or has ended.`
        : `Process instance '${id}' is of definition ${definitionId}, not ${source.id}.`,
    );
  }
}

function refusePlan(reports: readonly InstructionReport[]): EngineRestError {
  const failures = reports.flatMap((report) => report.failures);
  return new EngineRestError(
    400,
    'MigrationPlanValidationException',
    `ENGINE-23001 Migration plan is not valid: ${failures.join('; ')}`,
    { extra: { validationReport: validationReport(reports) } },
  );
}

function refuseInstance({ processInstanceId, message, reports }: MigrationRefused): EngineRestError {
  return new EngineRestError(400, 'MigratingProcessInstanceValidationException', `ENGINE-23004 ${message}`, {
    extra: {
      validationReport: {
        processInstanceId,
        failures: [],
        activityInstanceValidationReports: reports.map((report) => ({
          activityInstanceId: activityInstanceId(report.activityId, report.activityInstanceId),
          sourceScopeId: report.activityId,
          migrationInstruction: null,
          failures: [...report.failures],
        })),
        transitionInstanceValidationReports: [],
      },
    },
  });
}
