import type { HeldSender } from '../account/account.ts';
import { builder } from './builder.ts';
import * as failure from './errors.ts';
import { Sender } from './sender.ts';
import { SendVerificationCodeInput, VerifySenderInput } from './sender-inputs.ts';
import { digitsOf, sendVerificationCodeRules, verifySenderRules } from './sender-rules.ts';

const SendVerificationCodeSuccess = builder.objectRef<{ number: string; resendAllowedAt: Date }>('SendVerificationCodeSuccess').implement({
  description: 'The provider sent a code to the number.',
  fields: (t) => ({
    number: t.exposeString('number', { description: 'The number, digits only.' }),
    resendAllowedAt: t.expose('resendAllowedAt', {
      type: 'DateTime',
      description: 'When a code can be sent to this number again: 8 hours later.',
    }),
  }),
});

const VerifySenderSuccess = builder.objectRef<{ number: string; sender: HeldSender | null }>('VerifySenderSuccess').implement({
  description: 'The number is confirmed.',
  fields: (t) => ({
    number: t.exposeString('number', { description: 'The number, digits only.' }),
    sender: t.field({
      type: Sender,
      nullable: true,
      description: 'The digital sender; null where the provider’s list does not have it (yet).',
      resolve: ({ sender }) => sender,
    }),
  }),
});

builder.mutationFields((t) => ({
  sendVerificationCode: t.field({
    type: SendVerificationCodeSuccess,
    description:
      'Sends the confirmation code of a digital sender to its number. Again only after 8 hours. Costs one upstream call, and the message.',
    args: { input: t.arg({ type: SendVerificationCodeInput, required: true, description: 'The number.' }) },
    errors: {
      union: { name: 'SendVerificationCodeResult', description: 'What became of sendVerificationCode.' },
      types: [failure.InvalidInput, failure.InvalidNumber, failure.CodeUndeliverable, failure.CodeAlreadySent, ...failure.COMMON],
    },
    validate: sendVerificationCodeRules,
    resolve: async (_, { input }, { senders }) => {
      const number = digitsOf(input.number);
      const { resendAllowedAt } = await senders.sendCode({
        number,
        from: input.from ?? null,
        siteName: input.siteName ?? null,
        subclient: input.subclient ?? null,
      });
      return { number, resendAllowedAt };
    },
  }),
  verifySender: t.field({
    type: VerifySenderSuccess,
    description: 'Confirms a digital sender with the code. Costs one upstream call.',
    args: { input: t.arg({ type: VerifySenderInput, required: true, description: 'The number and its code.' }) },
    errors: {
      union: { name: 'VerifySenderResult', description: 'What became of verifySender.' },
      types: [failure.InvalidInput, failure.InvalidNumber, failure.WrongCode, failure.SenderNotFound, ...failure.COMMON],
    },
    validate: verifySenderRules,
    resolve: async (_, { input }, { senders }) => {
      const number = digitsOf(input.number);
      return { number, sender: await senders.checkCode({ number, code: input.code.trim(), subclient: input.subclient ?? null }) };
    },
  }),
}));
