import type { Alongside, HeldJob, RuntimeStore, StepRecord } from '../../server/application/ports/runtime-store.ts';

/** Writes steps as one group. Throws what the store throws. */
export async function commitSteps(
  store: RuntimeStore,
  steps: readonly StepRecord[],
  alongside: readonly Alongside[] = [],
  held: readonly HeldJob[] = [],
): Promise<void> {
  const group = store.gatherSteps();
  group.add(steps);
  await group.commit(alongside, held);
}
