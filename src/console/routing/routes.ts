/** The pages of the console, by their addresses. */
export type Route =
  | { readonly page: 'list' }
  | { readonly page: 'overview' }
  | { readonly page: 'add' }
  | { readonly page: 'verify' }
  | { readonly page: 'sender'; readonly id: string }
  | { readonly page: 'missing' };

export const PATHS = { list: '/', overview: '/console/overview', add: '/console/add', verify: '/console/verify' } as const;

const SENDER = '/console/senders/';
export const senderPath = (id: string) => `${SENDER}${encodeURIComponent(id)}`;

export function routeOf(pathname: string): Route {
  if (pathname === '/console' || pathname === '/console/') return { page: 'list' };
  for (const [page, path] of Object.entries(PATHS)) if (path === pathname) return { page: page as keyof typeof PATHS };
  const id = pathname.startsWith(SENDER) ? decoded(pathname.slice(SENDER.length)) : null;
  return id === null || id === '' ? { page: 'missing' } : { page: 'sender', id };
}

/** Null where the escapes are none, as of an address that was cut off. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
