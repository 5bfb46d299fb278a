/** Milliseconds between looks: Electron tells main of no change. */
const INTERVAL = 10_000;

/** Calls `onReturn` whenever the network comes back. Returns how to stop. */
export function watchNetwork(isOnline: () => boolean, onReturn: () => void): () => void {
  let before = isOnline();
  const timer = setInterval(() => {
    const online = isOnline();
    if (online && !before) onReturn();
    before = online;
  }, INTERVAL);
  return () => {
    clearInterval(timer);
  };
}
