import {
  type ModificationInput,
  modificationEndpoints as endpoints,
} from '../../../contract/engine-rest/modification.ts';
import type { Reach } from '../../../application/access/reach.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { CommandRequest } from '../../../application/ports/dispatcher.ts';
import { sendAsOne } from '../../../application/send-as-one.ts';
import type { ModificationInstruction } from '../../../engine/record/command.ts';
import { readInstructions } from '../../engine-rest/modification-instruction.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { startBatch } from './batch-operation.ts';
import type { RestParts } from './rest-parts.ts';
import { selectInstances } from './selection.ts';

interface Skips {
  readonly skipCustomListeners?: boolean | null | undefined;
  readonly skipIoMappings?: boolean | null | undefined;
}

/** Moving tokens of running instances by hand. */
export function modificationRoutes(parts: RestParts): Route[] {
  const requestOf = (
    processInstanceId: string,
    instructions: readonly ModificationInstruction[],
    { skips, caller }: { readonly skips: Skips; readonly caller: Caller },
  ): CommandRequest => ({
    processInstanceId,
    userId: caller.userId,
    groups: caller.groups,
    command: { type: 'modifyProcessInstance', instructions, ...skipsOf(skips), reason: null },
  });
  const readMany = async (body: ModificationInput, reach: Reach) => {
    const instructions = readInstructions(body.instructions);
    if (!body.processDefinitionId) throw refuse('processDefinitionId is null: give the definition.');
    if (instructions.length === 0) throw refuse('instructions is empty: give at least one.');
    return {
      definitionId: body.processDefinitionId,
      instructions,
      ids: await selectInstances(body, { ...parts, reach }),
    };
  };
  return [
    route(endpoints.modifyProcessInstance, async ({ params, body }, { caller }) => {
      await parts.views.get(params.id);
      const instructions = readInstructions(body.instructions);
      if (instructions.length > 0)
        await parts.dispatcher.send(requestOf(params.id, instructions, { skips: body, caller }));
    }),
    route(endpoints.modifyProcessInstanceAsync, async ({ params, body }, { caller }) => {
      await parts.views.get(params.id);
      const instructions = readInstructions(body.instructions);
      if (instructions.length === 0) throw refuse('instructions is empty: give at least one.');
      return await startBatch(
        { type: 'instance-modification', definitionId: null, instructions, ...skipsOf(body) },
        [params.id],
        caller,
        parts,
      );
    }),
    route(endpoints.executeModification, async ({ body }, { caller, reach }) => {
      const { definitionId, instructions, ids } = await readMany(body, reach);
      const states = await parts.views.findMany([...ids]);
      for (const id of ids) {
        const found = states.get(id)?.definitionId;
        if (found !== definitionId)
          throw refuse(
            found === undefined
              ? `Process instance '${id}' does not exist or has ended.`
              : `Process instance '${id}' is of definition ${found}, not ${definitionId}.`,
          );
      }
      await sendAsOne(
        [...ids].map((id) => requestOf(id, instructions, { skips: body, caller })),
        parts.dispatcher,
      );
    }),
    route(endpoints.executeModificationAsync, async ({ body }, { caller, reach }) => {
      const { definitionId, instructions, ids } = await readMany(body, reach);
      return await startBatch(
        { type: 'instance-modification', definitionId, instructions, ...skipsOf(body) },
        ids,
        caller,
        parts,
      );
    }),
  ];
}

function skipsOf(skips: Skips) {
  return { skipListeners: skips.skipCustomListeners ?? false, skipMappings: skips.skipIoMappings ?? false };
}

function refuse(message: string): EngineRestError {
  return new EngineRestError(400, 'InvalidRequestException', message);
}
