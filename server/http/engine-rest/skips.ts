import type { Skips } from '../../engine/record/command.ts';

/** `skipCustomListeners` and `skipIoMappings`, as the engine names them. */
export function readSkips(request: {
  readonly skipCustomListeners?: boolean | null | undefined;
  readonly skipIoMappings?: boolean | null | undefined;
}): Skips {
  return {
    ...(request.skipCustomListeners ? { skipListeners: true } : {}),
    ...(request.skipIoMappings ? { skipMappings: true } : {}),
  };
}
