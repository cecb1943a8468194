/** Where Redis is. Addresses may hold a password: they show in no error. */
export type RedisTopology =
  | { readonly kind: 'server'; readonly url: string }
  /** The primary is found by its name, which is the host of the address; login, password and database there are the primary's own. */
  | { readonly kind: 'sentinel'; readonly url: string; readonly sentinels: readonly string[] }
  | { readonly kind: 'cluster'; readonly nodes: readonly string[] };

/** The settings that say where Redis is. Null or empty: left out. */
export interface RedisSettings {
  readonly REDIS_URL: string | null;
  readonly REDIS_SENTINELS: readonly string[] | null;
  readonly REDIS_CLUSTER_NODES: readonly string[] | null;
}

/** Where Redis is; null: the embedded store is used. */
export function topologyOf({
  REDIS_URL: url,
  REDIS_SENTINELS: sentinels,
  REDIS_CLUSTER_NODES: nodes,
}: RedisSettings): RedisTopology | null {
  if (nodes !== null && nodes.length > 0) return { kind: 'cluster', nodes };
  if (url === null) return null;
  return sentinels !== null && sentinels.length > 0 ? { kind: 'sentinel', url, sentinels } : { kind: 'server', url };
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What an address says of how to log in. */
export interface Login {
  readonly username?: string;
  readonly password?: string;
  readonly tls?: object;
}

export const endpointOf = (address: string, port = 6379): Endpoint => {
  const url = new URL(address);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? port : Number(url.port) };
};

export function loginOf(address: string): Login {
  const { username, password, protocol } = new URL(address);
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
}

/** The number after the slash; 0 where there is none. */
export const databaseOf = (address: string): number => Number(new URL(address).pathname.slice(1));
