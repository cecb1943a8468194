import type { Failure } from '../api/failure.ts';
import type {
  Country,
  QuotaName,
  RegionalTariff,
  RegistrationFee,
  RegistrationStatus,
  SenderFileStatus,
  SenderKind,
  SenderStatus,
} from '../generated/operations.ts';

/** An operator as people know it; a brand has a column for each of its tariffs. */
export type OperatorBrand =
  | 'MEGAFON'
  | 'BEELINE'
  | 'MOTIV'
  | 'SBER'
  | 'WINMOBILE'
  | 'VOLNA'
  | 'MTS'
  | 'TELE2'
  | 'UKRAINE'
  | 'BELARUS'
  | 'UNKNOWN';
/** What tells the columns of a brand apart. */
export type OperatorVariant = 'FREE' | 'PAID' | 'INTERNATIONAL' | 'NATIONAL' | 'OTHER';
/** What a status means for sending. `idle`: the provider says the same number for a registration that waits and for one that nobody asked for. */
export type Outlook = 'approved' | 'pending' | 'blocked' | 'idle' | 'unknown';
export type SortOrder = 'CREATED-DESC' | 'CREATED-ASC' | 'NAME-ASC' | 'NAME-DESC' | 'STATUS-ASC';
export type AddStep = 'name' | 'operators' | 'forms' | 'document' | 'review';

export type FormField =
  | `ukraine.${'organization' | 'taxId' | 'website' | 'email' | 'address' | 'services' | 'purpose'}`
  | `belarus.${'organization' | 'taxId' | 'address' | 'occupation' | 'mailingType' | 'sampleMessage' | 'website'}`;

/** Numbers come formatted, so that a table alone decides about words. */
type Count = string;
interface Explained {
  readonly label: string;
  /** What it means and what to do next. */
  readonly next: string;
}

/** Every text of the console; one table a language, and the compiler misses none. */
export interface TextTable {
  readonly language: string;
  readonly product: string;
  readonly skipToContent: string;
  readonly cancel: string;
  readonly tryAgain: string;
  readonly loading: string;
  readonly nav: Readonly<Record<'label' | 'list' | 'overview' | 'add' | 'verify', string>>;
  readonly settings: Readonly<Record<'label' | 'switchLanguage' | 'toDark' | 'toLight' | 'subclient' | 'ownNames' | 'signOut', string>>;
  readonly freshness: {
    readonly asOf: (age: string) => string;
    readonly now: string;
    readonly stale: (age: string) => string;
    readonly waiting: string;
    readonly explain: string;
  };
  readonly quota: Readonly<Record<QuotaName, string>> & {
    readonly label: string;
    readonly left: (remaining: Count, limit: Count, seconds: Count) => string;
  };
  readonly connection: Readonly<Record<'lost' | 'lostText' | 'failing', string>>;
  readonly signIn: Readonly<Record<'title' | 'intro' | 'token' | 'tokenHint' | 'submit' | 'wrong' | 'empty', string>>;
  readonly missing: Readonly<Record<'title' | 'text' | 'back', string>>;
  readonly changes: Readonly<Record<'title' | 'putAway' | 'name' | 'added' | 'removed' | 'attached' | 'gone' | 'fresh', string>>;
  readonly list: Readonly<
    Record<
      | 'title'
      | 'search'
      | 'clearSearch'
      | 'filters'
      | 'status'
      | 'kind'
      | 'operator'
      | 'operatorStatus'
      | 'any'
      | 'sort'
      | 'clearFilters'
      | 'grid'
      | 'gridHint'
      | 'columnName'
      | 'columnStatus'
      | 'legend'
      | 'empty'
      | 'emptyText'
      | 'nothingFound'
      | 'nothingFoundText'
      | 'notRegistered'
      | 'replaced',
      string
    >
  > & {
    readonly count: (count: Count) => string;
    readonly sortBy: Readonly<Record<SortOrder, string>>;
    readonly loadingMore: (loaded: Count, total: Count) => string;
    readonly replacedBy: (name: string) => string;
    readonly summary: (approved: Count, pending: Count, blocked: Count) => string;
  };
  readonly sender: Readonly<
    Record<
      | 'back'
      | 'notFound'
      | 'notFoundText'
      | 'moderation'
      | 'operators'
      | 'operatorsEmpty'
      | 'operatorsIdle'
      | 'statusColumn'
      | 'meaningColumn'
      | 'files'
      | 'filesEmpty'
      | 'administrator'
      | 'history'
      | 'historyEmpty'
      | 'historyMore'
      | 'providerId'
      | 'subclient'
      | 'comment'
      | 'commentHint'
      | 'saveComment'
      | 'commentSaved'
      | 'register'
      | 'registerIntro'
      | 'registerSubmit'
      | 'registered'
      | 'nothingToRegister'
      | 'chooseOne'
      | 'upload'
      | 'uploadSubmit'
      | 'uploaded'
      | 'verify'
      | 'verifyText'
      | 'remove'
      | 'removeText'
      | 'removeConfirm'
      | 'tools',
      string
    >
  > & { readonly removeTitle: (name: string) => string };
  readonly document: Readonly<
    Record<'label' | 'drop' | 'or' | 'choose' | 'rules' | 'wrongType' | 'empty' | 'remove' | 'info' | 'infoHint' | 'missing', string>
  > & { readonly tooLarge: (size: string) => string };
  readonly add: Readonly<
    Record<
      | 'title'
      | 'steps'
      | 'next'
      | 'previous'
      | 'kind'
      | 'name'
      | 'nameFine'
      | 'nameEmpty'
      | 'nameTaken'
      | 'lineRule'
      | 'textRule'
      | 'emailOwner'
      | 'comment'
      | 'commentHint'
      | 'operatorsIntro'
      | 'document'
      | 'review'
      | 'none'
      | 'cost'
      | 'submit'
      | 'toStep',
      string
    >
  > & {
    readonly step: (index: Count, count: Count) => string;
    readonly stepNames: Readonly<Record<AddStep, string>>;
    readonly kindHints: Readonly<Record<SenderKind, string>>;
    readonly nameRules: Readonly<Record<SenderKind, string>>;
    readonly nameKind: (kind: string) => string;
    readonly openExisting: (name: string) => string;
    readonly free: (count: Count) => string;
    readonly paid: (count: Count) => string;
  };
  readonly registration: {
    readonly groups: Readonly<Record<Country, string>>;
    readonly fees: Readonly<Record<RegistrationFee, string>>;
    readonly paidNote: string;
    readonly tariffs: Readonly<Record<RegionalTariff, string>>;
    readonly tariffHints: Readonly<Record<RegionalTariff, string>>;
    readonly noTariff: string;
    readonly forms: Readonly<Record<'ukraine' | 'belarus', string>>;
    readonly required: string;
    readonly fields: Readonly<Record<FormField, { readonly label: string; readonly hint: string }>>;
  };
  readonly verify: Readonly<
    Record<
      | 'title'
      | 'intro'
      | 'number'
      | 'numberHint'
      | 'yours'
      | 'more'
      | 'from'
      | 'fromHint'
      | 'siteName'
      | 'send'
      | 'lockedUnknown'
      | 'numberEmpty'
      | 'code'
      | 'codeEmpty'
      | 'confirm'
      | 'doneText'
      | 'openSender'
      | 'another'
      | 'stepSend'
      | 'stepEnter',
      string
    >
  > & {
    readonly sent: (number: string) => string;
    readonly lockedTitle: (time: string) => string;
    readonly lockedFor: (duration: string) => string;
    readonly done: (number: string) => string;
  };
  readonly overview: Readonly<
    Record<
      | 'title'
      | 'total'
      | 'moderation'
      | 'attention'
      | 'attentionNone'
      | 'operators'
      | 'operatorsHint'
      | 'asTable'
      | 'operatorColumn'
      | 'sending'
      | 'sendingHint',
      string
    >
  > & {
    readonly counting: (counted: Count, total: Count) => string;
    readonly attentionCount: (count: Count) => string;
    readonly outlooks: Readonly<Record<Outlook, string>>;
    readonly openList: (operator: string, status: string, count: Count) => string;
    readonly more: (count: Count) => string;
    readonly share: (part: string) => string;
  };
  readonly brands: Readonly<Record<OperatorBrand, string>>;
  readonly variants: Readonly<Record<OperatorVariant, string>>;
  /** Two or three characters over a column. */
  readonly variantSigns: Readonly<Record<OperatorVariant, string>>;
  readonly kinds: Readonly<Record<SenderKind, string>>;
  readonly senderStatus: Readonly<Record<SenderStatus, Explained>>;
  readonly registrationStatus: Readonly<Record<RegistrationStatus, Explained>>;
  readonly fileStatus: Readonly<Record<SenderFileStatus, string>>;
  readonly rawStatus: (number: Count) => string;
  readonly errors: {
    readonly title: Readonly<Record<Failure['code'], string>>;
    /** What to do. */
    readonly advice: Readonly<Record<Failure['code'], string>>;
    readonly upstreamCode: (code: Count) => string;
    readonly requestId: (id: string) => string;
    readonly retryIn: (seconds: Count) => string;
    readonly stopWaiting: string;
    readonly uploading: (percent: Count) => string;
    readonly sending: string;
  };
}
