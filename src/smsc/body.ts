import { createHash } from 'node:crypto';
import type { Credentials } from './api.ts';
import type { WireRequest } from './encode.ts';

export interface WireBody {
  readonly contentType: string;
  readonly bytes: Buffer;
}

const credentialParams = (credentials: Credentials): [string, string][] =>
  'apiKey' in credentials
    ? [['apikey', credentials.apiKey]]
    : [
        ['login', credentials.login],
        ['psw', credentials.password],
      ];

/** All parameters and the credentials in the body, never in the address; a document makes it multipart. */
export function wireBody({ params, document }: WireRequest, credentials: Credentials): WireBody {
  const secrets = credentialParams(credentials);
  if (document === null) {
    const all = [...secrets, ...params.map(([name, value]): [string, string] => [name, value])];
    return { contentType: 'application/x-www-form-urlencoded; charset=utf-8', bytes: Buffer.from(new URLSearchParams(all).toString()) };
  }
  // The provider names no field for it; its own library sends file0.
  const head = `Content-Disposition: form-data; name="file0"; filename="${headerText(document.name)}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const parts = [...params.map(fieldPart), Buffer.concat([Buffer.from(head), document.bytes])];
  // Of the content itself, so that it can't stand in it; not of the credentials, as a password could be guessed by a hash in a log of heads.
  const boundary = `part-${parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')}`;
  const framed = [...secrets.map(fieldPart), ...parts].flatMap((part) => [Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n')]);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...framed, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

const fieldPart = ([name, value]: readonly [string, string]) =>
  Buffer.from(`Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`);

/** The base name of a file, without what could end the quotes or the header. */
const headerText = (name: string) => (name.split(/[/\\]/).at(-1) ?? '').replaceAll(/[\p{Cc}"]/gu, '') || 'document';
