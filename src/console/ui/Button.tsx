import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import { Sign, type SignName } from '../status/Sign.tsx';

interface Props extends Omit<ButtonProps, 'children' | 'className'> {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly sign?: SignName;
  readonly children: ReactNode;
}

export function Button({ look = 'plain', sign, children, ...props }: Props) {
  return (
    <AriaButton {...props} className={`button button-${look}`}>
      {sign !== undefined && <Sign name={sign} />}
      {children}
    </AriaButton>
  );
}

/** A button that is only a sign; its label is read out, and shown by the browser. */
export function SignButton({ sign, label, ...props }: Omit<Props, 'children' | 'look' | 'sign'> & { sign: SignName; label: string }) {
  return (
    <AriaButton {...props} aria-label={label} className="button button-sign" render={(rendered) => <button {...rendered} title={label} />}>
      <Sign name={sign} />
    </AriaButton>
  );
}
