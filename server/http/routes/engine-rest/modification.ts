import { modificationEndpoints as endpoints } from '../../../contract/engine-rest/modification.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { ModificationInstruction } from '../../../engine/record/command.ts';
import { readInstructions } from '../../engine-rest/modification-instruction.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { selectInstances } from './bulk.ts';
import type { RestParts } from './rest-parts.ts';

interface Skips {
  readonly skipCustomListeners?: boolean | null | undefined;
  readonly skipIoMappings?: boolean | null | undefined;
}

/** Moving tokens of running instances by hand. */
export function modificationRoutes(parts: RestParts): Route[] {
  const modify = async (
    processInstanceId: string,
    instructions: readonly ModificationInstruction[],
    { skips, caller }: { readonly skips: Skips; readonly caller: Caller },
  ) => {
    if (instructions.length === 0) return;
    await parts.dispatcher.send({
      processInstanceId,
      userId: caller.userId,
      groups: caller.groups,
      command: {
        type: 'modifyProcessInstance',
        instructions,
        skipListeners: skips.skipCustomListeners ?? false,
        skipMappings: skips.skipIoMappings ?? false,
        reason: null,
      },
    });
  };
  return [
    route(endpoints.modifyProcessInstance, async ({ params, body }, { caller }) => {
      await parts.views.get(params.id);
      await modify(params.id, readInstructions(body.instructions), { skips: body, caller });
    }),
    route(endpoints.executeModification, async ({ body }, { caller }) => {
      const instructions = readInstructions(body.instructions);
      if (!body.processDefinitionId)
        throw new EngineRestError(400, 'InvalidRequestException', 'processDefinitionId is null: give the definition.');
      if (instructions.length === 0)
        throw new EngineRestError(400, 'InvalidRequestException', 'instructions is empty: give at least one.');
      const ids = await selectInstances(body, parts);
      const states = await parts.views.findMany([...ids]);
      for (const id of ids) {
        const definitionId = states.get(id)?.definitionId;
        if (definitionId !== body.processDefinitionId)
          throw new EngineRestError(
            400,
            'InvalidRequestException',
            definitionId === undefined
              ? `Process instance '${id}' does not exist or has ended.`
              : `Process instance '${id}' is of definition ${definitionId}, not ${body.processDefinitionId}.`,
          );
      }
      for (const id of ids) await modify(id, instructions, { skips: body, caller });
    }),
  ];
}
