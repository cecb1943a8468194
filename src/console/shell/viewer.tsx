import { createContext, type ReactNode, use, useEffect } from 'react';
import { useQuery } from 'urql';
import { CatalogueDocument, type CatalogueQuery, ViewerDocument, type ViewerQuery } from '../generated/operations.ts';
import { createStore, useStore } from '../store.ts';

export type Catalogue = CatalogueQuery;

const SUBCLIENT_KEY = 'subclient';
const subclient = createStore<string | null>(sessionStorage.getItem(SUBCLIENT_KEY));

/** Whose names are shown: a subclient's, or with null the account's own. */
export const useSubclient = () => useStore(subclient);

export function chooseSubclient(login: string | null): void {
  if (login === null) sessionStorage.removeItem(SUBCLIENT_KEY);
  else sessionStorage.setItem(SUBCLIENT_KEY, login);
  subclient.set(login);
}

/** What was chosen with another token may be out of this one's reach: then the first that is within it. */
function chooseWithin({ subclients, reachesOwnSenders }: ViewerQuery['viewer']): void {
  const chosen = subclient.get();
  const isWithin = chosen === null ? reachesOwnSenders : subclients.includes(chosen);
  if (!isWithin) chooseSubclient(reachesOwnSenders ? null : (subclients[0] ?? null));
}

const ViewerContext = createContext<ViewerQuery['viewer'] | null>(null);
const CatalogueContext = createContext<Catalogue>({ operators: [], registrationOptions: [] });

/** Who is signed in; null until the gateway has said. */
export const useViewer = () => use(ViewerContext);
/** What there is to register with. Empty until the gateway has said. */
export const useCatalogue = () => use(CatalogueContext);

export function ViewerProvider({ children }: { children: ReactNode }) {
  const [{ data: viewer }] = useQuery({ query: ViewerDocument, variables: {} });
  const [{ data: catalogue }] = useQuery({ query: CatalogueDocument, variables: {} });
  useEffect(() => {
    if (viewer !== undefined) chooseWithin(viewer.viewer);
  }, [viewer]);
  return (
    <ViewerContext value={viewer?.viewer ?? null}>
      <CatalogueContext value={catalogue ?? { operators: [], registrationOptions: [] }}>{children}</CatalogueContext>
    </ViewerContext>
  );
}
