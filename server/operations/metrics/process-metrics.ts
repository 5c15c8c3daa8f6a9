import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { values } from './text-format.ts';

/** Memory, processor time and the event loop of this process. */
export class ProcessMetrics {
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });
  #utilization = performance.eventLoopUtilization();

  start(): void {
    this.#delay.enable();
  }

  stop(): void {
    this.#delay.disable();
  }

  /** The delay is that since the page was read last. */
  lines(): string[] {
    const memory = process.memoryUsage();
    const cpu = process.cpuUsage();
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#utilization);
    this.#utilization = now;
    const quantile = (q: number) => [{ quantile: String(q) }, seconds(this.#delay.percentile(q * 100))] as const;
    const delays = [quantile(0.5), quantile(0.9), quantile(0.99), quantile(1)];
    this.#delay.reset();
    return [
      ...values('alur_event_loop_delay_seconds', 'gauge', {
        help: 'How long what was due had to wait, since the last reading; the timer itself takes 0.02 s.',
        of: delays,
      }),
      ...values('alur_event_loop_utilization', 'gauge', {
        help: 'Share of the time in which the event loop worked, since the last reading.',
        of: [[{}, utilization]],
      }),
      ...values('process_cpu_seconds_total', 'counter', {
        help: 'Processor time, user and system.',
        of: [[{}, (cpu.user + cpu.system) / 1e6]],
      }),
      ...values('process_resident_memory_bytes', 'gauge', { help: 'Memory held.', of: [[{}, memory.rss]] }),
      ...values('nodejs_heap_used_bytes', 'gauge', { help: 'Heap in use.', of: [[{}, memory.heapUsed]] }),
      ...values('nodejs_external_memory_bytes', 'gauge', {
        help: 'Memory of buffers and libraries.',
        of: [[{}, memory.external]],
      }),
      ...values('process_start_time_seconds', 'gauge', {
        help: 'When the process began, seconds since 1970.',
        of: [[{}, performance.timeOrigin / 1000]],
      }),
    ];
  }
}

function seconds(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0;
}
