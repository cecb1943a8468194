import type { Socket } from 'node:net';
import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Refusal } from '../request/refusal.ts';
import { closeSocket } from './close-socket.ts';

/** Bytes that a connection may send before it is known whose it is: connection_init with a long token needs less. */
const MAX_UNKNOWN_BYTES = 16_384;
const MESSAGE_TOO_BIG = 1009;
/** With so much unread, nothing more is read from its connection; with half of it, reading goes on. */
const MAX_UNREAD_BYTES = 262_144;
/** The longest pause of reading after a message over the rate: answers to pings of the server wait behind it. */
const LONGEST_PAUSE_MS = 1_000;
/** A longer message over the rate is not read to answer it: its connection is closed. */
const MAX_REFUSED_LENGTH = 16_384;

/** Why nothing is read: a verdict is awaited, a message was over the rate, or the peer does not read itself. */
type Hold = 'verdict' | 'rate' | 'unread';

interface Received {
  /** null: a ping of WebSocket itself, whose data is `data`. */
  readonly text: string | null;
  readonly data: Buffer;
}

export interface MessageGateOptions {
  readonly socket: WebSocket;
  /** What the WebSocket goes over. */
  readonly carrier: Socket;
  /** Counts a message as a request is counted. */
  readonly judge: () => Refusal | null | Promise<Refusal | null>;
  /** Gets each message with its verdict, one after another. */
  readonly take: (text: string, refusal: Refusal | null) => Promise<void>;
}

/**
 * What every message of a WebSocket passes, both ways: each one is counted, a peer that sends too much is read more slowly, one that does not
 * read is not read either, and one that nobody knows yet may send little. Held back is at most what one read of the socket brought.
 */
export class MessageGate {
  readonly #options: MessageGateOptions;
  readonly #waiting: Received[] = [];
  readonly #holds = new Set<Hold>();
  readonly #sentBefore: number;
  #pause: NodeJS.Timeout | undefined;

  /** @param ahead bytes that came together with the request to upgrade */
  constructor(options: MessageGateOptions, ahead: number) {
    this.#options = options;
    const { socket, carrier } = options;
    this.#sentBefore = carrier.bytesRead - ahead;
    carrier.prependListener('data', this.#boundUnknown);
    socket.on('message', (data) => this.#receive({ text: String(data), data: NOTHING }));
    socket.on('ping', (data) => this.#receive({ text: null, data }));
    socket.once('close', () => {
      clearTimeout(this.#pause);
      this.#waiting.length = 0;
    });
  }

  /** It is known whose the connection is. */
  identified(): void {
    this.#options.carrier.removeListener('data', this.#boundUnknown);
  }

  /** Resolves when the system took the whole message, so that a subscription makes no event before its reader took the last one. */
  send(text: string | Buffer): Promise<void> {
    const { socket } = this.#options;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    return new Promise((resolve, reject) => {
      socket.send(text, { binary: false }, (error) => {
        this.#taken();
        if (error) reject(error);
        else resolve();
      });
      this.#sent();
    });
  }

  readonly #boundUnknown = (): void => {
    const { socket, carrier } = this.#options;
    if (carrier.bytesRead - this.#sentBefore <= MAX_UNKNOWN_BYTES) return;
    this.identified();
    closeSocket(socket, MESSAGE_TOO_BIG, 'Authenticate first');
    socket.pause();
  };

  #receive(received: Received): void {
    if (this.#holds.size > 0) this.#waiting.push(received);
    else this.#judge(received);
  }

  #judge(received: Received): void {
    const { socket, judge } = this.#options;
    if (socket.readyState !== socket.OPEN) return;
    const verdict = judge();
    if (!(verdict instanceof Promise)) {
      this.#handOn(received, verdict);
      return;
    }
    this.#hold('verdict');
    verdict
      .then((refusal) => this.#handOn(received, refusal))
      .catch(() => closeSocket(socket, CloseCode.InternalServerError, ''))
      .finally(() => this.#release('verdict'));
  }

  #handOn({ text, data }: Received, refusal: Refusal | null): void {
    const { socket, take } = this.#options;
    if (refusal !== null) this.#slowDown(refusal.error.retryAfterMs ?? LONGEST_PAUSE_MS);
    if (refusal !== null && text !== null && text.length > MAX_REFUSED_LENGTH)
      closeSocket(socket, CloseCode.TooManyInitialisationRequests, refusal.error.code);
    else if (text !== null) take(text, refusal).catch(() => closeSocket(socket, CloseCode.InternalServerError, ''));
    else if (refusal === null && socket.readyState === socket.OPEN) this.#pong(data);
  }

  #pong(data: Buffer): void {
    this.#options.socket.pong(data, false, () => this.#taken());
    this.#sent();
  }

  #sent(): void {
    if (this.#options.socket.bufferedAmount > MAX_UNREAD_BYTES) this.#hold('unread');
  }

  #taken(): void {
    if (this.#options.socket.bufferedAmount <= MAX_UNREAD_BYTES / 2) this.#release('unread');
  }

  #slowDown(ms: number): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#release('rate'), Math.min(ms, LONGEST_PAUSE_MS));
    this.#hold('rate');
  }

  #hold(why: Hold): void {
    this.#holds.add(why);
    this.#options.socket.pause();
  }

  #release(why: Hold): void {
    if (!this.#holds.delete(why)) return;
    while (this.#holds.size === 0) {
      const received = this.#waiting.shift();
      if (received === undefined) break;
      this.#judge(received);
    }
    if (this.#holds.size === 0) this.#options.socket.resume();
  }
}

const NOTHING = Buffer.alloc(0);
