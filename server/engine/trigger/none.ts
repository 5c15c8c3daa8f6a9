import type { DefinitionOf, Trigger } from './trigger.ts';

/** An event without a definition waits for nothing and throws nothing. */
export const none: Trigger<DefinitionOf<'none'>> = { throw: () => 'done' };
