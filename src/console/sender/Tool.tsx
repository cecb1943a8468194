import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { Sign, type SignName } from '../status/Sign.tsx';

/** One thing that can be done to a sender; it opens on demand. */
export function Tool({ title, sign, isOpen = false, children }: { title: string; sign: SignName; isOpen?: boolean; children: ReactNode }) {
  return (
    <Disclosure className="card tool" defaultExpanded={isOpen}>
      <Heading level={2} className="tool-title">
        <Button slot="trigger" className="tool-trigger">
          <Sign name={sign} size={18} />
          {title}
          <Sign name="down" />
        </Button>
      </Heading>
      <DisclosurePanel className="tool-panel">{children}</DisclosurePanel>
    </Disclosure>
  );
}
