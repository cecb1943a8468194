import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Sent } from './sends.ts';

/** What came of a case. */
export interface Outcome {
  /** A status of HTTP or a type of message and, where there is one, the first error’s code; or how the connection ended. */
  readonly told: string;
  readonly bytes: number;
}

/** A subscription that began says nothing. */
const SILENT_MS = 20;

/** Sends cases one after another, each over a connection that is kept as long as the server keeps it. */
export class ShapeClient {
  readonly #url: URL;
  #socket: Socket | null = null;
  #webSocket: WebSocket | null = null;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** @throws Error where the server is gone */
  send({ over, bytes, mayStay }: Sent): Promise<Outcome> {
    return over === 'HTTP' ? this.#sendHttp(bytes) : this.#sendMessage(bytes, mayStay);
  }

  close(): void {
    this.#socket?.destroy();
    this.#webSocket?.terminate();
  }

  async #sendHttp(bytes: Buffer): Promise<Outcome> {
    const socket = this.#socket ?? (await this.#connect());
    return new Promise((resolve) => {
      let answer = '';
      const finish = (keeps: boolean) => {
        socket.removeAllListeners('data').removeAllListeners('close');
        if (!keeps) {
          this.#socket = null;
          socket.destroy();
        }
        const [, status = 'connection closed'] = /^HTTP\/1\.1 (\d{3})/.exec(answer) ?? [];
        resolve({ told: [status, codeIn(answer)].filter(Boolean).join(' '), bytes: answer.length });
      };
      socket.on('data', (chunk: string) => {
        answer += chunk;
        if (isWhole(answer)) finish(!/\r\nconnection: close\r\n/i.test(answer.slice(0, 2_000)));
      });
      socket.on('close', () => finish(false));
      socket.write(bytes);
    });
  }

  async #connect(): Promise<Socket> {
    const socket = connect({ host: this.#url.hostname, port: Number(this.#url.port), noDelay: true }).setEncoding('latin1');
    await once(socket, 'connect');
    // The server may end the connection before it has read everything.
    socket.on('error', () => {});
    this.#socket = socket;
    return socket;
  }

  async #sendMessage(bytes: Buffer, mayStay: boolean): Promise<Outcome> {
    const socket = this.#webSocket ?? (await this.#open());
    const silence = new AbortController();
    const outcome = await new Promise<Outcome>((resolve) => {
      const leave = () => {
        socket.removeAllListeners('message').removeAllListeners('close');
        silence.abort();
      };
      socket.on('close', (code: number) => {
        leave();
        this.#webSocket = null;
        resolve({ told: `closed ${code}`, bytes: 0 });
      });
      socket.on('message', (data) => {
        const text = String(data);
        if (text.startsWith('{"id":"1","type":"complete"')) return;
        leave();
        const [, type = ''] = /"type":"(\w+)"/.exec(text) ?? [];
        resolve({ told: [type, codeIn(text)].filter(Boolean).join(' '), bytes: text.length });
      });
      socket.send(bytes, { binary: false });
      if (mayStay)
        delay(SILENT_MS, undefined, { signal: silence.signal }).then(
          () => {
            leave();
            resolve({ told: 'subscribed', bytes: 0 });
          },
          () => {},
        );
    });
    if (this.#webSocket !== null) await this.#end(socket, outcome.told === 'subscribed');
    return outcome;
  }

  /** The one id that all cases have is free again when this was answered. */
  async #end(socket: WebSocket, stays: boolean): Promise<void> {
    if (stays) socket.send('{"type":"complete","id":"1"}');
    socket.send('{"type":"ping"}');
    await new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        if (!String(data).includes('"pong"')) return;
        socket.removeAllListeners('message').removeAllListeners('close');
        resolve();
      });
      socket.on('close', () => {
        this.#webSocket = null;
        resolve();
      });
    });
  }

  async #open(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://${this.#url.host}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.on('error', () => {});
    this.#webSocket = socket;
    return socket;
  }
}

const codeIn = (answer: string): string => /"code":"(\w+)"/.exec(answer)?.[1] ?? '';

function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = answer.slice(0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return answer.length >= end + 4 + Number(length);
  return /\r\ntransfer-encoding: chunked/i.test(head) ? answer.endsWith('\r\n0\r\n\r\n') : true;
}
