import type { Service } from '../../worker/service.ts';
import { trayState, type TrayState } from './tray-state.ts';

export interface FleetMonitorOptions {
  service: Pick<Service, 'request' | 'on'>;
  /** Unix seconds. */
  now: () => number;
  onState: (state: TrayState) => void;
}

/** Milliseconds between looks at the clock: a host goes offline without anything happening. */
const TICK_MS = 30_000;
/** Milliseconds for which changes of the store are gathered before they are looked at. */
const GATHER_MS = 2000;

/** Follows the fleet for the tray, whether or not a window is open. */
export class FleetMonitor {
  readonly #options: FleetMonitorOptions;
  readonly #ends: (() => void)[];
  #gathering: NodeJS.Timeout | null = null;
  #looking = false;

  constructor(options: FleetMonitorOptions) {
    this.#options = options;
    const { service } = options;
    const timer = setInterval(() => {
      void this.look();
    }, TICK_MS);
    this.#ends = [
      service.on('fleetChanged', () => {
        this.#gather();
      }),
      service.on('syncChanged', () => {
        this.#gather();
      }),
      service.on('collectorChanged', () => {
        void this.look();
      }),
      () => {
        clearInterval(timer);
      },
    ];
  }

  /** Looks at the fleet now. A service that cannot answer tells so by itself: what is shown stays. */
  async look(): Promise<void> {
    if (this.#looking) {
      this.#gather();
      return;
    }
    this.#looking = true;
    const { service, now, onState } = this.#options;
    const [overview, collector] = await Promise.all([
      service.request('fleetOverview', {}),
      service.request('collectorState', {}),
    ]);
    this.#looking = false;
    if (this.#ends.length === 0 || !overview.ok || !collector.ok) return;
    onState(trayState(overview.value, collector.value, now()));
  }

  stop(): void {
    for (const end of this.#ends.splice(0)) end();
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    this.#gathering = null;
  }

  #gather(): void {
    if (this.#ends.length === 0) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      void this.look();
    }, GATHER_MS);
  }
}
