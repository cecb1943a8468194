import { useSpeech } from '../i18n/language.tsx';
import { Link } from '../routing/Link.tsx';
import { PATHS, type Route } from '../routing/routes.ts';
import { Sign, type SignName } from '../status/Sign.tsx';

const PAGES: readonly { readonly page: keyof typeof PATHS; readonly sign: SignName }[] = [
  { page: 'list', sign: 'list' },
  { page: 'overview', sign: 'chart' },
  { page: 'add', sign: 'plus' },
  { page: 'verify', sign: 'phone' },
];

export function Navigation({ route }: { route: Route }) {
  const { texts } = useSpeech();
  const current = route.page === 'sender' ? 'list' : route.page;
  return (
    <nav className="nav" aria-label={texts.nav.label}>
      <ul>
        {PAGES.map(({ page, sign }) => (
          <li key={page}>
            <Link href={PATHS[page]} className="nav-link" aria-current={page === current ? 'page' : undefined}>
              <Sign name={sign} size={18} />
              <span>{texts.nav[page]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
