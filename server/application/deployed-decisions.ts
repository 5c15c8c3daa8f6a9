import type { DecisionModel } from '../decision/decision-model.ts';

/** What a deployment keeps of the decisions of a DMN file. */
export interface DeployedDecisions {
  readonly decisions: readonly {
    readonly key: string;
    readonly name: string | null;
    readonly versionTag: string | null;
    readonly historyTimeToLive: number | null;
  }[];
  /** The file as a requirements graph; null when it holds one decision only, as in Camunda. */
  readonly requirements: { readonly key: string; readonly name: string | null } | null;
  /** Namespace of the file. */
  readonly category: string | null;
}

export const noDecisions: DeployedDecisions = { decisions: [], requirements: null, category: null };

export function deployedDecisions(model: DecisionModel): DeployedDecisions {
  return {
    decisions: [...model.decisions.values()].map(({ id, name, versionTag, historyTimeToLive }) => ({
      key: id,
      name,
      versionTag,
      historyTimeToLive,
    })),
    requirements: model.decisions.size > 1 && model.id !== null ? { key: model.id, name: model.name } : null,
    category: model.namespace,
  };
}

/** Whether a file is DMN, by its name (Camunda). */
export function isDmn({ name }: { readonly name: string }): boolean {
  return /\.dmn(11\.xml)?$/.test(name);
}
