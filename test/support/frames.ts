const MASK = Buffer.alloc(4);
type Opcode = 0 | 1 | 9;

/** A frame of WebSocket as clients send them, masked with zeros. */
export function frame(payload: string | Buffer, { opcode = 1, fin = true }: { opcode?: Opcode; fin?: boolean } = {}): Buffer {
  const body = Buffer.from(payload);
  const head = Buffer.alloc(body.length < 126 ? 2 : body.length < 65_536 ? 4 : 10);
  head[0] = (fin ? 0x80 : 0) | opcode;
  if (head.length === 2) head[1] = 0x80 | body.length;
  else if (head.length === 4) {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(body.length, 2);
  } else {
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(body.length), 2);
  }
  return Buffer.concat([head, MASK, body]);
}

/** A message of graphql-ws. */
export const message = (type: string, rest: object = {}): Buffer => frame(JSON.stringify({ type, ...rest }));
