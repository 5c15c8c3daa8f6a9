import { type Labels, writeLabels } from './text-format.ts';

/** How often values fell below each bound. To note one costs a few comparisons and additions. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  /** @param bounds upper bounds, growing */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  note(value: number): void {
    let index = 0;
    while (index < this.#bounds.length && value > (this.#bounds[index] ?? 0)) index += 1;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Without the heading: several histograms share one name and differ in their labels. */
  lines(name: string, labels: Labels = {}): string[] {
    let below = 0;
    const buckets = [...this.#bounds.map(String), '+Inf'].map((bound, index) => {
      below += this.#counts[index] ?? 0;
      return `${name}_bucket${writeLabels({ ...labels, le: bound })} ${below}`;
    });
    return [
      ...buckets,
      `${name}_sum${writeLabels(labels)} ${this.#sum}`,
      `${name}_count${writeLabels(labels)} ${below}`,
    ];
  }
}
