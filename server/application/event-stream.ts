import { holdsFor } from './access/access-control.ts';
import { TooManyAttempts } from './errors.ts';
import type { Caller } from './ports/caller.ts';
import type { Scope } from './ports/scope.ts';
import { bodyOf, type Notice, type NoticeTaker } from './ports/notices.ts';

/** Notices that are kept so that a reader can go on where its connection broke. */
const WINDOW = 2_000;
const WINDOW_MS = 5 * 60_000;
/** After the last reader has gone, notices are kept this long for its return. */
const LINGER_MS = 60_000;
const MOST_PER_USER = 20;

/** What a reader has chosen of what it may see. */
export interface EventFilter {
  /** `task.created`, or `task` for all kinds of tasks. */
  readonly kinds?: readonly string[] | undefined;
  readonly processDefinitionKey?: string | undefined;
  readonly processInstanceId?: string | undefined;
}

/** Scopes of somebody who reads events. */
export interface EventSight {
  readonly tasks: Scope | undefined;
  readonly instances: Scope | undefined;
}

export interface StreamedEvent {
  readonly id: string;
  /** A kind of notice, or `gap`. */
  readonly event: string;
  /** JSON. */
  readonly data: string;
}

export interface Reader {
  readonly caller: Caller;
  /** What authorizations and tenants leave of it; absent: all. */
  readonly sight?: EventSight;
  readonly filter: EventFilter;
  /** The last event that the reader got on an earlier connection. */
  readonly lastEventId: string | undefined;
  send(event: StreamedEvent): void;
  /** The server ends. */
  end(): void;
}

interface Kept {
  readonly notice: Notice;
  readonly number: number;
  readonly text: string;
}

/**
 * Tells readers what happens on this node and, through `NoticeRelay`, on others, as it is committed. While nobody reads, nothing is made, kept or counted.
 *
 * An id is `node-number`. A reader that comes back within the window gets what it missed; one that cannot (another node,
 * a restart, too late) gets an event `gap` first.
 */
export class EventStream implements NoticeTaker {
  readonly #node: string;
  readonly #now: () => number;
  readonly #readers = new Set<Reader>();
  #window: Kept[] = [];
  #number = 0;
  /** The number of the last notice that is no longer in the window. */
  #forgotten = 0;
  #linger: NodeJS.Timeout | undefined;
  /** Is told of each reader that begins. */
  onReader: () => void = () => undefined;

  /** @param node differs with every start of every node, and has no hyphen. */
  constructor(node: string, now: () => number = Date.now) {
    this.#node = node;
    this.#now = now;
  }

  isListening(): boolean {
    return this.#readers.size > 0 || this.#linger !== undefined;
  }

  told(notices: readonly Notice[]): void {
    if (!this.isListening()) return;
    for (const notice of notices) {
      const kept = { notice, number: ++this.#number, text: JSON.stringify(bodyOf(notice)) };
      this.#window.push(kept);
      for (const reader of this.#readers) this.#give(reader, kept);
    }
    this.#forgetOld();
  }

  /** Something happened on another node that nobody told: readers hear that there is a gap, now or when they come back. */
  missed(): void {
    if (!this.isListening()) return;
    this.#window = [];
    this.#forgotten = ++this.#number;
    for (const reader of this.#readers)
      reader.send({ id: this.position, event: 'gap', data: JSON.stringify({ lastEventId: null }) });
  }

  /** Somebody reads right now. */
  get isRead(): boolean {
    return this.#readers.size > 0;
  }

  /** Id of the latest notice: where a reader that begins now would go on. */
  get position(): string {
    return this.#idOf(this.#number);
  }

  /**
   * Begins to tell a reader; gives the function that ends it.
   * @throws TooManyAttempts when the user reads too many streams already.
   */
  read(reader: Reader): () => void {
    const own = [...this.#readers].filter(({ caller }) => caller.userId === reader.caller.userId);
    if (own.length >= MOST_PER_USER)
      throw new TooManyAttempts(
        {
          id: `Anda membuka ${MOST_PER_USER} aliran kabar sekaligus. Tutup sebagian jendela lalu coba lagi.`,
          en: `You have ${MOST_PER_USER} event streams open. Close some windows and try again.`,
        },
        30,
        'too-many-streams',
      );
    clearTimeout(this.#linger);
    this.#linger = undefined;
    this.#forgetOld();
    if (reader.lastEventId !== undefined) this.#resume(reader, reader.lastEventId);
    this.#readers.add(reader);
    this.onReader();
    return () => {
      if (!this.#readers.delete(reader) || this.#readers.size > 0) return;
      this.#linger = setTimeout(() => this.#rest(), LINGER_MS);
      this.#linger.unref();
    };
  }

  /** Ends all streams. */
  close(): void {
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
    this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#linger);
    this.#linger = undefined;
    this.#window = [];
    // What happens from here on is not seen: whoever comes back later has missed it, however little it was.
    this.#forgotten = ++this.#number;
  }

  #resume(reader: Reader, lastEventId: string): void {
    const [node, text] = lastEventId.split('-');
    const last = Number(text);
    const known = node === this.#node && Number.isInteger(last) && last >= this.#forgotten && last <= this.#number;
    if (!known) {
      reader.send({ id: this.#idOf(this.#number), event: 'gap', data: JSON.stringify({ lastEventId }) });
      return;
    }
    for (const kept of this.#window) if (kept.number > last) this.#give(reader, kept);
  }

  #give(reader: Reader, { notice, number, text }: Kept): void {
    if (isChosen(reader.filter, notice) && mayKnow(reader.caller, notice) && isWithin(reader.sight, notice))
      reader.send({ id: this.#idOf(number), event: notice.kind, data: text });
  }

  #forgetOld(): void {
    const oldest = this.#now() - WINDOW_MS;
    const over = this.#window.length - WINDOW;
    let count = 0;
    while (count < this.#window.length && (count < over || (this.#window[count]?.notice.at ?? 0) < oldest)) count += 1;
    if (count === 0) return;
    this.#forgotten = this.#window[count - 1]?.number ?? this.#forgotten;
    this.#window = this.#window.slice(count);
  }

  #idOf(number: number): string {
    return `${this.#node}-${number}`;
  }
}

function isChosen({ kinds, processDefinitionKey, processInstanceId }: EventFilter, { kind, data }: Notice): boolean {
  return (
    (kinds === undefined || kinds.includes(kind) || kinds.includes(kind.split('.')[0] ?? '')) &&
    (processDefinitionKey === undefined || processDefinitionKey === data.processDefinitionKey) &&
    (processInstanceId === undefined || processInstanceId === data.processInstanceId)
  );
}

/**
 * Whether somebody may know of it: an administrator of everything, who watches operations (monitor) of everything but
 * tasks, and of a task whoever holds it or is among its candidates (as in the inbox).
 */
export function mayKnow({ userId, groups, roles }: Caller, { audience }: Notice): boolean {
  if (userId === null) return false;
  if (roles.includes('administrator')) return true;
  if (audience === null) return roles.includes('operator') || roles.includes('analyst');
  return (
    audience.assignee === userId ||
    audience.candidateUsers.includes(userId) ||
    audience.candidateGroups.some((group) => groups.includes(group))
  );
}

/** Whether tenants and authorizations let somebody know of it, who otherwise may. */
function isWithin(sight: EventSight | undefined, { audience, data }: Notice): boolean {
  const scope = audience === null ? sight?.instances : sight?.tasks;
  return (
    !scope ||
    holdsFor(scope, {
      tenantId: data.tenantId,
      ids: {
        task: data.taskId ?? null,
        processInstance: data.processInstanceId,
        processDefinition: data.processDefinitionKey,
      },
    })
  );
}
