import type { Command } from '../domain/commands.ts';
import type { ErrorCode } from '../domain/error-codes.ts';
import type { Registration } from '../domain/registrations.ts';
import type { BelarusRegistration, SenderReading, UkraineRegistration, Upload } from '../domain/sender.ts';
import { type ErrorDetails, GatewayError, RateLimitedError } from '../errors.ts';

/** How an account proves itself to the provider. Never part of a URL, a log or an error. */
export type Credentials = { readonly login: string; readonly password: string } | { readonly apiKey: string };

/** A list question. Two questions with the same fields are "identical" to the provider's limit. */
export interface ListQuestion {
  /** false: admitted names only. */
  readonly all: boolean;
  readonly operators: boolean;
  readonly files: boolean;
  /** Only names of which an operator's status changed on this day or later, YYYY-MM-DD. Never together with `before`. */
  readonly changedSince: string | null;
  /** Only names created before the one with this id (`prev_id`). */
  readonly before: string | null;
  /** 1 to 15,000. */
  readonly count: number;
  readonly subclient: string | null;
}

/** The sender that a command is for; the provider takes its id or its name. */
export type SenderTarget = { readonly smscId: string } | { readonly name: string };

/** What add and chg have in common. */
export interface SenderDetails {
  readonly comment: string | null;
  readonly registrations: readonly Registration[];
  readonly ukraine: UkraineRegistration | null;
  readonly belarus: BelarusRegistration | null;
  readonly document: Upload | null;
  readonly documentInfo: string | null;
  readonly subclient: string | null;
}

export interface AddRequest extends SenderDetails {
  readonly name: string;
  /** Owner of the address; set where `name` is an e-mail address. */
  readonly emailOwner: string | null;
}

export interface ChangeRequest extends SenderDetails {
  readonly target: SenderTarget;
}

export interface DeleteRequest {
  readonly target: SenderTarget;
  readonly subclient: string | null;
}

export interface SendCodeRequest {
  readonly number: string;
  /** An active sender that the code comes from; null: the account's default. */
  readonly from: string | null;
  /** The site named in the message. */
  readonly siteName: string | null;
  readonly subclient: string | null;
}

export interface CheckCodeRequest {
  readonly number: string;
  readonly code: string;
  readonly subclient: string | null;
}

/** Who waits for a call: people go before background work. */
export type Priority = 'person' | 'background';

export interface CallOptions {
  /** Ends the waiting and the request itself, down to the socket. */
  readonly signal?: AbortSignal | undefined;
  readonly priority?: Priority | undefined;
  /** On whose behalf: those who wait are served in turn. Callers that name none are one tenant. */
  readonly tenant?: string | undefined;
  /** W3C trace context of the request that this is a part of, to be passed on; left out: none is traced. */
  readonly traceparent?: string | undefined;
  /** Called when the waiting is over and a request goes out; again for each further host. */
  readonly onDeparture?: (() => void) | undefined;
}

/** A request that is about to go out. */
export interface Departure extends CallOptions {
  readonly command: Command;
  /** Names the question: equal for two requests that the provider counts as identical. Holds no secret. */
  readonly question: string;
  /** Whom it is for; null: the account itself. */
  readonly subclient: string | null;
}

/**
 * How far a request came.
 * NOT_SENT: it is certain that the provider got nothing.
 * ANSWERED: a result, or the number of an error.
 * NONSENSE: something came back that is neither, on a connection that ended: an empty body, a page, half an answer, a 502. The provider is
 * through with it, whatever it did.
 * CUT: the other side ended the connection before any answer. The provider may be at work on it for a moment still.
 * UNANSWERED: our patience ended first, or that of a front (504). The provider may still get it, or be at work on it.
 */
export type Reach = 'NOT_SENT' | 'ANSWERED' | 'NONSENSE' | 'CUT' | 'UNANSWERED';

/** The end of a request, as the gate is told. */
export interface Outcome {
  readonly reach: Reach;
  /** null for a success, and where the caller went away. */
  readonly code: ErrorCode | null;
  /** So long the provider, or a front before it, wants to be left alone. */
  readonly retryAfterMs: number | null;
}

/** Told once, when the answer came or the request failed. */
export type Release = (outcome: Outcome) => void | Promise<void>;

/**
 * Asked before every single request, also before a second try at another host: the quota stands behind it.
 * @throws GatewayError RATE_LIMITED where no place can be had in time
 */
export type Gate = (departure: Departure) => Promise<Release>;

/** No answer that can be understood came back. */
export class UpstreamFailure extends GatewayError {
  readonly reach: Exclude<Reach, 'ANSWERED'>;

  constructor(reach: UpstreamFailure['reach'], message: string, details: Pick<ErrorDetails, 'cause' | 'retryAfterMs'> = {}) {
    super('UPSTREAM_UNAVAILABLE', { message, ...details });
    this.reach = reach;
  }

  /** False only where it is certain that the provider got nothing: refused, no such host, no TLS. */
  get sent(): boolean {
    return this.reach !== 'NOT_SENT';
  }

  /** True where the provider may do it after this, so that a look now proves nothing. */
  get mayStillBeDone(): boolean {
    return this.reach === 'CUT' || this.reach === 'UNANSWERED';
  }
}

/** HTTP's own refusal, of a front before the script: nothing was done, and no host of the provider is to be asked for a while. */
export class FrontRateLimited extends RateLimitedError {}

/** What a list shows of the provider's ways: numbers of rows that have something, and what was met beside the page. */
export interface ListTraits {
  readonly withId: number;
  readonly withStatus: number;
  /** At least one operator's column. */
  readonly withColumns: number;
  /** The key, also where there is no file. */
  readonly withFiles: number;
  /** Files of rows that were read: they are kept out. */
  readonly unreadableFiles: number;
  /** Columns' values by what they are. */
  readonly numberCells: number;
  readonly wordCells: number;
  /** Keys that are none of the page's, and no operator's by their form: they are kept out. With the number of rows that have them. */
  readonly strangeKeys: ReadonlyMap<string, number>;
  /** Operators' columns that the catalogue does not have. */
  readonly newColumns: ReadonlySet<string>;
}

/** The answer to one list question. */
export interface ListAnswer {
  /** In the answer's order. */
  readonly rows: readonly SenderReading[];
  /** Elements of the answer that can't be read: they are kept out of `rows`. */
  readonly unreadableRows: number;
  /** False where the answer itself shows that it is not all: an error stood among its rows. */
  readonly whole: boolean;
  /** True where error 3 came instead of a list: there are none, or there is no such subclient. */
  readonly notFound: boolean;
  readonly traits: ListTraits;
}

/**
 * senders.php, a method a command. Every method throws
 * GatewayError with `upstreamCode` for an error number of the provider, and UpstreamFailure where no answer came back.
 */
export interface SmscClient {
  /** One page. */
  list(question: ListQuestion, options?: CallOptions): Promise<ListAnswer>;
  add(request: AddRequest, options?: CallOptions): Promise<{ readonly smscId: string }>;
  change(request: ChangeRequest, options?: CallOptions): Promise<void>;
  delete(request: DeleteRequest, options?: CallOptions): Promise<void>;
  sendCode(request: SendCodeRequest, options?: CallOptions): Promise<void>;
  checkCode(request: CheckCodeRequest, options?: CallOptions): Promise<void>;
}
