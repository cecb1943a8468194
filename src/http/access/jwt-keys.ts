import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { isLoopback } from '../../domain/loopback.ts';
import { KEY_FAMILIES } from './jwt-settings.ts';

/** A key, and the algorithms that it may be used with. */
export interface JwtKey {
  readonly key: KeyObject;
  readonly algorithms: readonly string[];
}

const MIN_RSA_BITS = 2048;
/** As many as HS256 has: a shorter secret can be guessed from one token. */
const MIN_SECRET_BYTES = 32;

/** A curve signs with the hash that belongs to it. */
const CURVE_ALGORITHMS: Readonly<Record<string, readonly string[]>> = { prime256v1: ['ES256'], secp384r1: ['ES384'], secp521r1: ['ES512'] };

/** @throws Error saying what is right; it never quotes the text */
export function publicKey(pem: string): JwtKey {
  const key = parsedKey(pem);
  const algorithms = algorithmsOf(key);
  if (algorithms === undefined) throw new Error('must be an RSA, RSA-PSS, P-256, P-384, P-521 or Ed25519 key');
  const { modulusLength = MIN_RSA_BITS } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_RSA_BITS) throw new Error(`must have ${MIN_RSA_BITS} bits at least, not ${modulusLength}`);
  return { key, algorithms };
}

function parsedKey(pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY')) throw new Error('must be a public key: a private one belongs to the issuer alone');
  try {
    return createPublicKey(pem);
  } catch {
    throw new Error('must be a public key in PEM form: -----BEGIN PUBLIC KEY-----');
  }
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] | undefined {
  switch (asymmetricKeyType) {
    case 'rsa':
      return KEY_FAMILIES.RS;
    case 'rsa-pss':
      return KEY_FAMILIES.PS;
    case 'ed25519':
      return KEY_FAMILIES.EdDSA;
    case 'ec':
      return CURVE_ALGORITHMS[asymmetricKeyDetails?.namedCurve ?? ''];
    default:
      return undefined;
  }
}

/** @throws Error saying what is right */
export function sharedSecret(text: string): JwtKey {
  const bytes = Buffer.from(text);
  if (bytes.length < MIN_SECRET_BYTES) throw new Error(`must have ${MIN_SECRET_BYTES} bytes at least`);
  return { key: createSecretKey(bytes), algorithms: KEY_FAMILIES.HS };
}

/** Whoever can change the keys on their way can sign tokens, so they come by TLS, or from this machine. @throws Error saying what is right */
export function jwksAddress(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return url.href;
  throw new Error('must be an https address such as https://id.example/.well-known/jwks.json');
}
