/** Events that come at once are one piece of news. */
const TOGETHER_MS = 700;

/**
 * Listens for news of tasks as long as somebody looks: `onNews` is called when something happened to a task that this
 * person may see, or when some news may have been missed. Where there is no stream, nothing is called.
 */
export class TaskNews {
  readonly #onNews: () => void;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onNews: () => void) {
    this.#onNews = onNews;
  }

  /** Whether the stream is there: without it somebody has to ask now and then. */
  get isOpen(): boolean {
    return this.#source?.readyState === EventSource.OPEN;
  }

  open(): void {
    if (this.#source !== undefined && this.#source.readyState !== EventSource.CLOSED) return;
    this.#source = new EventSource('/api/events?kinds=task');
    for (const kind of ['created', 'assigned', 'unassigned', 'updated', 'completed', 'deleted'])
      this.#source.addEventListener(`task.${kind}`, this.#hear);
    this.#source.addEventListener('gap', this.#hear);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#source?.close();
    this.#source = undefined;
  }

  readonly #hear = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#onNews();
    }, TOGETHER_MS);
  };
}
