/** Milliseconds between checks: Electron reports no changes to the main process. */
const INTERVAL_MS = 5000;

/** Watches whether there is a network. */
export interface NetworkWatch {
  /** Checks now, after an event that may have changed it. */
  look: () => void;
  stop: () => void;
}

/** Calls `onReturn` whenever the network comes back. */
export function watchNetwork(isOnline: () => boolean, onReturn: () => void): NetworkWatch {
  let before = isOnline();
  const look = (): void => {
    const online = isOnline();
    if (online && !before) onReturn();
    before = online;
  };
  const timer = setInterval(look, INTERVAL_MS);
  return {
    look,
    stop: () => {
      clearInterval(timer);
    },
  };
}
