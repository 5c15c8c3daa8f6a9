import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import type {
  DefinitionReference,
  FormDefinitionRow,
  ProcessDefinitionRow,
  StartKind,
  StartSubscriptionRow,
} from './deployment-store.ts';

/** Deployed definitions, compiled once per version and cached. */
export interface Definitions {
  /** The compiled definition, or undefined when there is none. */
  findProcess(
    reference: DefinitionReference,
  ): Promise<{ readonly row: ProcessDefinitionRow; readonly definition: ProcessDefinition } | undefined>;
  /** What starts with a message, signal or condition: see `DeploymentStore.findEventStarts`. */
  findEventStarts(
    kind: StartKind,
    name: string | undefined,
    tenantId?: string | null,
  ): Promise<readonly (StartSubscriptionRow & { readonly definition: ProcessDefinition })[]>;
  /** The form as it was deployed, parsed JSON. */
  findForm(
    reference: DefinitionReference,
  ): Promise<{ readonly row: FormDefinitionRow; readonly form: unknown } | undefined>;
  /** Text or bytes of a file of a deployment. */
  findResource(deploymentId: string, name: string): Promise<Uint8Array | undefined>;
  /** Called after a deployment or a deletion: latest versions have changed. */
  forgetLatest(): void;
}
