import { type ReactNode, useEffect, useRef } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { hasNavigated } from '../routing/router.ts';

interface Props {
  readonly title: string;
  /** Beside the title. */
  readonly aside?: ReactNode;
  /** Above the title: the way back. */
  readonly before?: ReactNode;
  readonly width?: 'full' | 'text';
  readonly children: ReactNode;
}

/** A page with its heading, which takes the focus when another page comes, so that a screen reader begins there. */
export function Page({ title, aside, before, width = 'full', children }: Props) {
  const { texts } = useSpeech();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = `${title} · ${texts.product}`;
  }, [title, texts]);
  return (
    <div className={`page page-${width}`}>
      <header className="page-head">
        {before}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside}
      </header>
      {children}
    </div>
  );
}
