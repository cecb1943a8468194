// A thread that does a store's work, so that nothing that SQLite or the disk does holds up the event loop: see sqlite-thread.ts.
import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import { StoreUnavailable } from '../store.ts';
import { SqliteEngine } from './engine.ts';
import type { Message, Request, ThreadSettings } from './messages.ts';
import { MACHINE_TIME } from './store-time.ts';

const port = parentPort;
if (port === null) throw new TypeError('This is for a thread.');

const tell = (message: Message, moved: readonly Transferable[] = []) => port.postMessage(message, moved);
const engine = new SqliteEngine({
  ...(workerData as ThreadSettings),
  machine: MACHINE_TIME,
  onNotice: (channel) => tell({ notice: channel }),
});

port.on('message', (request: Request) => {
  if (request === 'close') void engine.close().then(() => port.close());
  else if ('watch' in request) {
    engine.watch(request.watch);
    // Something may have been said since it was asked for.
    tell({ notice: request.watch });
  } else if ('unwatch' in request) engine.unwatch(request.unwatch);
  else void answer(request);
});

tell('ready');

async function answer({ id, name, args, deadline }: Extract<Request, { id: number }>): Promise<void> {
  try {
    // Its caller has gone by now.
    if (MACHINE_TIME.monotonic() > deadline) throw new StoreUnavailable('The store can’t be used: it is behind with its work.');
    const result = await engine.callUntil(deadline, name, args);
    tell({ id, result }, buffersOf(result));
  } catch (error) {
    if (error instanceof StoreUnavailable) tell({ id, away: error.message, cause: error.cause });
    else tell({ id, fault: error });
  }
}

/** The bytes of a value are handed over, not copied. */
function buffersOf(result: unknown): Transferable[] {
  const value = typeof result === 'object' && result !== null && 'value' in result ? result.value : null;
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
}
