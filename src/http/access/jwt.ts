import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { GatewayError } from '../../errors.ts';
import type { Principal } from '../../loaders/principal.ts';
import type { TokenCheck } from './auth.ts';
import type { JwtSettings } from './jwt-settings.ts';

/** What a token says of its bearer. */
export interface Claims {
  /** `sub`, for logs; null where there is none. */
  readonly subject: string | null;
  readonly account: string;
  readonly access: 'read' | 'write';
  readonly subclients: readonly string[] | null;
  /** When the token ends, in ms since 1970. */
  readonly until: number;
}

export interface JwtCheckOptions {
  readonly settings: JwtSettings;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Null where there is no such account, or it has no such subclient. */
  readonly principalOf: (claims: Claims) => Principal | null;
}

/** How far the issuer's clock may be off. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** The issuer's keys are asked for anew after this; for a key that is not among them at most every 30 s. */
const KEYS_KEPT_MS = 600_000;
const NEW_KEY_COOLDOWN_MS = 30_000;
const KEYS_TIMEOUT_MS = 5_000;
/** After a failure the issuer is left alone for this long, whoever sends tokens. */
const FAILURE_PAUSE_MS = 5_000;

/** Checks tokens that an issuer signed. What a token's header says of keys (jku, x5u, jwk) is never followed; kid only chooses among the issuer's own. */
export function jwtCheck({ settings: { issuer, audience, algorithms, key }, clock, principalOf }: JwtCheckOptions): TokenCheck {
  const keyFor = key instanceof URL ? publishedKeys(key, clock) : () => key;
  return async (token) => {
    if (token.split('.').length !== 3) return null;
    const payload = await verified(token, keyFor, { issuer, audience, algorithms: [...algorithms] }, clock);
    const claims = claimsOf(payload);
    const principal = claims && principalOf(claims);
    if (principal !== null) return principal;
    throw refused('Its claims `account`, `access` and `subclients` name nothing that this gateway has.');
  };
}

async function verified(
  token: string,
  key: JWTVerifyGetKey,
  expected: { issuer: string; audience: string; algorithms: string[] },
  clock: () => number,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, {
      ...expected,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock()),
    });
    return payload;
  } catch (error) {
    if (!isFaultOfToken(error)) throw error;
    throw refused(reasonOf(error));
  }
}

const refused = (reason: string) => new GatewayError('UNAUTHENTICATED', { message: `The token is refused. ${reason}` });

/** These say that the issuer's keys can't be had: the token may be good. */
const FAULTS_OF_KEYS: readonly string[] = [errors.JOSEError.code, errors.JWKSTimeout.code, errors.JWKSInvalid.code];

const isFaultOfToken = (error: unknown): error is errors.JOSEError =>
  error instanceof errors.JOSEError && !FAULTS_OF_KEYS.includes(error.code);

/** The signature was found good before any of these claims was read. */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'It has expired: get a new one.';
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 'Its signature can’t be proved with the keys that this gateway knows.';
  if (error.claim === 'nbf' && error.reason === 'check_failed') return 'It is not valid yet.';
  return `Its claim \`${error.claim}\` is ${error.reason === 'missing' ? 'missing' : 'another than this gateway takes'}.`;
}

function publishedKeys(url: URL, clock: () => number): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: KEYS_TIMEOUT_MS,
    cooldownDuration: NEW_KEY_COOLDOWN_MS,
    cacheMaxAge: KEYS_KEPT_MS,
  });
  let failure: { readonly until: number; readonly cause: unknown } | null = null;
  return async (header, token) => {
    if (failure !== null && clock() < failure.until) throw failure.cause;
    try {
      return await keys(header, token);
    } catch (error) {
      if (!isFaultOfToken(error)) failure = { until: clock() + FAILURE_PAUSE_MS, cause: error };
      throw error;
    }
  };
}

function claimsOf({ sub, account, access, subclients = null, exp = 0 }: JWTPayload): Claims | null {
  if (typeof account !== 'string' || (access !== 'read' && access !== 'write')) return null;
  if (subclients !== null && !isListOfTexts(subclients)) return null;
  return { subject: sub ?? null, account, access, subclients, until: (exp + CLOCK_TOLERANCE_SECONDS) * 1_000 };
}

/** An empty list is more likely a mistake than a token that reaches nothing. */
const isListOfTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
