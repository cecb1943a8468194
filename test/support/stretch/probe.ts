// Loaded before a gateway (node --import): tells the longest iteration of its event loop, in processor time of its thread, which other
// processes on a busy machine do not lengthen. It spins while it measures.
let isMeasuring = false;
let longestUs = 0;
let before = 0;

const used = () => {
  const { user, system } = process.threadCpuUsage();
  return user + system;
};
const look = () => {
  const now = used();
  longestUs = Math.max(longestUs, now - before);
  before = now;
  if (isMeasuring) setImmediate(look);
};

process.on('message', (message) => {
  if (message === 'reset') {
    longestUs = 0;
    before = used();
    isMeasuring = true;
    setImmediate(look);
    process.send?.({});
  } else {
    isMeasuring = false;
    process.send?.({ longestMs: longestUs / 1_000 });
  }
});
process.channel?.unref();
