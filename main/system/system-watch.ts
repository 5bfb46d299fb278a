import type { Net, PowerMonitor } from 'electron';
import { watchNetwork } from './network.ts';

/** The system's events, and who hears of them. */
export interface SystemWatchOptions {
  powerMonitor: Pick<PowerMonitor, 'on' | 'off'>;
  net: Pick<Net, 'isOnline'>;
  /** After a sleep or an outage what is shown is old, whatever the schedule says. */
  onReturn: (from: 'resume' | 'network') => void;
  /** The system ends, and waits a few seconds for those who ask for it. */
  onShutdown: () => void;
}

/** Electron's types leave out the event that its documentation speaks of. */
type OnShutdown = (event: { preventDefault: () => void }) => void;

/** Follows power and network. Returns how to stop. */
export function watchSystem(options: SystemWatchOptions): () => void {
  const { powerMonitor, net, onReturn, onShutdown } = options;
  const network = watchNetwork(
    () => net.isOnline(),
    () => {
      onReturn('network');
    },
  );
  const resumed = (): void => {
    onReturn('resume');
    // A network that needs a moment after a sleep is back before the next look would have missed it.
    network.look();
  };
  // Without asking to wait, Linux ends the display beneath a program that is still writing. Windows reports it to
  // windows instead.
  const shutdown: OnShutdown = (event) => {
    event.preventDefault();
    onShutdown();
  };
  powerMonitor.on('resume', resumed);
  powerMonitor.on('shutdown', shutdown as () => void);
  return () => {
    powerMonitor.off('resume', resumed);
    network.stop();
  };
}
