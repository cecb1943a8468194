import { REGIONAL_TARIFFS } from '../domain/registrations.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import { RegistrationEnum } from './operator.ts';
import { SenderBy } from './sender-by.ts';
import { SUBCLIENT_ARGUMENT } from './sender-queries.ts';

const RegionalTariffEnum = enumFromTable('RegionalTariff', REGIONAL_TARIFFS, 'A tariff of Ukraine or Belarus.');

export const UkraineRegistrationInput = builder.inputType('UkraineRegistrationInput', {
  description: 'What a registration in Ukraine needs. All of it.',
  fields: (t) => ({
    tariff: t.field({ type: RegionalTariffEnum, required: true, description: 'Which traffic.' }),
    organization: t.string({ required: true, description: 'The legal name of the organisation (ООО, СПД).' }),
    taxId: t.string({ required: true, description: 'ЕДРПОУ or ИНН.' }),
    website: t.string({ required: true, description: 'The website, or a link to a social network.' }),
    email: t.field({ type: 'EmailAddress', required: true, description: 'Where the organisation can be reached.' }),
    address: t.string({ required: true, description: 'The actual address.' }),
    services: t.string({ required: true, description: 'The services that the sender offers.' }),
    purpose: t.string({ required: true, description: 'What recipients are told about.' }),
  }),
});

export const BelarusRegistrationInput = builder.inputType('BelarusRegistrationInput', {
  description: 'What a registration in Belarus needs. All of it.',
  fields: (t) => ({
    tariff: t.field({ type: RegionalTariffEnum, required: true, description: 'Which traffic.' }),
    organization: t.string({ required: true, description: 'The name of the company.' }),
    taxId: t.string({ required: true, description: 'УНП or ИНН.' }),
    address: t.string({ required: true, description: 'The address of the company.' }),
    occupation: t.int({
      required: true,
      description: 'The field of business, 1 to 19. What the numbers mean is shown in the provider’s personal account only.',
    }),
    mailingType: t.int({
      required: true,
      description: 'The type of mailing, 1 to 3. What the numbers mean is shown in the provider’s personal account only.',
    }),
    sampleMessage: t.string({ required: true, description: 'An example of a message.' }),
    website: t.string({ required: true, description: 'The website.' }),
  }),
});

/** The fields that AddSenderInput and ChangeSenderInput share. */
const detailFields = (t: PothosSchemaTypes.InputFieldBuilder<typeof builder.$inferSchemaTypes, 'InputObject'>) => ({
  registrations: t.field({
    type: [RegistrationEnum],
    description:
      'Where to register it. See Query.registrationOptions for the fees. Those of Ukraine and Belarus are asked for with the two fields below.',
  }),
  ukraine: t.field({ type: UkraineRegistrationInput, description: 'Registers it in Ukraine too.' }),
  belarus: t.field({ type: BelarusRegistrationInput, description: 'Registers it in Belarus too.' }),
  document: t.field({
    type: 'File',
    description: 'A document for the operators: jpg, tif, pdf, png, zip or rar, 3,000,000 bytes at most.',
  }),
  documentInfo: t.string({ description: 'What the document is. Only together with `document`.' }),
  subclient: t.string({ description: SUBCLIENT_ARGUMENT }),
});

export const AddSenderInput = builder.inputType('AddSenderInput', {
  description: 'A sender to add.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description:
        'Latin letters, digits, dot, dash and underscore, 11 at most; or a phone number, 15 digits at most; or an e-mail address.',
    }),
    comment: t.string({ description: 'For the moderator. The provider refuses an empty one; where none is given, the name stands in.' }),
    emailOwner: t.string({ description: 'Owner of the address, where `name` is an e-mail address.' }),
    ...detailFields(t),
    idempotencyKey: t.string({
      description:
        'Makes a repeat safe: the same key with the same input answers with the first result, for 24 hours; with another input, IDEMPOTENCY_CONFLICT. 1 to 255 characters, best a UUID.',
    }),
  }),
});

export const ChangeSenderInput = builder.inputType('ChangeSenderInput', {
  description: 'What to change of a sender. What is left out stays as it is.',
  fields: (t) => ({
    sender: t.field({ type: SenderBy, required: true, description: 'Which one.' }),
    comment: t.string({ description: 'A new comment for the moderator.' }),
    ...detailFields(t),
  }),
});

export const DeleteSenderInput = builder.inputType('DeleteSenderInput', {
  description: 'A sender to delete.',
  fields: (t) => ({
    sender: t.field({ type: SenderBy, required: true, description: 'Which one.' }),
    subclient: t.string({ description: SUBCLIENT_ARGUMENT }),
  }),
});

export const SendVerificationCodeInput = builder.inputType('SendVerificationCodeInput', {
  description: 'The number that a confirmation code goes to.',
  fields: (t) => ({
    number: t.string({
      required: true,
      description: 'The digital sender: a phone number, digits with the country code. `+`, spaces, dashes and brackets are left out.',
    }),
    from: t.string({ description: 'An active sender that the code is to come from; the account’s default where it is left out.' }),
    siteName: t.string({ description: 'The site named in the message.' }),
    subclient: t.string({ description: SUBCLIENT_ARGUMENT }),
  }),
});

export const VerifySenderInput = builder.inputType('VerifySenderInput', {
  description: 'The code that came to a number.',
  fields: (t) => ({
    number: t.string({
      required: true,
      description: 'The digital sender: a phone number, digits with the country code. `+`, spaces, dashes and brackets are left out.',
    }),
    code: t.string({ required: true, description: 'The code from the message.' }),
    subclient: t.string({ description: SUBCLIENT_ARGUMENT }),
  }),
});

export type AddSenderShape = typeof AddSenderInput.$inferInput;
export type ChangeSenderShape = typeof ChangeSenderInput.$inferInput;
export type DeleteSenderShape = typeof DeleteSenderInput.$inferInput;
export type SendVerificationCodeShape = typeof SendVerificationCodeInput.$inferInput;
export type VerifySenderShape = typeof VerifySenderInput.$inferInput;
