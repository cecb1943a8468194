/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A sender to add. */
export type AddSenderInput = {
  /** Registers it in Belarus too. */
  belarus?: BelarusRegistrationInput | null | undefined;
  /** For the moderator. The provider refuses an empty one; where none is given, the name stands in. */
  comment?: string | null | undefined;
  /** A document for the operators: jpg, tif, pdf, png, zip or rar, 3,000,000 bytes at most. */
  document?: Blob | null | undefined;
  /** What the document is. Only together with `document`. */
  documentInfo?: string | null | undefined;
  /** Owner of the address, where `name` is an e-mail address. */
  emailOwner?: string | null | undefined;
  /** Makes a repeat safe: the same key with the same input answers with the first result, for 24 hours; with another input, IDEMPOTENCY_CONFLICT. 1 to 255 characters, best a UUID. */
  idempotencyKey?: string | null | undefined;
  /** Latin letters, digits, dot, dash and underscore, 11 at most; or a phone number, 15 digits at most; or an e-mail address. */
  name: string;
  /** Where to register it. See Query.registrationOptions for the fees. Those of Ukraine and Belarus are asked for with the two fields below. */
  registrations?: Array<Registration> | null | undefined;
  /** The login of the subclient that is meant; null: the account itself. */
  subclient?: string | null | undefined;
  /** Registers it in Ukraine too. */
  ukraine?: UkraineRegistrationInput | null | undefined;
};

/** What a registration in Belarus needs. All of it. */
export type BelarusRegistrationInput = {
  /** The address of the company. */
  address: string;
  /** The type of mailing, 1 to 3. What the numbers mean is shown in the provider’s personal account only. */
  mailingType: number;
  /** The field of business, 1 to 19. What the numbers mean is shown in the provider’s personal account only. */
  occupation: number;
  /** The name of the company. */
  organization: string;
  /** An example of a message. */
  sampleMessage: string;
  /** Which traffic. */
  tariff: RegionalTariff;
  /** УНП or ИНН. */
  taxId: string;
  /** The website. */
  website: string;
};

/** What to change of a sender. What is left out stays as it is. */
export type ChangeSenderInput = {
  /** Registers it in Belarus too. */
  belarus?: BelarusRegistrationInput | null | undefined;
  /** A new comment for the moderator. */
  comment?: string | null | undefined;
  /** A document for the operators: jpg, tif, pdf, png, zip or rar, 3,000,000 bytes at most. */
  document?: Blob | null | undefined;
  /** What the document is. Only together with `document`. */
  documentInfo?: string | null | undefined;
  /** Where to register it. See Query.registrationOptions for the fees. Those of Ukraine and Belarus are asked for with the two fields below. */
  registrations?: Array<Registration> | null | undefined;
  /** Which one. */
  sender: SenderBy;
  /** The login of the subclient that is meant; null: the account itself. */
  subclient?: string | null | undefined;
  /** Registers it in Ukraine too. */
  ukraine?: UkraineRegistrationInput | null | undefined;
};

/** Where an operator is. */
export type Country =
  /** Belarus. */
  | 'BY'
  /** Russia. */
  | 'RU'
  /** Ukraine. */
  | 'UA';

/** A sender to delete. */
export type DeleteSenderInput = {
  /** Which one. */
  sender: SenderBy;
  /** The login of the subclient that is meant; null: the account itself. */
  subclient?: string | null | undefined;
};

/** Why something could not be done, and what to do about it. */
export type ErrorCode =
  /** The request is no valid GraphQL request, or breaks a limit named in the message. */
  | 'BAD_REQUEST'
  /** A code was sent to this number in the last 8 hours. Use that one, or ask again after `resendAllowedAt`. */
  | 'CODE_ALREADY_SENT'
  /** The confirmation code can’t be delivered to this number. Use a number that receives SMS. */
  | 'CODE_UNDELIVERABLE'
  /** The events behind this cursor are no longer all kept, so some may be missed. Read the senders anew, and go on without `after`. */
  | 'CURSOR_EXPIRED'
  /** This gateway executes trusted documents alone. Send the `documentId` of one; its operator can add yours to TRUSTED_DOCUMENTS. */
  | 'DOCUMENT_NOT_TRUSTED'
  /** The document can’t be sent to the provider. Send one of the accepted types within the size limit. */
  | 'FILE_REJECTED'
  /** The token does not allow this. Ask for one with the access or subclient named in the message. */
  | 'FORBIDDEN'
  /** The idempotency key was used with another input in the last 24 hours. Use a new key. */
  | 'IDEMPOTENCY_CONFLICT'
  /** A fault of the gateway. Give the request id to its operator. */
  | 'INTERNAL'
  /** The input breaks a rule. Correct the fields named in `issues`, or in the message, and send it again. */
  | 'INVALID_INPUT'
  /** The provider takes this for no phone number. Send digits only, with the country code. */
  | 'INVALID_NUMBER'
  /** The provider blocks the gateway’s IP address for a while. Try again later. */
  | 'IP_BLOCKED'
  /** The answer was lost, and the provider may have done it, or may still do it. Look again after `checkAfterMs` before repeating it; the same `idempotencyKey` may be sent again at any time. */
  | 'OUTCOME_UNKNOWN'
  /** The gateway is short of memory or of connections, and takes no large requests for now. Send the same request again after `retryAfterMs`. */
  | 'OVERLOADED'
  /** No document is known under this id or hash. Send its text, as `query`, or with the hash to register it. */
  | 'PERSISTED_QUERY_NOT_FOUND'
  /** This gateway registers no documents. Send the text alone, as `query`. */
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  /** The provider’s limit of requests is used up. Send the same request again after `retryAfterMs`. */
  | 'RATE_LIMITED'
  /** The token’s rights were changed while the request ran. Send it again: the new rights decide. */
  | 'RIGHTS_CHANGED'
  /** The provider could not save or delete the sender ID and gave no reason. Check the input and whether the name exists already. */
  | 'SAVE_FAILED'
  /** The name is registered already; `existing` is the sender. Change it with changeSender. */
  | 'SENDER_EXISTS'
  /** The provider has no such sender ID in this account or subclient. List the senders to see what there is. */
  | 'SENDER_NOT_FOUND'
  /** The subscription ended because its events were not taken in time. Subscribe again with `after`: nothing is lost. */
  | 'SLOW_READER'
  /** No valid token was sent. Send `Authorization: Bearer <token>`. */
  | 'UNAUTHENTICATED'
  /** The provider answered with an error number that is not documented for this command; `upstreamCode` has it. */
  | 'UPSTREAM_ERROR'
  /** The provider refused the account’s login, password or API key, or the gateway’s IP address is not on the account’s allow-list. The gateway’s operator must mend it. */
  | 'UPSTREAM_UNAUTHORIZED'
  /** The provider can’t be reached or answers with something that is no answer. Try again later. */
  | 'UPSTREAM_UNAVAILABLE'
  /** The confirmation code is wrong. Read it again in the message. */
  | 'WRONG_CODE';

/** An import job. */
export type ImportJobInput = {
  /** Its `id`. */
  id: string | number;
};

/** What an import job is at. */
export type ImportJobState =
  /** Ended by cancelImport: what is added stays, the rest is not added. */
  | 'CANCELLED'
  /** Only judged: nothing is added, nothing is kept, and no query finds it. */
  | 'DRY_RUN'
  /** Every row has its result. */
  | 'FINISHED'
  /** Nothing is added until resumeImport. `problem` says why where the gateway itself paused it. */
  | 'PAUSED'
  /** Its rows are added one after the other, at the provider’s pace; several jobs of an account take turns. */
  | 'RUNNING';

/** What became of a row of an import. */
export type ImportRowState =
  /** The sender is registered. Where the answer to the add was lost, `problem` says so: somebody else may have added it at the same moment. */
  | 'ADDED'
  /** Is being added, as soon as a place in the provider’s limits is free. Where the gateway dies meanwhile, the next one first finds out whether it was done. */
  | 'ADDING'
  /** Not added, because the job was cancelled before. */
  | 'CANCELLED'
  /** The name stands in an earlier row of the same import, which is the one that counts. */
  | 'DUPLICATE'
  /** The account or subclient has a sender of this name already: nothing was added. */
  | 'EXISTS'
  /** The provider refused it: see `problem`. */
  | 'FAILED'
  /** Breaks a rule of addSender: see `issues`. The provider was not asked. */
  | 'INVALID'
  /** Waits to be added; of a dry run: would be added. */
  | 'PENDING';

/** A sender to add. Its fields mean what they mean in AddSenderInput; documents are attached later, with changeSender. */
export type ImportSenderRowInput = {
  /** Registers it in Belarus too. */
  belarus?: BelarusRegistrationInput | null | undefined;
  /** For the moderator; where none is given, the name stands in. */
  comment?: string | null | undefined;
  /** Owner of the address, where `name` is an e-mail address. */
  emailOwner?: string | null | undefined;
  /** As in AddSenderInput. */
  name: string;
  /** Where to register it. */
  registrations?: Array<Registration> | null | undefined;
  /** Registers it in Ukraine too. */
  ukraine?: UkraineRegistrationInput | null | undefined;
};

/** Senders to add: either `rows` or `csv`. */
export type ImportSendersInput = {
  /** The senders as a table: UTF-8 or windows-1251, comma or semicolon between the cells, quotes around those that hold one; 1000000 bytes and 2000 rows at most. The first line names the columns: name, comment, emailOwner, registrations, ukraine.tariff, ukraine.organization, ukraine.taxId, ukraine.website, ukraine.email, ukraine.address, ukraine.services, ukraine.purpose, belarus.tariff, belarus.organization, belarus.taxId, belarus.address, belarus.occupation, belarus.mailingType, belarus.sampleMessage, belarus.website. Only `name` is needed. Several registrations stand in one cell, with spaces between them. */
  csv?: Blob | null | undefined;
  /** True: judges every row, adds nothing and keeps nothing. Costs one upstream call, where no fresh list is held. */
  dryRun?: boolean;
  /** Makes a repeat safe: the same key with the same rows answers with the job that the first one made, for as long as it is kept; with other rows, IDEMPOTENCY_CONFLICT. 1 to 255 characters, best a UUID. */
  idempotencyKey?: string | null | undefined;
  /** The senders, 2000 at most. */
  rows?: Array<ImportSenderRowInput> | null | undefined;
  /** The login of the subclient that is meant; null: the account itself. */
  subclient?: string | null | undefined;
};

/** The provider’s operator columns, and UNKNOWN for one that is newer than this API. */
export type OperatorCode =
  /** Beeline, paid sender ID. */
  | 'BEE_STEP'
  /** All Belarusian operators, the higher tariff for international traffic. */
  | 'BY_INT'
  /** All Belarusian operators, the lower tariff for national traffic. */
  | 'BY_REG'
  /** MegaFon, the `_int` column: reported by the provider, not described by it. No flag of today registers for it. */
  | 'MEGA_INT'
  /** MegaFon, paid sender ID. */
  | 'MEGA_STEP'
  /** MOTIV, tariff with free sender IDs. */
  | 'MOTIV'
  /** MOTIV, the `_int` column: reported by the provider, not described by it. No flag of today registers for it. */
  | 'MOTIV_INT'
  /** MOTIV, paid sender ID. */
  | 'MOTIV_STEP'
  /** MTS, the `_int` column: reported by the provider, not described by it. No flag of today registers for it. */
  | 'MTS_INT'
  /** MTS, paid sender ID. */
  | 'MTS_STEP'
  /** SberMobile, the `_int` column: reported by the provider, not described by it. No flag of today registers for it. */
  | 'SBER_INT'
  /** SberMobile, free sender ID. */
  | 'SBER_STEP'
  /** Tele2, tariff with free sender IDs. */
  | 'TELE2'
  /** Tele2, the `_int` column: reported by the provider, not described by it. No flag of today registers for it. */
  | 'TELE2_INT'
  /** Tele2, paid sender ID. */
  | 'TELE2_STEP'
  /** All Ukrainian operators, the higher tariff for international traffic. */
  | 'UA_INT'
  /** All Ukrainian operators, the lower tariff for national traffic. */
  | 'UA_REG'
  /** A column that the provider reports and this catalogue does not know yet; `column` has its name. */
  | 'UNKNOWN'
  /** Volna Mobile, paid sender ID. */
  | 'VOLNAMOB_STEP'
  /** Win-Mobile, paid sender ID. */
  | 'WINMOB_STEP';

/** Senders that have one of these statuses at this operator. */
export type OperatorStatusFilter = {
  /** Which operator. */
  code: OperatorCode;
  /** Any of these. */
  status: Array<RegistrationStatus>;
};

/** Which end comes first. */
export type OrderDirection =
  /** The smallest or oldest first. */
  | 'ASC'
  /** The greatest or newest first. */
  | 'DESC';

/** What the provider limits. */
export type QuotaName =
  /** Requests that create a sender ID, of one login. */
  | 'ADD'
  /** Identical list requests of one login: the same question with the same parameters. */
  | 'LIST';

/** A tariff of Ukraine or Belarus. */
export type RegionalTariff =
  /** The higher tariff, for international traffic. */
  | 'INTERNATIONAL'
  /** The lower tariff, for national traffic. */
  | 'NATIONAL';

/** What can be registered at an operator. The four of Ukraine and Belarus need a form: ask for them with `ukraine` and `belarus`, not in `registrations`. */
export type Registration =
  /** Paid sender ID at Beeline. */
  | 'BEELINE_PAID'
  /** Belarus, the higher tariff for international traffic. Asked for with `belarus: { tariff: INTERNATIONAL, … }`. */
  | 'BELARUS_INTERNATIONAL'
  /** Belarus, the lower tariff for national traffic. Asked for with `belarus: { tariff: NATIONAL, … }`. */
  | 'BELARUS_NATIONAL'
  /** Paid sender ID at MegaFon. */
  | 'MEGAFON_PAID'
  /** MOTIV, on the tariff with free sender IDs. */
  | 'MOTIV_FREE'
  /** Paid sender ID at MOTIV. */
  | 'MOTIV_PAID'
  /** Paid sender ID at MTS. */
  | 'MTS_PAID'
  /** Free sender ID at SberMobile. */
  | 'SBER_FREE'
  /** Tele2, on the tariff with free sender IDs. */
  | 'TELE2_FREE'
  /** Paid sender ID at Tele2. */
  | 'TELE2_PAID'
  /** Ukraine, the higher tariff for international traffic. Asked for with `ukraine: { tariff: INTERNATIONAL, … }`. */
  | 'UKRAINE_INTERNATIONAL'
  /** Ukraine, the lower tariff for national traffic. Asked for with `ukraine: { tariff: NATIONAL, … }`. */
  | 'UKRAINE_NATIONAL'
  /** Paid sender ID at Volna Mobile. */
  | 'VOLNA_PAID'
  /** Paid sender ID at Win-Mobile. */
  | 'WINMOBILE_PAID';

/** What a registration costs. */
export type RegistrationFee =
  /** No fee. */
  | 'FREE'
  /** A fee, taken when the operator connects the name and again on the 1st of each month. The provider’s price list has the amount. */
  | 'PAID'
  /** The provider’s page does not say. */
  | 'UNKNOWN';

/** How far the registration at one operator is. */
export type RegistrationStatus =
  /** Will be active from the 1st of next month. */
  | 'ACTIVE_FROM_NEXT_MONTH'
  /** Admitted by the operator: messages go out with this sender ID. */
  | 'APPROVED'
  /** Waits to be sent to the operator. */
  | 'AWAITING_REGISTRATION'
  /** The operator wants supporting documents: upload one with changeSender. */
  | 'DOCUMENTS_REQUIRED'
  /** The account lacks the money for the fee, which is taken when the operator connects the name and again on the 1st of each month. */
  | 'INSUFFICIENT_FUNDS'
  /** Admitted, but marked to be taken off the register: messages still go out. */
  | 'MARKED_FOR_REMOVAL'
  /** Refused by the operator. See the comments of the sender’s files, mend, and register again with changeSender. */
  | 'REJECTED'
  /** Sent to the operator; its decision is awaited. */
  | 'SENT_FOR_REGISTRATION'
  /** Switched off for a time. */
  | 'SUSPENDED'
  /** A number that the provider has not published, or none at all; `rawStatus` has it. */
  | 'UNKNOWN';

/** A webhook. */
export type ResumeWebhookInput = {
  /** Its `name`. */
  name: string;
};

/** The number that a confirmation code goes to. */
export type SendVerificationCodeInput = {
  /** An active sender that the code is to come from; the account’s default where it is left out. */
  from?: string | null | undefined;
  /** The digital sender: a phone number, digits with the country code. `+`, spaces, dashes and brackets are left out. */
  number: string;
  /** The site named in the message. */
  siteName?: string | null | undefined;
  /** The login of the subclient that is meant; null: the account itself. */
  subclient?: string | null | undefined;
};

/** Which sender: exactly one of these. */
export type SenderBy =
  {   /** Its `id` in this API. It knows its subclient: `subclient` may be left out beside it. */
  id: string | number; name?: never; smscId?: never; }
  |  { id?: never;   /** Its name, letter case included. */
  name: string; smscId?: never; }
  |  { id?: never; name?: never;   /** The provider’s own number of it, as a decimal string. */
  smscId: string; };

/** What can happen to a sender. */
export type SenderEventKind =
  /** A document was attached. */
  | 'FILE_ADDED'
  /** The provider’s administrator decided on a document. */
  | 'FILE_STATUS_CHANGED'
  /** One operator’s status of the sender changed. */
  | 'OPERATOR_STATUS_CHANGED'
  /** The sender appeared: added through this gateway or elsewhere. */
  | 'SENDER_ADDED'
  /** The sender is gone: deleted through this gateway or elsewhere. */
  | 'SENDER_REMOVED'
  /** The provider’s moderator decided on the sender. */
  | 'SENDER_STATUS_CHANGED';

/** What the provider’s administrator made of a document. */
export type SenderFileStatus =
  /** Admitted. */
  | 'APPROVED'
  /** Refused; `comment` says why where the administrator wrote it. */
  | 'REJECTED'
  /** Waits for the administrator’s review. */
  | 'UNDER_REVIEW'
  /** A number that the provider has not published, or none at all; `rawStatus` has it. */
  | 'UNKNOWN';

/** All conditions that are given must hold. */
export type SenderFilter = {
  /** Any of these kinds. */
  kind?: Array<SenderKind> | null | undefined;
  /** A part of the name; letter case does not matter. */
  nameContains?: string | null | undefined;
  /** A status at one operator. Costs one upstream call, where nothing fresh is held. */
  operator?: OperatorStatusFilter | null | undefined;
  /** Any of these moderation statuses. */
  status?: Array<SenderStatus> | null | undefined;
  /** Senders of which any operator’s status changed on this day or later. A question of its own to the provider, which names no time zone for its days: it is asked from the day before, so a sender that changed then may be among them. Costs one upstream call. */
  statusChangedSince?: string | null | undefined;
};

/** What a sender’s name is made of. */
export type SenderKind =
  /** A name of Latin letters, digits, dot, dash and underscore, at most 11 characters. */
  | 'ALPHANUMERIC'
  /** A phone number. It must be confirmed: sendVerificationCode, then verifySender. */
  | 'DIGITAL'
  /** An e-mail address. */
  | 'EMAIL';

/** How to order senders. */
export type SenderOrder = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** By what. */
  field: SenderOrderField;
};

/** What a list of senders is ordered by. Equal ones stand in the order of their creation. */
export type SenderOrderField =
  /** By the order of creation. */
  | 'CREATED'
  /** By name; letter case does not matter. */
  | 'NAME'
  /** By moderation status, in the order of the enum. */
  | 'STATUS';

/** What the provider’s moderator made of a sender. */
export type SenderStatus =
  /** Admitted by the moderator. Each operator then decides for itself. */
  | 'APPROVED'
  /** Waits for the provider’s moderator; no message can be sent from it yet. */
  | 'AWAITING_MODERATION'
  /** Switched off by the provider or the account. */
  | 'DISABLED'
  /** The provider sent no status, or a number that it has not published; `rawStatus` has it. */
  | 'UNKNOWN';

/** What a registration in Ukraine needs. All of it. */
export type UkraineRegistrationInput = {
  /** The actual address. */
  address: string;
  /** Where the organisation can be reached. */
  email: string;
  /** The legal name of the organisation (ООО, СПД). */
  organization: string;
  /** What recipients are told about. */
  purpose: string;
  /** The services that the sender offers. */
  services: string;
  /** Which traffic. */
  tariff: RegionalTariff;
  /** ЕДРПОУ or ИНН. */
  taxId: string;
  /** The website, or a link to a social network. */
  website: string;
};

/** The code that came to a number. */
export type VerifySenderInput = {
  /** The code from the message. */
  code: string;
  /** The digital sender: a phone number, digits with the country code. `+`, spaces, dashes and brackets are left out. */
  number: string;
  /** The login of the subclient that is meant; null: the account itself. */
  subclient?: string | null | undefined;
};

/** How a webhook is doing. */
export type WebhookState =
  /** Every event that was tried last was taken; new ones are on their way. */
  | 'ACTIVE'
  /** Nothing is sent until resumeWebhook: an event was not taken for 24 hours, or the receiver said that it is gone. */
  | 'DISABLED'
  /** Some event was not taken yet: it is tried again with growing pauses, and later ones of the same sender wait for it. */
  | 'FAILING';

export type ActiveImportsQueryVariables = Exact<{
  subclient?: string | null | undefined;
}>;


export type ActiveImportsQuery = { activeImports: Array<{ id: string, state: ImportJobState, total: number, done: number, failed: number, createdAt: string, estimatedFinishAt: string | null, problem: { code: ErrorCode, message: string } | null }> };

export type AddSenderMutationVariables = Exact<{
  input: AddSenderInput;
}>;


export type AddSenderMutation = { addSender:
    | { __typename: 'AddSenderSuccess', replayed: boolean, sender: { id: string, smscId: string, name: string, status: SenderStatus } }
    | { __typename: 'FileRejectedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, maxBytes: number, acceptedExtensions: Array<string> }
    | { __typename: 'IdempotencyConflictError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'IpBlockedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'OutcomeUnknownError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, checkAfterMs: number }
    | { __typename: 'RateLimitedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, retryAfterMs: number }
    | { __typename: 'SaveFailedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'SenderExistsError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, existing: { id: string, name: string, status: SenderStatus } }
    | { __typename: 'UnknownUpstreamError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamAuthorizationError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
   };

export type ApprovalTimesQueryVariables = Exact<{
  country?: Country | null | undefined;
}>;


export type ApprovalTimesQuery = { operators: Array<{ code: OperatorCode, name: string, approvalTime: { medianDays: number, p90Days: number, samples: number } | null }> };

export type CancelImportMutationVariables = Exact<{
  input: ImportJobInput;
}>;


export type CancelImportMutation = { cancelImport:
    | { __typename: 'ImportJobSuccess', job: { id: string, state: ImportJobState, done: number, failed: number } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string }
   };

export type CatalogueQueryVariables = Exact<{
  country?: Country | null | undefined;
}>;


export type CatalogueQuery = { operators: Array<{ code: OperatorCode, column: string, name: string, country: Country, description: string }>, registrationOptions: Array<{ registration: Registration, fee: RegistrationFee, requiredFields: Array<string>, description: string, operator: { code: OperatorCode, column: string, name: string, country: Country } }> };

export type ChangeSenderMutationVariables = Exact<{
  input: ChangeSenderInput;
}>;


export type ChangeSenderMutation = { changeSender:
    | { __typename: 'ChangeSenderSuccess', sender: { id: string, name: string, status: SenderStatus } }
    | { __typename: 'FileRejectedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, maxBytes: number, acceptedExtensions: Array<string> }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'IpBlockedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'OutcomeUnknownError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, checkAfterMs: number }
    | { __typename: 'RateLimitedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, retryAfterMs: number }
    | { __typename: 'SaveFailedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'SenderNotFoundError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UnknownUpstreamError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamAuthorizationError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
   };

export type CheckSenderQueryVariables = Exact<{
  input: AddSenderInput;
}>;


export type CheckSenderQuery = { checkSender: { ok: boolean, issues: Array<{ path: Array<string>, message: string }> } };

export type DeleteSenderMutationVariables = Exact<{
  input: DeleteSenderInput;
}>;


export type DeleteSenderMutation = { deleteSender:
    | { __typename: 'DeleteSenderSuccess', deletedId: string }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'IpBlockedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'OutcomeUnknownError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, checkAfterMs: number }
    | { __typename: 'RateLimitedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, retryAfterMs: number }
    | { __typename: 'SaveFailedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'SenderNotFoundError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UnknownUpstreamError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamAuthorizationError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
   };

export type EventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  direction?: OrderDirection;
  subclient?: string | null | undefined;
  kinds?: Array<SenderEventKind> | SenderEventKind | null | undefined;
}>;


export type EventsQuery = { events: { newestCursor: string, nodes: Array<{ cursor: string, at: string, kind: SenderEventKind, name: string, statusBefore: RegistrationStatus | null, statusAfter: RegistrationStatus | null, senderStatusAfter: SenderStatus | null, fileName: string | null, fileStatusAfter: SenderFileStatus | null, operator: { code: OperatorCode, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ImportJobQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  state?: Array<ImportRowState> | ImportRowState | null | undefined;
}>;


export type ImportJobQuery = { importJob: { id: string, state: ImportJobState, total: number, done: number, failed: number, createdAt: string, finishedAt: string | null, estimatedFinishAt: string | null, problem: { code: ErrorCode, message: string } | null, rows: { totalCount: number, nodes: Array<{ number: number, line: number | null, name: string, state: ImportRowState, issues: Array<{ column: string, message: string }>, problem: { code: ErrorCode, message: string } | null, sender: { id: string, status: SenderStatus } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ImportProgressSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type ImportProgressSubscription = { importProgress: { state: ImportJobState, total: number, done: number, failed: number, estimatedFinishAt: string | null, problem: { code: ErrorCode, message: string } | null } };

export type ImportSendersMutationVariables = Exact<{
  input: ImportSendersInput;
}>;


export type ImportSendersMutation = { importSenders:
    | { __typename: 'IdempotencyConflictError', code: ErrorCode, message: string, retryable: boolean }
    | { __typename: 'ImportSendersSuccess', replayed: boolean, job: { id: string, state: ImportJobState, total: number, done: number, failed: number, estimatedFinishAt: string | null, rows: { totalCount: number, nodes: Array<{ number: number, line: number | null, name: string, state: ImportRowState, issues: Array<{ column: string, message: string }> }> } } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'IpBlockedError', code: ErrorCode, message: string, retryable: boolean }
    | { __typename: 'OutcomeUnknownError', code: ErrorCode, message: string, retryable: boolean }
    | { __typename: 'RateLimitedError', code: ErrorCode, message: string, retryable: boolean }
    | { __typename: 'UnknownUpstreamError', code: ErrorCode, message: string, retryable: boolean }
    | { __typename: 'UpstreamAuthorizationError', code: ErrorCode, message: string, retryable: boolean }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, retryable: boolean }
   };

export type NeedsAttentionQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type NeedsAttentionQuery = { senders: { nodes: Array<{ id: string, name: string, progress: { blocked: number }, operators: Array<{ status: RegistrationStatus, operator: { code: OperatorCode, name: string } }>, files: Array<{ id: string, name: string, status: SenderFileStatus, comment: string | null }> }> } };

export type NodeQueryVariables = Exact<{
  id: string | number;
}>;


export type NodeQuery = { node:
    | { __typename: 'Sender', name: string, status: SenderStatus, id: string }
    | { __typename: 'SenderFile', name: string, comment: string | null, id: string, fileStatus: SenderFileStatus }
   | null };

export type PauseImportMutationVariables = Exact<{
  input: ImportJobInput;
}>;


export type PauseImportMutation = { pauseImport:
    | { __typename: 'ImportJobSuccess', job: { id: string, state: ImportJobState, done: number, failed: number } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string }
   };

export type PulseQueryVariables = Exact<{
  subclient?: string | null | undefined;
}>;


export type PulseQuery = { senders: { totalCount: number, freshness: { fetchedAt: string, ageSeconds: number, stale: boolean }, nodes: Array<{ id: string, operatorsFreshness: { fetchedAt: string, ageSeconds: number, stale: boolean } }> }, upstreamQuota: { buckets: Array<{ name: QuotaName, limit: number, remaining: number, windowSeconds: number, resetAt: string | null }> } };

export type ResumeImportMutationVariables = Exact<{
  input: ImportJobInput;
}>;


export type ResumeImportMutation = { resumeImport:
    | { __typename: 'ImportJobSuccess', job: { id: string, state: ImportJobState, done: number, failed: number } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string }
   };

export type ResumeWebhookMutationVariables = Exact<{
  input: ResumeWebhookInput;
}>;


export type ResumeWebhookMutation = { resumeWebhook:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string }
    | { __typename: 'ResumeWebhookSuccess', webhook: { name: string, state: WebhookState } }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string }
   };

export type SendVerificationCodeMutationVariables = Exact<{
  input: SendVerificationCodeInput;
}>;


export type SendVerificationCodeMutation = { sendVerificationCode:
    | { __typename: 'CodeAlreadySentError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, lockedUntil: string | null }
    | { __typename: 'CodeUndeliverableError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'InvalidNumberError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'IpBlockedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'OutcomeUnknownError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, checkAfterMs: number }
    | { __typename: 'RateLimitedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, retryAfterMs: number }
    | { __typename: 'SendVerificationCodeSuccess', number: string, resendAllowedAt: string }
    | { __typename: 'UnknownUpstreamError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamAuthorizationError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
   };

export type SenderCellsQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type SenderCellsQuery = { nodes: Array<
    | { id: string, operators: Array<{ status: RegistrationStatus, rawStatus: number | null, replacementName: string | null, operator: { code: OperatorCode, column: string } }> }
    | Record<PropertyKey, never>
   | null> };

export type SenderEventsSubscriptionVariables = Exact<{
  subclient?: string | null | undefined;
  smscIds?: Array<string> | string | null | undefined;
  kinds?: Array<SenderEventKind> | SenderEventKind | null | undefined;
  after?: string | null | undefined;
}>;


export type SenderEventsSubscription = { senderEvents: { cursor: string, at: string, kind: SenderEventKind, smscId: string, name: string, statusBefore: RegistrationStatus | null, statusAfter: RegistrationStatus | null, senderStatusBefore: SenderStatus | null, senderStatusAfter: SenderStatus | null, fileName: string | null, fileStatusBefore: SenderFileStatus | null, fileStatusAfter: SenderFileStatus | null, operator: { code: OperatorCode, name: string } | null } };

export type SenderHistoryQueryVariables = Exact<{
  by: SenderBy;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SenderHistoryQuery = { sender: { id: string, name: string, history: { nodes: Array<{ cursor: string, at: string, kind: SenderEventKind, statusBefore: RegistrationStatus | null, statusAfter: RegistrationStatus | null, senderStatusBefore: SenderStatus | null, senderStatusAfter: SenderStatus | null, fileName: string | null, fileStatusAfter: SenderFileStatus | null, operator: { code: OperatorCode, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type SenderNamesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  subclient?: string | null | undefined;
  filter?: SenderFilter | null | undefined;
  orderBy?: SenderOrder | null | undefined;
}>;


export type SenderNamesQuery = { senders: { totalCount: number, nodes: Array<{ id: string, name: string, kind: SenderKind, status: SenderStatus }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SenderStatusesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  subclient?: string | null | undefined;
}>;


export type SenderStatusesQuery = { senders: { totalCount: number, nodes: Array<{ id: string, name: string, kind: SenderKind, status: SenderStatus, operators: Array<{ status: RegistrationStatus, operator: { code: OperatorCode, column: string } }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SenderQueryVariables = Exact<{
  by: SenderBy;
  subclient?: string | null | undefined;
}>;


export type SenderQuery = { sender: { id: string, smscId: string, name: string, kind: SenderKind, subclient: string | null, status: SenderStatus, rawStatus: number | null, operators: Array<{ status: RegistrationStatus, rawStatus: number | null, replacementName: string | null, operator: { code: OperatorCode, column: string, name: string, country: Country, description: string } }>, progress: { total: number, approved: number, pending: number, blocked: number }, files: Array<{ id: string, smscId: string, name: string, status: SenderFileStatus, rawStatus: number | null, comment: string | null }>, freshness: { fetchedAt: string, ageSeconds: number, stale: boolean }, operatorsFreshness: { stale: boolean }, filesFreshness: { stale: boolean } } | null };

export type SendersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  subclient?: string | null | undefined;
  filter?: SenderFilter | null | undefined;
  orderBy?: SenderOrder | null | undefined;
}>;


export type SendersQuery = { senders: { totalCount: number, edges: Array<{ cursor: string, node: { id: string, smscId: string, name: string, kind: SenderKind, status: SenderStatus, progress: { total: number, approved: number, pending: number, blocked: number }, operators: Array<{ status: RegistrationStatus, rawStatus: number | null, replacementName: string | null, operator: { code: OperatorCode, column: string } }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, freshness: { fetchedAt: string, ageSeconds: number, stale: boolean } } };

export type SenderRowFragment = { id: string, smscId: string, name: string, kind: SenderKind, status: SenderStatus, progress: { total: number, approved: number, pending: number, blocked: number }, operators: Array<{ status: RegistrationStatus, rawStatus: number | null, replacementName: string | null, operator: { code: OperatorCode, column: string } }> };

export type VerifySenderMutationVariables = Exact<{
  input: VerifySenderInput;
}>;


export type VerifySenderMutation = { verifySender:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'InvalidNumberError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'IpBlockedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'OutcomeUnknownError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, checkAfterMs: number }
    | { __typename: 'RateLimitedError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean, retryAfterMs: number }
    | { __typename: 'SenderNotFoundError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UnknownUpstreamError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamAuthorizationError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'UpstreamUnavailableError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
    | { __typename: 'VerifySenderSuccess', number: string, sender: { id: string, name: string, status: SenderStatus } | null }
    | { __typename: 'WrongCodeError', code: ErrorCode, message: string, upstreamCode: number | null, retryable: boolean }
   };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { account: string, subclients: Array<string>, reachesOwnSenders: boolean, canWrite: boolean }, upstreamQuota: { concurrent: number, concurrentLimit: number, buckets: Array<{ name: QuotaName, limit: number, remaining: number, windowSeconds: number, resetAt: string | null }> } };

export type WebhooksQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhooksQuery = { webhooks: Array<{ name: string, host: string, kinds: Array<SenderEventKind>, state: WebhookState, problem: string | null, waiting: number, lastTakenAt: string | null, failingSince: string | null, disabledAt: string | null }> };

export const SenderRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SenderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Sender"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"smscId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"approved"}},{"kind":"Field","name":{"kind":"Name","value":"pending"}},{"kind":"Field","name":{"kind":"Name","value":"blocked"}}]}},{"kind":"Field","name":{"kind":"Name","value":"operators"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"column"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rawStatus"}},{"kind":"Field","name":{"kind":"Name","value":"replacementName"}}]}}]}}]} as unknown as DocumentNode<SenderRowFragment, unknown>;
export const ActiveImportsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ActiveImports"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeImports"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subclient"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedFinishAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ActiveImportsQuery, ActiveImportsQueryVariables>;
export const AddSenderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddSender"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddSenderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addSender"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AddSenderSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"smscId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SenderExistsError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"existing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FileRejectedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxBytes"}},{"kind":"Field","name":{"kind":"Name","value":"acceptedExtensions"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknownError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<AddSenderMutation, AddSenderMutationVariables>;
export const ApprovalTimesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApprovalTimes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"country"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Country"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operators"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"country"},"value":{"kind":"Variable","name":{"kind":"Name","value":"country"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"approvalTime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"medianDays"}},{"kind":"Field","name":{"kind":"Name","value":"p90Days"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}}]}}]}}]} as unknown as DocumentNode<ApprovalTimesQuery, ApprovalTimesQueryVariables>;
export const CancelImportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelImport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportJobInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelImport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImportJobSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CancelImportMutation, CancelImportMutationVariables>;
export const CatalogueDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Catalogue"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"country"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Country"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operators"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"country"},"value":{"kind":"Variable","name":{"kind":"Name","value":"country"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"Field","name":{"kind":"Name","value":"registrationOptions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"country"},"value":{"kind":"Variable","name":{"kind":"Name","value":"country"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registration"}},{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"Field","name":{"kind":"Name","value":"fee"}},{"kind":"Field","name":{"kind":"Name","value":"requiredFields"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}}]} as unknown as DocumentNode<CatalogueQuery, CatalogueQueryVariables>;
export const ChangeSenderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangeSender"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeSenderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changeSender"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ChangeSenderSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FileRejectedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxBytes"}},{"kind":"Field","name":{"kind":"Name","value":"acceptedExtensions"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknownError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<ChangeSenderMutation, ChangeSenderMutationVariables>;
export const CheckSenderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CheckSender"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddSenderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkSender"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CheckSenderQuery, CheckSenderQueryVariables>;
export const DeleteSenderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteSender"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteSenderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteSender"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteSenderSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknownError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteSenderMutation, DeleteSenderMutationVariables>;
export const EventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Events"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"direction"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderDirection"}}},"defaultValue":{"kind":"EnumValue","value":"DESC"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SenderEventKind"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"direction"},"value":{"kind":"Variable","name":{"kind":"Name","value":"direction"}}},{"kind":"Argument","name":{"kind":"Name","value":"subclient"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"statusBefore"}},{"kind":"Field","name":{"kind":"Name","value":"statusAfter"}},{"kind":"Field","name":{"kind":"Name","value":"senderStatusAfter"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"fileStatusAfter"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"newestCursor"}}]}}]}}]} as unknown as DocumentNode<EventsQuery, EventsQueryVariables>;
export const ImportJobDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImportJob"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"state"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportRowState"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"importJob"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedFinishAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"state"},"value":{"kind":"Variable","name":{"kind":"Name","value":"state"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"line"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ImportJobQuery, ImportJobQueryVariables>;
export const ImportProgressDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ImportProgress"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"importProgress"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedFinishAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ImportProgressSubscription, ImportProgressSubscriptionVariables>;
export const ImportSendersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ImportSenders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportSendersInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"importSenders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImportSendersSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedFinishAt"}},{"kind":"Field","name":{"kind":"Name","value":"rows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"state"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"INVALID"},{"kind":"EnumValue","value":"DUPLICATE"},{"kind":"EnumValue","value":"EXISTS"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"line"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<ImportSendersMutation, ImportSendersMutationVariables>;
export const NeedsAttentionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NeedsAttention"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"senders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"status"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"APPROVED"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"NAME"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"blocked"}}]}},{"kind":"Field","name":{"kind":"Name","value":"operators"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"status"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"REJECTED"},{"kind":"EnumValue","value":"DOCUMENTS_REQUIRED"},{"kind":"EnumValue","value":"INSUFFICIENT_FUNDS"},{"kind":"EnumValue","value":"SUSPENDED"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"files"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"comment"}}]}}]}}]}}]}}]} as unknown as DocumentNode<NeedsAttentionQuery, NeedsAttentionQueryVariables>;
export const NodeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Node"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Sender"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SenderFile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","alias":{"kind":"Name","value":"fileStatus"},"name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"comment"}}]}}]}}]}}]} as unknown as DocumentNode<NodeQuery, NodeQueryVariables>;
export const PauseImportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PauseImport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportJobInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pauseImport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImportJobSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PauseImportMutation, PauseImportMutationVariables>;
export const PulseDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Pulse"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"senders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"subclient"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fetchedAt"}},{"kind":"Field","name":{"kind":"Name","value":"ageSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","alias":{"kind":"Name","value":"operatorsFreshness"},"name":{"kind":"Name","value":"freshness"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"part"},"value":{"kind":"EnumValue","value":"OPERATORS"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fetchedAt"}},{"kind":"Field","name":{"kind":"Name","value":"ageSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"upstreamQuota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"buckets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"windowSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}}]}}]}}]} as unknown as DocumentNode<PulseQuery, PulseQueryVariables>;
export const ResumeImportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeImport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportJobInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resumeImport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImportJobSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"job"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ResumeImportMutation, ResumeImportMutationVariables>;
export const ResumeWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resumeWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeWebhookSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ResumeWebhookMutation, ResumeWebhookMutationVariables>;
export const SendVerificationCodeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendVerificationCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendVerificationCodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendVerificationCode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendVerificationCodeSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"resendAllowedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CodeAlreadySentError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"lockedUntil"},"name":{"kind":"Name","value":"resendAllowedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknownError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<SendVerificationCodeMutation, SendVerificationCodeMutationVariables>;
export const SenderCellsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SenderCells"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Sender"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"operators"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"column"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rawStatus"}},{"kind":"Field","name":{"kind":"Name","value":"replacementName"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SenderCellsQuery, SenderCellsQueryVariables>;
export const SenderEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"SenderEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"smscIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SenderEventKind"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"senderEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subclient"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}}},{"kind":"Argument","name":{"kind":"Name","value":"smscIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"smscIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"kinds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kinds"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"smscId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"statusBefore"}},{"kind":"Field","name":{"kind":"Name","value":"statusAfter"}},{"kind":"Field","name":{"kind":"Name","value":"senderStatusBefore"}},{"kind":"Field","name":{"kind":"Name","value":"senderStatusAfter"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"fileStatusBefore"}},{"kind":"Field","name":{"kind":"Name","value":"fileStatusAfter"}}]}}]}}]} as unknown as DocumentNode<SenderEventsSubscription, SenderEventsSubscriptionVariables>;
export const SenderHistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SenderHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SenderBy"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sender"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"statusBefore"}},{"kind":"Field","name":{"kind":"Name","value":"statusAfter"}},{"kind":"Field","name":{"kind":"Name","value":"senderStatusBefore"}},{"kind":"Field","name":{"kind":"Name","value":"senderStatusAfter"}},{"kind":"Field","name":{"kind":"Name","value":"fileName"}},{"kind":"Field","name":{"kind":"Name","value":"fileStatusAfter"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SenderHistoryQuery, SenderHistoryQueryVariables>;
export const SenderNamesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SenderNames"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SenderFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SenderOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"senders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"subclient"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<SenderNamesQuery, SenderNamesQueryVariables>;
export const SenderStatusesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SenderStatuses"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"500"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"senders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"subclient"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"operators"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"column"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<SenderStatusesQuery, SenderStatusesQueryVariables>;
export const SenderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sender"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SenderBy"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sender"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}},{"kind":"Argument","name":{"kind":"Name","value":"subclient"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"smscId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"subclient"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rawStatus"}},{"kind":"Field","name":{"kind":"Name","value":"operators"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"column"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rawStatus"}},{"kind":"Field","name":{"kind":"Name","value":"replacementName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"approved"}},{"kind":"Field","name":{"kind":"Name","value":"pending"}},{"kind":"Field","name":{"kind":"Name","value":"blocked"}}]}},{"kind":"Field","name":{"kind":"Name","value":"files"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"smscId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rawStatus"}},{"kind":"Field","name":{"kind":"Name","value":"comment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fetchedAt"}},{"kind":"Field","name":{"kind":"Name","value":"ageSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"operatorsFreshness"},"name":{"kind":"Name","value":"freshness"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"part"},"value":{"kind":"EnumValue","value":"OPERATORS"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"filesFreshness"},"name":{"kind":"Name","value":"freshness"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"part"},"value":{"kind":"EnumValue","value":"FILES"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}}]}}]}}]} as unknown as DocumentNode<SenderQuery, SenderQueryVariables>;
export const SendersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Senders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SenderFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SenderOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"senders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"subclient"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subclient"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SenderRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fetchedAt"}},{"kind":"Field","name":{"kind":"Name","value":"ageSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SenderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Sender"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"smscId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"approved"}},{"kind":"Field","name":{"kind":"Name","value":"pending"}},{"kind":"Field","name":{"kind":"Name","value":"blocked"}}]}},{"kind":"Field","name":{"kind":"Name","value":"operators"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"operator"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"column"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rawStatus"}},{"kind":"Field","name":{"kind":"Name","value":"replacementName"}}]}}]}}]} as unknown as DocumentNode<SendersQuery, SendersQueryVariables>;
export const VerifySenderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"VerifySender"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VerifySenderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifySender"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VerifySenderSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"sender"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknownError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<VerifySenderMutation, VerifySenderMutationVariables>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"account"}},{"kind":"Field","name":{"kind":"Name","value":"subclients"}},{"kind":"Field","name":{"kind":"Name","value":"reachesOwnSenders"}},{"kind":"Field","name":{"kind":"Name","value":"canWrite"}}]}},{"kind":"Field","name":{"kind":"Name","value":"upstreamQuota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"buckets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"windowSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"resetAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"concurrent"}},{"kind":"Field","name":{"kind":"Name","value":"concurrentLimit"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const WebhooksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Webhooks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhooks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"host"}},{"kind":"Field","name":{"kind":"Name","value":"kinds"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"lastTakenAt"}},{"kind":"Field","name":{"kind":"Name","value":"failingSince"}},{"kind":"Field","name":{"kind":"Name","value":"disabledAt"}}]}}]}}]} as unknown as DocumentNode<WebhooksQuery, WebhooksQueryVariables>;