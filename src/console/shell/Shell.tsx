import { AddPage } from '../add/AddPage.tsx';
import { ChangesNote } from '../changes/ChangesNote.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { ListPage } from '../list/ListPage.tsx';
import { OverviewPage } from '../overview/OverviewPage.tsx';
import { usePathname } from '../routing/router.ts';
import { type Route, routeOf } from '../routing/routes.ts';
import { SenderPage } from '../sender/SenderPage.tsx';
import { VerifyPage } from '../verify/VerifyPage.tsx';
import { ConnectionNotice } from './ConnectionNotice.tsx';
import { Freshness } from './Freshness.tsx';
import { Logo } from './Logo.tsx';
import { MissingPage } from './MissingPage.tsx';
import { Navigation } from './Navigation.tsx';
import { QuotaGauges } from './QuotaGauge.tsx';
import { Settings, SubclientPicker } from './Settings.tsx';

/** The frame that stays while pages come and go. */
export function Shell() {
  const { texts } = useSpeech();
  const route = routeOf(usePathname());
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {texts.skipToContent}
      </a>
      <header className="side">
        <Logo />
        <Navigation route={route} />
        <ChangesNote />
        <div className="side-state">
          <SubclientPicker />
          <QuotaGauges />
          <Freshness />
        </div>
        <Settings />
      </header>
      <main className="content" id="content" tabIndex={-1}>
        <ConnectionNotice />
        <PageOf route={route} />
      </main>
    </div>
  );
}

function PageOf({ route }: { route: Route }) {
  switch (route.page) {
    case 'list':
      return <ListPage />;
    case 'overview':
      return <OverviewPage />;
    case 'add':
      return <AddPage />;
    case 'verify':
      return <VerifyPage />;
    case 'sender':
      return <SenderPage key={route.id} id={route.id} />;
    case 'missing':
      return <MissingPage />;
  }
}
