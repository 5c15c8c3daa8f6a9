import type { Readable } from 'node:stream';

/** Bytes that were received and are not kept yet. */
export interface ReceivedContent {
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly size: number;
  read(): Promise<Uint8Array>;
  /** Puts them where they stay; durable when it resolves. */
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/** Content by its SHA-256. Names of people never become paths. */
export interface ContentStore {
  /** Takes a stream in. @throws TooLarge above `limit` bytes, StorageUnavailable when the disk is full. */
  receive(stream: Readable, limit: number): Promise<ReceivedContent>;
  /** Keeps bytes and gives their SHA-256. */
  put(bytes: Uint8Array): Promise<string>;
  /** The content, or undefined when there is none. */
  open(sha256: string): Promise<{ readonly stream: Readable; readonly size: number } | undefined>;
  /**
   * Removes content that came before `unlessSince`; true when it is gone, false when it came later and stays. Who
   * removes makes sure that nothing names it.
   */
  remove(sha256: string, unlessSince: number): Promise<boolean>;
  /** What was kept before a time, in order, from behind `after`. */
  listKept(page: {
    readonly after: string;
    readonly before: number;
    readonly limit: number;
  }): Promise<readonly string[]>;
}
