import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import type { InputIssue } from '../api/failure.ts';
import { type AddSenderInput, CheckSenderDocument, SenderNamesDocument } from '../generated/operations.ts';
import { useSettled } from '../list/use-settled.ts';

export type Check =
  | { readonly phase: 'none' | 'asking' }
  | {
      readonly phase: 'checked';
      readonly issues: readonly InputIssue[];
      /** The sender that has the name already. */
      readonly existing: { readonly id: string; readonly name: string } | null;
    };

const TYPING_MS = 250;

/** Asks the API what it would find wrong with an input, while it is typed: a dry run that costs nothing upstream. */
export function useCheck(input: AddSenderInput | null): Check {
  const client = useClient();
  const settled = useSettled(input === null ? null : JSON.stringify(input), TYPING_MS);
  const [check, setCheck] = useState<Check>({ phase: 'none' });

  useEffect(() => {
    if (settled === null) return setCheck({ phase: 'none' });
    let isOver = false;
    setCheck({ phase: 'asking' });
    const asked = JSON.parse(settled) as AddSenderInput;
    const { name, subclient = null } = asked;
    const alike = { first: 50, subclient, filter: { nameContains: name } };
    void Promise.all([
      client.query(CheckSenderDocument, { input: asked }, { requestPolicy: 'network-only' }).toPromise(),
      client.query(SenderNamesDocument, alike).toPromise(),
    ]).then(([{ data }, { data: names }]) => {
      if (isOver) return;
      const existing = names?.senders.nodes.find((sender) => sender.name === name) ?? null;
      setCheck(data === undefined ? { phase: 'none' } : { phase: 'checked', issues: data.checkSender.issues, existing });
    });
    return () => {
      isOver = true;
    };
  }, [client, settled]);

  return check;
}
