import { useSpeech } from '../i18n/language.tsx';
import { Link } from '../routing/Link.tsx';
import { PATHS } from '../routing/routes.ts';
import { Page } from '../ui/Page.tsx';

export function MissingPage() {
  const { texts } = useSpeech();
  return (
    <Page title={texts.missing.title} width="text">
      <p>{texts.missing.text}</p>
      <Link href={PATHS.list}>{texts.missing.back}</Link>
    </Page>
  );
}
