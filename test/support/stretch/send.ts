import { on } from 'node:events';
import { WebSocket } from 'ws';
import type { HeavyRequest, StretchWorld } from './world.ts';

/** One operation as JSON. */
export const json = (query: string, variables?: unknown): HeavyRequest => ({ body: JSON.stringify({ query, variables }) });

export const batch = (query: string, operations: number): HeavyRequest => ({
  body: JSON.stringify(Array.from({ length: operations }, () => ({ query }))),
});

const BOUNDARY = 'boundary';
const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'graphql-require-preflight': '1' };

/** An operation with a file, whose place in the variables is `input.FIELD`. */
export function upload(query: string, input: object, field: string, name: string, content: string | Buffer): HeavyRequest {
  const part = (head: string) => `--${BOUNDARY}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`;
  const operations = JSON.stringify({ query, variables: { input: { ...input, [field]: null } } });
  const map = JSON.stringify({ 0: [`variables.input.${field}`] });
  const text = `${part('name="operations"')}${operations}\r\n${part('name="map"')}${map}\r\n${part(`name="0"; filename="${name}"`)}`;
  return { headers: FORM, body: Buffer.concat([Buffer.from(text), Buffer.from(content), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]) };
}

/** Sends a request and wants data of a size. */
export const asks =
  (make: (world: StretchWorld) => HeavyRequest, minBytes = 2) =>
  async (world: StretchWorld): Promise<void> => {
    const { status, bytes, head } = await world.send(make(world));
    if (status !== 200 || head.includes('"errors":[') || bytes < minBytes)
      throw new Error(`status ${status}, ${bytes} bytes: ${head.slice(0, 400)}`);
  };

/** Sends a request that may be refused. */
export const tries =
  (make: (world: StretchWorld) => HeavyRequest) =>
  async (world: StretchWorld): Promise<void> =>
    void (await world.send(make(world)));

const connect = ({ url }: StretchWorld) =>
  new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers: { authorization: 'Bearer north-writes' } });

/** Runs a query over WebSocket and waits for its end. */
export const overWebSocket =
  (query: string) =>
  async (world: StretchWorld): Promise<void> => {
    const socket = connect(world);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    for await (const [data] of on(socket, 'message', { close: ['close'] })) {
      const head = (data as Buffer).toString('latin1', 0, 200);
      if (head.includes('"connection_ack"')) socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      else if (head.includes('"errors"')) throw new Error(head);
      else if (head.includes('"complete"')) break;
    }
    socket.terminate();
  };

/** Opens subscriptions over one WebSocket, and leaves them open for a while. */
export async function subscribes(world: StretchWorld, queries: readonly string[], ms: number): Promise<void> {
  const socket = connect(world);
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      if (data.includes('"error"')) return reject(new Error(String(data)));
      if (!data.includes('connection_ack')) return;
      for (const [id, query] of queries.entries()) socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query } }));
      setTimeout(resolve, ms);
    });
  });
  socket.terminate();
}
