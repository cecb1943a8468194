const EVERY_MS = 1_000;

/** Looks once a second, after what came in meanwhile was read: a busy instance must not take those for silent who spoke long ago. */
export function startWatch(look: () => void): { stop(): void } {
  let soon: NodeJS.Immediate | undefined;
  const timer = setInterval(() => {
    soon = setImmediate(look);
  }, EVERY_MS);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      clearImmediate(soon);
    },
  };
}
