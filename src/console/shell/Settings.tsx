import { session } from '../api/session.ts';
import { switchLanguage, useSpeech } from '../i18n/language.tsx';
import { useStore } from '../store.ts';
import { Button, SignButton } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { switchTheme, theme } from './theme.ts';
import { chooseSubclient, useSubclient, useViewer } from './viewer.tsx';

/** Whose names are shown; nothing where there is no choice. */
export function SubclientPicker() {
  const { texts } = useSpeech();
  const viewer = useViewer();
  const chosen = useSubclient();
  if (viewer === null || viewer.subclients.length === 0) return null;
  const options = [
    ...(viewer.reachesOwnSenders ? [{ value: '', label: texts.settings.ownNames }] : []),
    ...viewer.subclients.map((login) => ({ value: login, label: login })),
  ];
  return (
    <SelectField
      label={texts.settings.subclient}
      value={chosen ?? ''}
      options={options}
      onChange={(login) => chooseSubclient(login === '' ? null : login)}
    />
  );
}

/** Language, theme, and the way out. */
export function Settings() {
  const { texts } = useSpeech();
  const shown = useStore(theme);
  const token = useStore(session.token);
  return (
    <div className="settings" role="group" aria-label={texts.settings.label}>
      <Button look="quiet" sign="globe" onPress={switchLanguage}>
        {texts.settings.switchLanguage}
      </Button>
      <SignButton
        sign={shown === 'light' ? 'moon' : 'sun'}
        label={shown === 'light' ? texts.settings.toDark : texts.settings.toLight}
        onPress={switchTheme}
      />
      {token !== null && <SignButton sign="out" label={texts.settings.signOut} onPress={session.signOut} />}
    </div>
  );
}
