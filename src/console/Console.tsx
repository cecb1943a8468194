import { useMemo } from 'react';
import { Provider } from 'urql';
import { createClient } from './api/client.ts';
import { LiveProvider } from './api/live.tsx';
import { session } from './api/session.ts';
import { ChangesProvider } from './changes/changes.tsx';
import { LanguageProvider } from './i18n/language.tsx';
import { Shell } from './shell/Shell.tsx';
import { SignIn } from './shell/SignIn.tsx';
import { useSubclient, ViewerProvider } from './shell/viewer.tsx';
import { useStore } from './store.ts';

export function Console() {
  const isRefused = useStore(session.refused);
  return <LanguageProvider>{isRefused ? <SignIn /> : <SignedIn />}</LanguageProvider>;
}

function SignedIn() {
  const token = useStore(session.token);
  const subclient = useSubclient();
  // Another token may see other senders: nothing that was read with the last one is kept.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token is what makes it new
  const client = useMemo(createClient, [token]);
  return (
    <Provider value={client}>
      <LiveProvider subclient={subclient}>
        <ChangesProvider subclient={subclient}>
          <ViewerProvider>
            <Shell />
          </ViewerProvider>
        </ChangesProvider>
      </LiveProvider>
    </Provider>
  );
}
