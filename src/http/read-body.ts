import type { IncomingMessage } from 'node:http';

/** @returns null where the body is longer than that; the rest of it is left unread then. @throws where the connection breaks */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return null;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else {
        request.pause();
        resolve(null);
      }
    });
    request.on('end', () => {
      const [first = Buffer.alloc(0)] = chunks;
      resolve(chunks.length <= 1 ? first : Buffer.concat(chunks, bytes));
    });
    request.on('error', reject);
    request.on('close', () => reject(new Error('The connection broke before the request was whole.')));
  });
}
