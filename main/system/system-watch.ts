import type { Net, PowerMonitor } from 'electron';
import { watchNetwork } from './network.ts';

/** The system's events and their receivers. */
export interface SystemWatchOptions {
  powerMonitor: Pick<PowerMonitor, 'on' | 'off'>;
  net: Pick<Net, 'isOnline'>;
  /** After a sleep or an outage the data is old, whatever the schedule says. */
  onReturn: (from: 'resume' | 'network') => void;
  /** The system shuts down, and waits a few seconds for apps that ask for it. */
  onShutdown: () => void;
}

/** Electron's types lack this documented event. */
type OnShutdown = (event: { preventDefault: () => void }) => void;

/** Follows power and network. Returns a function that stops it. */
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
    // A network that needs a moment after a sleep could be back between two checks, unnoticed.
    network.look();
  };
  // Unless it is asked to wait, Linux ends the display under a program that is still writing. Windows reports it to
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
