import { useState } from 'react';
import { session } from '../api/session.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useStore } from '../store.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Logo } from './Logo.tsx';
import { Settings } from './Settings.tsx';

/** Asks for a token. Whether it is right shows with the first question that it goes along with. */
export function SignIn() {
  const { texts } = useSpeech();
  const refusedToken = useStore(session.token);
  const [token, setToken] = useState('');
  const [isTried, setIsTried] = useState(false);
  const error = isTried && token === '' ? texts.signIn.empty : token === '' && refusedToken !== null ? texts.signIn.wrong : null;
  return (
    <div className="sign-in">
      <main className="card sign-in-card">
        <Logo />
        <h1>{texts.signIn.title}</h1>
        <p>{texts.signIn.intro}</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setIsTried(true);
            if (token.trim() !== '') session.signIn(token.trim());
          }}
        >
          <Field label={texts.signIn.token} type="password" value={token} onChange={setToken} hint={texts.signIn.tokenHint} error={error} />
          <Button type="submit" look="primary">
            {texts.signIn.submit}
          </Button>
        </form>
      </main>
      <footer>
        <Settings />
      </footer>
    </div>
  );
}
