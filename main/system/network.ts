/** Milliseconds between looks: Electron reports no change to main. */
const INTERVAL_MS = 5000;

/** Watches whether there is a network. */
export interface NetworkWatch {
  /** Looks now, where something says that it may have changed. */
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
