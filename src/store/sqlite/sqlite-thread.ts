import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../store.ts';
import { type Engine, PATIENCE_MS } from './engine.ts';
import type { Message, Request, ThreadSettings } from './messages.ts';
import type { ArgumentsOf, OperationName, ResultOf } from './operations.ts';
import { MACHINE_TIME } from './store-time.ts';

/** A call has its answer before, unless the thread hangs. */
const LATE_MS = PATIENCE_MS + 1_000;
/** To start takes a tenth of a second, but for a machine that is busy with much else. */
const START_MS = 15_000;
const CLOSE_MS = 2_000;
/** As this file is, TypeScript in the checkout and JavaScript in the package. */
const THREAD = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);

interface Call {
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  readonly isLate: NodeJS.Timeout;
}

export interface SqliteThreadOptions extends ThreadSettings {
  readonly onNotice: (channel: string) => void;
  /** A thread that leaves a call unanswered for so long hangs in the disk: nobody waits for it. */
  readonly lateMs?: number;
}

/** A store's work done in a thread of its own. A thread that dies is followed by another at the next call. */
export class SqliteThread implements Engine {
  readonly #options: SqliteThreadOptions;
  readonly #lateMs: number;
  readonly #calls = new Map<number, Call>();
  readonly #watched = new Set<string>();
  #worker: Worker | null = null;
  #isReady = false;
  #lastId = 0;
  /** Until it answers again, it is asked for nothing more: what is asked would only pile up. */
  #hangs = false;
  #closed = false;

  constructor(options: SqliteThreadOptions) {
    this.#options = options;
    this.#lateMs = options.lateMs ?? LATE_MS;
    this.#start();
  }

  async call<Name extends OperationName>(name: Name, ...args: ArgumentsOf<Name>): Promise<ResultOf<Name>> {
    if (this.#closed) throw new StoreUnavailable('The store is closed.');
    if (this.#hangs) throw hanging();
    this.#lastId += 1;
    const id = this.#lastId;
    const worker = this.#worker ?? this.#start();
    const startMs = this.#isReady ? 0 : START_MS;
    worker.postMessage({ id, name, args, deadline: MACHINE_TIME.monotonic() + startMs + PATIENCE_MS } satisfies Request);
    worker.ref();
    const { promise, resolve, reject } = Promise.withResolvers<ResultOf<Name>>();
    const isLate = setTimeout(() => setImmediate(() => this.#giveUp(id)), startMs + this.#lateMs);
    this.#calls.set(id, { resolve, reject, isLate });
    return promise;
  }

  watch(channel: string): void {
    this.#watched.add(channel);
    this.#worker?.postMessage({ watch: channel } satisfies Request);
  }

  unwatch(channel: string): void {
    this.#watched.delete(channel);
    this.#worker?.postMessage({ unwatch: channel } satisfies Request);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker === null) return;
    const ended = once(worker, 'exit');
    worker.ref();
    worker.postMessage('close' satisfies Request);
    const hangs = setTimeout(() => void worker.terminate(), CLOSE_MS);
    await ended;
    clearTimeout(hangs);
  }

  #start(): Worker {
    const { file, pollMs } = this.#options;
    const workerData: ThreadSettings = { file, pollMs };
    const worker = new Worker(THREAD, {
      workerData,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.on('message', (message: Message) => this.#hear(message));
    worker.on('error', (cause) => this.#lose(worker, cause));
    worker.on('exit', () => this.#lose(worker, null));
    worker.unref();
    this.#worker = worker;
    this.#isReady = false;
    this.#hangs = false;
    for (const channel of this.#watched) worker.postMessage({ watch: channel } satisfies Request);
    return worker;
  }

  #hear(message: Message): void {
    if (message === 'ready') {
      this.#isReady = true;
      return;
    }
    if ('notice' in message) {
      this.#options.onNotice(message.notice);
      return;
    }
    this.#hangs = false;
    const call = this.#end(message.id);
    if ('result' in message) call?.resolve(message.result as never);
    else call?.reject('fault' in message ? message.fault : new StoreUnavailable(message.away, { cause: message.cause }));
  }

  /** What has come while this thread itself was held up was heard before. */
  #giveUp(id: number): void {
    const call = this.#end(id);
    if (call === undefined) return;
    this.#hangs = true;
    call.reject(hanging());
  }

  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const id of [...this.#calls.keys()]) this.#end(id)?.reject(new StoreUnavailable('The store’s thread has ended.', { cause }));
  }

  /** Whoever waits keeps the process alive, and the thread with it. */
  #end(id: number): Call | undefined {
    const call = this.#calls.get(id);
    if (call === undefined) return undefined;
    clearTimeout(call.isLate);
    this.#calls.delete(id);
    if (this.#calls.size === 0) this.#worker?.unref();
    return call;
  }
}

const hanging = (): StoreUnavailable => new StoreUnavailable('The store can’t be used: the disk does not answer.');
