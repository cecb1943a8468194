/** JSON-RPC 2.0, as far as a server needs it that never asks its client anything. */
export const RPC_FAULTS = {
  PARSE_ERROR: -32700,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  INTERNAL_ERROR: -32603,
  /** Of the transport's own. */
  SERVER_ERROR: -32000,
} as const;

export class RpcFault extends Error {
  override readonly name = 'RpcFault';
  readonly code: number;

  constructor(fault: keyof typeof RPC_FAULTS, message: string) {
    super(message);
    this.code = RPC_FAULTS[fault];
  }
}

export type RpcId = string | number;
export type RpcParams = Readonly<Record<string, unknown>>;

export interface RpcRequest {
  readonly id: RpcId;
  readonly method: string;
  readonly params: RpcParams;
}

export interface RpcNotification {
  readonly method: string;
  readonly params: RpcParams;
}

export interface RpcMessages {
  /** True where they came as a list, and are answered as one. */
  readonly isBatch: boolean;
  readonly requests: readonly RpcRequest[];
  readonly notifications: readonly RpcNotification[];
}

const isObject = (value: unknown): value is RpcParams => typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (id: unknown): id is RpcId => typeof id === 'string' || Number.isSafeInteger(id);

/** Sorts what came; answers to questions that nobody asked are left out. @throws RpcFault where one of them is no message */
export function messagesIn(body: unknown): RpcMessages {
  const isBatch = Array.isArray(body);
  const requests: RpcRequest[] = [];
  const notifications: RpcNotification[] = [];
  for (const message of isBatch ? body : [body]) {
    if (!isObject(message) || message.jsonrpc !== '2.0') throw notAMessage();
    const { id, method, params = {} } = message;
    if (method === undefined && ('result' in message || 'error' in message)) continue;
    if (typeof method !== 'string' || !isObject(params)) throw notAMessage();
    if (id === undefined) notifications.push({ method, params });
    else if (isId(id)) requests.push({ id, method, params });
    else throw notAMessage();
  }
  if (isBatch && body.length === 0) throw notAMessage();
  return { isBatch, requests, notifications };
}

const notAMessage = () => new RpcFault('INVALID_REQUEST', 'Invalid Request: each message must be an object of JSON-RPC 2.0.');

/** @param id null: of no request in particular */
export const faultResponse = (id: RpcId | null, { code, message }: Pick<RpcFault, 'code' | 'message'>) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

export const resultResponse = (id: RpcId, result: object) => ({ jsonrpc: '2.0', id, result });
