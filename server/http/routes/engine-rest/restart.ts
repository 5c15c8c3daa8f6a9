import { readHistory } from '../../../application/access/needs.ts';
import type { Restart } from '../../../application/restart-instances.ts';
import { InvalidInput } from '../../../application/errors.ts';
import { restartCommands } from '../../../application/restart-instances.ts';
import { sendAsOne } from '../../../application/send-as-one.ts';
import { type RestartInput, restartEndpoints as endpoints } from '../../../contract/engine-rest/restart.ts';
import { readInstructions } from '../../engine-rest/modification-instruction.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type RequestContext, type Route, route } from '../../route.ts';
import { startBatch } from './batch-operation.ts';
import { findDefinition } from './process-definition.ts';
import type { RestParts } from './rest-parts.ts';
import { selectInstances } from './selection.ts';

/** Starting ended instances again. Each is a new instance, which names the one it comes from. */
export function restartRoutes(parts: RestParts): Route[] {
  const read = async (
    params: { readonly id: string },
    body: RestartInput,
    { caller, reach }: Pick<RequestContext, 'caller' | 'reach'>,
  ) => {
    const instructions = readInstructions(body.instructions);
    if (instructions.length === 0) throw refuse('instructions is empty: say where the instances start.');
    if (instructions.some(({ type }) => type.startsWith('cancel')))
      throw refuse("Instances cannot be restarted with a 'cancel' instruction.");
    const restart: Restart = {
      ...(await findDefinition(params, parts)),
      instructions,
      initialVariables: body.initialVariables ?? false,
      withoutBusinessKey: body.withoutBusinessKey ?? false,
      skipListeners: body.skipCustomListeners ?? false,
      skipMappings: body.skipIoMappings ?? false,
      caller,
    };
    return {
      restart,
      ids: [...(await selectInstances({ ...body, processInstanceQuery: undefined }, { ...parts, reach }, readHistory))],
    };
  };
  return [
    route(endpoints.restartProcessInstances, async ({ params, body }, { caller, reach }) => {
      const { restart, ids } = await read(params, body, { caller, reach });
      const commands = [...(await restartCommands(ids, restart, parts)).values()].map((command) => {
        if (command instanceof InvalidInput) throw refuse(command.message);
        return command;
      });
      await sendAsOne(commands, parts.dispatcher);
    }),
    route(endpoints.restartProcessInstancesAsync, async ({ params, body }, { caller, reach }) => {
      const { restart, ids } = await read(params, body, { caller, reach });
      const { row, definition: _compiled, caller: _by, ...how } = restart;
      return await startBatch({ type: 'instance-restart', definitionId: row.id, ...how }, ids, caller, parts);
    }),
  ];
}

function refuse(message: string): EngineRestError {
  return new EngineRestError(400, 'InvalidRequestException', message);
}
