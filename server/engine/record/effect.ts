import type { Variables } from '../instance/value.ts';
import type { Command } from './command.ts';

/** What a step asks of others. Effects become commands to other instances in the same transaction. */
export type Effect =
  /** A call activity calls. Who is called is already evaluated; the application finds the definition. */
  | {
      readonly type: 'callProcess';
      readonly instanceId: string;
      readonly key: string;
      readonly binding: 'latest' | 'deployment' | 'version' | 'versionTag';
      /** With binding `version` a whole number, with `versionTag` the tag; else null. */
      readonly version: string | null;
      /** Whose process; null: one that belongs to no tenant. */
      readonly tenantId: string | null;
      readonly businessKey: string | null;
      readonly variables: Variables;
      readonly caller: {
        readonly processInstanceId: string;
        readonly activityInstanceId: string;
        readonly rootProcessInstanceId: string;
        readonly activityId: string;
      };
    }
  /** A command to another instance (caller or called). If that instance is gone, the effect is dropped. */
  | { readonly type: 'command'; readonly processInstanceId: string; readonly command: Command }
  /** A signal goes to everybody else who waits for it, and to the definitions that start with it. */
  | {
      readonly type: 'throwSignal';
      readonly name: string;
      /** A job brings it to each receiver. */
      readonly asynchronous: boolean;
      /** The process instance that threw it: it has got the signal already. */
      readonly thrownBy: string;
      readonly tenantId: string | null;
      readonly variables: Variables;
    }
  /** A message goes to whoever waits for it, else to the definition that starts with it; it passes if nobody does. */
  | {
      readonly type: 'throwMessage';
      readonly name: string;
      readonly businessKey: string | null;
      readonly tenantId: string | null;
      readonly variables: Variables;
    };
