/** Raw answers of a provider to read-only questions, without secrets and with made-up names: what a user can send, and the sandbox can play. */
export interface Recording {
  readonly format: typeof RECORDING_FORMAT;
  readonly answers: readonly RecordedAnswer[];
}

export interface RecordedAnswer {
  /** The parameters that tell the question: `get`, `all`, `operators` …; never a login, a password or a key. */
  readonly params: Readonly<Record<string, string>>;
  readonly status: number;
  readonly contentType: string | null;
  /** How long the answer took, in milliseconds. */
  readonly tookMs: number;
  /** The bytes of the body in base64: their encoding may be what is odd about them. */
  readonly body: string;
}

export const RECORDING_FORMAT = 1;

/** Parameters that make a question another one. All others are left out of a recording. */
export const QUESTION_PARAMS = ['get', 'all', 'operators', 'files', 'from_date', 'prev_id', 'cnt', 'user', 'fmt', 'charset'] as const;
