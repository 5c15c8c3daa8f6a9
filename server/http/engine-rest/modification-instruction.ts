import type { ModificationInstructionDto } from '../../contract/engine-rest/modification.ts';
import type { VariableValue } from '../../engine/instance/value.ts';
import type { ModificationInstruction } from '../../engine/record/command.ts';
import { EngineRestError } from '../engine-rest-failure.ts';
import { storedActivityInstanceId } from './dto.ts';
import { fromDto } from './typed-value.ts';

/**
 * Instructions of a modification as the engine takes them.
 * @throws EngineRestError 400 in Camunda's words when a type lacks a field or has one too many
 */
export function readInstructions(
  instructions: readonly ModificationInstructionDto[] | null | undefined,
): readonly ModificationInstruction[] {
  return (instructions ?? []).map(readInstruction);
}

function readInstruction(dto: ModificationInstructionDto): ModificationInstruction {
  switch (dto.type) {
    case 'cancel':
      return readCancel(dto);
    case 'startTransition':
      if (!dto.transitionId) throw refuse(dto, "'transitionId' must be set");
      return { type: 'startTransition', flowId: dto.transitionId, ...readStart(dto) };
    case 'startBeforeActivity':
    case 'startAfterActivity':
      if (!dto.activityId) throw refuse(dto, "'activityId' must be set");
      return {
        type: dto.type === 'startBeforeActivity' ? 'startBefore' : 'startAfter',
        activityId: dto.activityId,
        ...readStart(dto),
      };
  }
}

function readCancel(dto: ModificationInstructionDto): ModificationInstruction {
  const { activityId, activityInstanceId, transitionInstanceId } = dto;
  if ([activityId, activityInstanceId, transitionInstanceId].filter(Boolean).length !== 1)
    throw refuse(dto, "exactly one, 'activityId', 'activityInstanceId', or 'transitionInstanceId', is required");
  if (activityId) return { type: 'cancelActivity', activityId };
  return {
    type: 'cancelInstance',
    activityInstanceId: storedActivityInstanceId(activityInstanceId ?? transitionInstanceId ?? ''),
  };
}

function readStart(dto: ModificationInstructionDto) {
  const variables = new Map<string, VariableValue>();
  const localVariables = new Map<string, VariableValue>();
  for (const [name, value] of dto.variables ?? [])
    (value['local'] === true ? localVariables : variables).set(name, fromDto(name, value, 'modification'));
  const ancestor = dto.ancestorActivityInstanceId ?? dto.ancestorTransitionInstanceId;
  return {
    variables,
    localVariables,
    ...(ancestor ? { ancestorActivityInstanceId: storedActivityInstanceId(ancestor) } : {}),
  };
}

function refuse(dto: ModificationInstructionDto, reason: string): EngineRestError {
  return new EngineRestError(400, 'InvalidRequestException', `For instruction type '${dto.type}': ${reason}`);
}
