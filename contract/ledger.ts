// Personal accounts: balances, history, statements, adding one, and the accountant's workplace (HOME-6, ACC-1, ACC-2, ACC-4).
import { Type } from 'typebox';
import { ACCOUNT_KINDS, accountKinds } from './account-kinds.ts';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { CommunalFlat, PublicOrganization } from './housing.ts';
import { alsoAsked, alsoTold, exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { linkRequestStatuses } from './statuses/accounts.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, DecimalText, Id, Instant, Kopecks, Month, Nullable, obj, OneOf, PositiveKopecks, Text, Version } from './types.ts';

export const OPERATION_KINDS = ['charge', 'charge_reversal', 'penalty', 'payment', 'refund', 'opening'] as const;

const sums = { dueKopecks: Kopecks, penaltyKopecks: Kopecks, reservedKopecks: Kopecks, advanceKopecks: Kopecks };
const account = obj({ houseId: Id, accountId: Id });

export const Home = obj({
  houseId: Id,
  premisesId: Id,
  address: Type.String(),
  kind: Type.String(),
  areaTotal: DecimalText,
  accounts: Type.Integer({ minimum: 0 }),
  ...sums,
});
export const getHomes = endpoint({
  method: 'GET',
  url: '/api/v1/homes',
  summary: "The person's homes, each with the sums over its accounts, and all of them together",
  answer: obj({ homes: Type.Array(Home), total: obj(sums) }),
});

export const AccountLine = obj({
  houseId: Id,
  accountId: Id,
  premisesId: Id,
  number: Text(30),
  unifiedNumber: Nullable(Text(10)),
  kind: OneOf(ACCOUNT_KINDS),
  address: Type.String(),
  organization: obj({ id: Id, shortName: Text(300) }),
  oldestDebt: Nullable(Month),
  closedOn: Nullable(Day),
  isSuspended: Type.Boolean({ description: 'The caller has suspended the account for himself' }),
  ...sums,
});
/** `premisesId`: the caller's own home whose address was typed; nothing is told of homes of others. */
export const LinkRequest = obj({
  id: Id,
  premisesId: Nullable(Id),
  number: Text(30),
  address: Text(300),
  organization: obj({ id: Id, shortName: Text(300) }),
  status: OneOf(keysOf(linkRequestStatuses)),
  askedAt: Instant,
  decideBy: Day,
  reason: Nullable(Text(500)),
});
export const getAccounts = endpoint({
  method: 'GET',
  url: '/api/v1/accounts',
  summary: 'The accounts that the person sees, and the requests that wait or were refused',
  answer: obj({ accounts: Type.Array(AccountLine), requests: Type.Array(LinkRequest) }),
});

export const AccountCard = obj({
  ...AccountLine.properties,
  housingServiceId: Nullable(Text(13)),
  contract: Nullable(Text(200)),
  openedOn: Day,
  payee: PublicOrganization,
  communal: Nullable(CommunalFlat),
  months: Type.Array(obj({ period: Month, chargedKopecks: Kopecks, paidKopecks: Kopecks, kopecks: Kopecks })),
  debts: Type.Array(obj({ period: Month, serviceCode: Text(40), service: Text(200), kopecks: Kopecks })),
});
export const getAccount = endpoint({
  method: 'GET',
  url: '/api/v1/accounts/:houseId/:accountId',
  summary: 'One account: what it owes by month, for a person who sees it and for its organization',
  params: account,
  answer: AccountCard,
});

export const Operation = obj({
  happenedOn: Day,
  kind: OneOf(OPERATION_KINDS),
  period: Nullable(Month),
  kopecks: Kopecks,
  services: Type.Array(Type.String(), { description: 'Short names of the services' }),
  note: Nullable(Type.String()),
  payee: Text(300),
  balanceKopecks: Type.Integer({ description: 'What was owed after it; below zero what lay ahead' }),
});
const historyQuery = {
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  kind: Type.Optional(Type.Array(OneOf(OPERATION_KINDS), { maxItems: OPERATION_KINDS.length })),
};
export const getAccountHistory = endpoint({
  method: 'GET',
  url: '/api/v1/accounts/:houseId/:accountId/history',
  summary: 'Operations of an account, the newest first, page by page',
  params: account,
  query: obj({
    ...historyQuery,
    after: Type.Optional(Type.String({ maxLength: 500, description: '`next` of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  answer: obj({ operations: Type.Array(Operation), next: Nullable(Type.String()) }),
  errors: ['list.mark'],
});

export const STATEMENT_FORMATS = ['pdf', 'csv', 'xlsx'] as const;
export const getStatement = endpoint({
  method: 'GET',
  url: '/api/v1/accounts/:houseId/:accountId/statement',
  summary: 'A statement of an account for any period, as a file',
  params: account,
  query: obj({ from: Day, to: Day, format: OneOf(STATEMENT_FORMATS) }),
  answer: Type.Any(),
  errors: ['list.tooLongForPdf'],
});

export const AddAccountBody = obj({
  organizationId: Id,
  address: Type.String({ minLength: 1, maxLength: 300, description: 'Street and house as people write them' }),
  flat: Type.String({ maxLength: 20, description: 'Number of the flat; empty for a detached house' }),
  number: Type.String({ minLength: 1, maxLength: 40, description: 'Number of the account, unified account number or number of a bill' }),
  lastBillKopecks: Type.Optional(PositiveKopecks),
  contract: Type.Optional(Text(200)),
});
export const addAccount = endpoint({
  method: 'POST',
  url: '/api/v1/accounts',
  summary: "Asks for an account: linked at once when the last bill's sum proves the right, else the organization decides",
  body: AddAccountBody,
  answer: obj({ status: OneOf(['linked', 'waiting']), requestId: Id, decideBy: Nullable(Day), account: Nullable(account) }),
  errors: ['accounts.tooManyTries', 'accounts.alreadyLinked'],
});

const page = { limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 100, description: '0: how many wait, and nobody is shown' })) };
export const WaitingLink = obj({
  id: Id,
  organizationId: Id,
  person: Text(300),
  number: Text(40),
  address: Text(300),
  flat: Text(20),
  contract: Nullable(Text(200)),
  sumGiven: Type.Boolean(),
  askedAt: Instant,
  decideBy: Day,
  overdue: Type.Boolean(),
  candidate: Nullable(obj({ houseId: Id, accountId: Id, number: Text(30), address: Type.String(), owners: Type.Array(Text(300)) })),
  version: Version,
});
export const getWaitingLinks = endpoint({
  method: 'GET',
  url: '/api/v1/work/links',
  summary: 'People who ask to see an account and wait for the organization, the most urgent first',
  query: obj(page),
  answer: obj({ links: Type.Array(WaitingLink), waiting: obj({ count: Type.Integer(), overdue: Type.Integer(), decideBy: Nullable(Day) }) }),
});
export const decideLink = endpoint({
  method: 'POST',
  url: '/api/v1/work/links/:requestId/decision',
  summary: "Confirms or refuses a person's right to see an account",
  params: obj({ requestId: Id }),
  body: obj({
    version: Version,
    decision: OneOf(['confirm', 'refuse']),
    accountNumber: Type.Optional(Type.String({ maxLength: 40, description: 'The account that is meant; needed when the portal found none' })),
    reason: Type.Optional(Text(500)),
  }),
  answer: obj({ status: OneOf(['linked', 'refused']) }),
  errors: ['accounts.requestDecided'],
});

export const workAccountColumns = {
  number: { title: 'Номер', kind: 'text', sortable: true },
  address: { title: 'Адрес', kind: 'text' },
  owners: { title: 'Собственники', kind: 'text' },
  kind: { title: 'Чей счёт', kind: 'status', filter: 'oneOf', words: accountKinds },
  openedOn: { title: 'Открыт', kind: 'day', sortable: true },
  closedOn: { title: 'Закрыт', kind: 'day', nullable: true },
  dueKopecks: { title: 'Долг, ₽', kind: 'money', total: true },
  advanceKopecks: { title: 'Заплачено вперёд, ₽', kind: 'money', total: true },
  reservedKopecks: { title: 'Платёж в пути, ₽', kind: 'money' },
  houseId: { title: 'Дом', kind: 'id' },
  premisesId: { title: 'Помещение', kind: 'id' },
} as const satisfies ListColumns;
const workAccounts = { url: '/api/v1/work/accounts', summary: "Accounts of the accountant's organizations by number, address or owner's name" };
const soughtText = { q: Type.Optional(Type.String({ maxLength: 100, description: "Beginning of a number, words of an address, or part of an owner's name" })) };
export const getWorkAccounts = alsoTold(alsoAsked(listEndpoint(workAccountColumns, workAccounts), soughtText), {
  isPart: Type.Boolean({ description: 'More was found than is looked through: some of it, its count and sums' }),
});
export const exportWorkAccounts = alsoAsked(exportEndpoint(workAccountColumns, workAccounts), soughtText);

/** So many accounts are opened by one command. */
export const OPENED_AT_ONCE = 2_000;
export const getAccountHouses = endpoint({
  method: 'GET',
  url: '/api/v1/work/accounts/houses',
  summary: "Houses where the accountant's organizations may open accounts: those they manage and those where they keep some",
  query: obj(soughtHouse),
  answer: obj({
    houses: Type.Array(obj({ houseId: Id, address: Type.String() })),
    ...moreHouses,
    organizations: Type.Array(obj({ id: Id, shortName: Text(300) })),
  }),
});
export const openAccounts = endpoint({
  method: 'POST',
  url: '/api/v1/work/accounts',
  summary: 'Opens accounts for premises of a house: all of them, or none when a line is wrong',
  body: obj({
    organizationId: Id,
    houseId: Id,
    kind: OneOf(ACCOUNT_KINDS),
    openedOn: Day,
    lines: Type.Array(obj({ number: Text(40), premises: Text(20), unifiedNumber: Type.Optional(Text(20)) }), { minItems: 1, maxItems: OPENED_AT_ONCE }),
  }),
  answer: obj({ opened: Type.Integer() }),
});

export const getWorkAccount = endpoint({
  method: 'GET',
  url: '/api/v1/work/accounts/:houseId/:accountId',
  summary: 'The ledger card of an account for its organization: months, debts, owners, people who see it',
  params: account,
  answer: obj({
    ...AccountCard.properties,
    owners: Type.Array(Text(300)),
    people: Type.Array(obj({ name: Text(300), proof: Text(30), linkedAt: Instant, phone: Nullable(Text(30)), email: Nullable(Text(254)) })),
    version: Version,
    can: obj({ close: Type.Boolean(), reopen: Type.Boolean() }),
  }),
});
export const closeAccount = endpoint({
  method: 'POST',
  url: '/api/v1/work/accounts/:houseId/:accountId/closing',
  summary: 'Closes an account from a day, or opens it again (a null day): a closed one is charged no more and takes only money that it owes',
  params: account,
  body: obj({ version: Version, closedOn: Nullable(Day), reason: Text(300) }),
  answer: obj({ closedOn: Nullable(Day) }),
  errors: ['object.changed', 'accounts.chargedAfter'],
});

export const getHouseSuppliers = endpoint({
  method: 'GET',
  url: '/api/v1/houses/:houseId/suppliers',
  summary: 'Who charges in a house, and the tariffs in force: public facts',
  params: obj({ houseId: Id }),
  answer: obj({
    suppliers: Type.Array(PublicOrganization),
    tariffs: Type.Array(
      obj({
        service: Text(200),
        organization: Text(300),
        zone: Text(3),
        fromVolume: DecimalText,
        value: DecimalText,
        unit: Text(30),
        fromDay: Day,
        decision: Text(500),
      }),
    ),
  }),
});
