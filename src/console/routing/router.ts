import { useSyncExternalStore } from 'react';

const CHANGED = 'console:navigated';

const subscribe = (listener: () => void) => {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGED, listener);
  };
};

export const usePathname = () => useSyncExternalStore(subscribe, () => window.location.pathname);
/** The part behind `?`, without it. */
export const useSearch = () => useSyncExternalStore(subscribe, () => window.location.search.replace(/^\?/, ''));

let navigations = 0;
/** False on the page that the address was typed for. */
export const hasNavigated = () => navigations > 0;

/** @param how `replace` leaves no step in the browser's history */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  navigations += 1;
  if (how === 'push') window.history.pushState(null, '', to);
  else window.history.replaceState(null, '', to);
  window.dispatchEvent(new Event(CHANGED));
}
