// Charges, bills and registers.
import { type Static, Type } from 'typebox';
import { ChargeExplanation } from './charge-terms.ts';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listAnswer, listEndpoint, listQuery } from './list.ts';
import { chargeStatuses, loadStatuses } from './statuses/billing.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Instant, Kopecks, Month, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const purposes = { service: 'Услуга', rent: 'Наём', repair: 'Капитальный ремонт', penalty: 'Пени' } as const;

export const chargeColumns = {
  period: { title: 'Месяц', kind: 'month', filter: 'range', sortable: true },
  address: { title: 'Адрес', kind: 'text' },
  organization: { title: 'Кто начислил', kind: 'text' },
  purpose: { title: 'Назначение', kind: 'status', filter: 'oneOf', words: purposes },
  service: { title: 'Услуга', kind: 'text', sortable: true },
  totalKopecks: { title: 'Сумма, ₽', kind: 'money', sortable: true, total: true },
  yearAgoKopecks: { title: 'Год назад, ₽', kind: 'money', nullable: true, total: true },
  status: { title: 'Статус', kind: 'status', filter: 'oneOf', words: wordsOf(chargeStatuses) },
  madeOn: { title: 'Начислено', kind: 'day', sortable: true },
  dueOn: { title: 'Оплатить до', kind: 'day', sortable: true },
  serviceCode: { title: 'Код услуги', kind: 'text', filter: 'oneOf' },
  houseId: { title: 'Дом', kind: 'id' },
  accountId: { title: 'Счёт', kind: 'id', filter: 'exact' },
} as const;

const charges = { url: '/api/v1/charges', summary: 'Charges of the accounts that the person sees, with last year’s sum of the same month and service beside each' };
export const getCharges = listEndpoint(chargeColumns, charges);
export const exportCharges = exportEndpoint(chargeColumns, charges);

export const getChargeChoices = endpoint({
  method: 'GET',
  url: '/api/v1/charges/choices',
  summary: 'What the list of charges may be filtered by, and the sums of the last 13 months beside those of the year before',
  query: obj({ accountId: Type.Optional(Id) }),
  answer: obj({
    accounts: Type.Array(obj({ houseId: Id, accountId: Id, number: Text(30), organization: Text(300), address: Text(300) })),
    services: Type.Array(obj({ code: Text(50), name: Text(300) })),
    months: Type.Array(obj({ month: Month, totalKopecks: Nullable(Kopecks), yearAgoKopecks: Nullable(Kopecks) })),
  }),
});

const chargeKey = obj({ houseId: Id, chargeId: Id });
export const getChargeReason = endpoint({
  method: 'GET',
  url: '/api/v1/charges/:houseId/:chargeId/why',
  summary: 'Why a charge is so much: the formula with its numbers, their sources, and what changed against the month before',
  params: chargeKey,
  answer: obj({
    accountId: Id, serviceCode: Text(50), service: Text(300), organization: Text(300), phone: Text(50), period: Month, totalKopecks: Kopecks, accruedKopecks: Kopecks, recalculationKopecks: Kopecks, benefitKopecks: Kopecks, explanation: ChargeExplanation,
  }),
});

export const BillShown = obj({
  houseId: Id, billId: Id, accountId: Id, number: Text(30), account: Text(30), month: Month, address: Text(300), organization: Text(300), issuedOn: Day, dueOn: Day,
  totalKopecks: Kopecks, leftKopecks: Kopecks, status: OneOf(keysOf(chargeStatuses)), hasPaper: Type.Boolean(),
  requisites: Nullable(obj({ payee: Text(300), inn: Text(12), kpp: Nullable(Text(9)), bankName: Text(300), bic: Text(9), settlementAccount: Text(20), correspondentAccount: Nullable(Text(20)) })),
  can: obj({ pay: Type.Boolean(), attach: Type.Boolean() }),
});
export type BillShown = Static<typeof BillShown>;

export const getBills = endpoint({
  method: 'GET',
  url: '/api/v1/bills',
  summary: 'Bills of the person’s accounts, those not paid yet first, then the newest',
  query: obj({ accountId: Type.Optional(Id), months: Type.Optional(Type.Integer({ minimum: 1, maximum: 36, default: 13 })) }),
  answer: obj({ bills: Type.Array(BillShown), unpaid: obj({ count: Type.Integer(), leftKopecks: Kopecks }) }),
});

const billKey = obj({ houseId: Id, billId: Id });
const Pair = Type.Tuple([Type.String(), Type.String()]);
const TextTable = obj({ title: Type.String(), columns: Type.Array(Type.String()), rows: Type.Array(Type.Array(Type.String())) });
/** The bill as texts ready to be placed: the same for the page, the PDF and the HTML. */
export const BillSheet = obj({
  title: Type.String(), subtitle: Type.String(),
  toPay: obj({ label: Type.String(), sum: Type.String(), due: Type.String() }),
  who: Type.Array(Pair), identifiers: Type.Array(Pair), performer: obj({ name: Type.String(), facts: Type.Array(Pair) }),
  payees: TextTable, code: obj({ svg: Type.String(), alt: Type.String(), caption: Type.String() }), meters: Nullable(TextTable),
  services: obj({ title: Type.String(), columns: Type.Array(Type.String()), rows: Type.Array(obj({ kind: OneOf(['group', 'line', 'part', 'sum']), cells: Type.Array(Type.String()) })) }),
  totals: Type.Array(obj({ label: Type.String(), sum: Type.String(), isTotal: Type.Boolean() })),
  insurance: Nullable(Type.String()), recalculations: Type.Array(Type.String()),
  charts: Type.Array(obj({ title: Type.String(), alt: Type.String(), first: Type.String(), last: Type.String(), bars: Type.Array(obj({ label: Type.String(), value: Type.String(), permille: Type.Number() })) })),
  norms: Nullable(TextTable), house: Nullable(TextTable), note: Nullable(Type.String()), foot: Type.String(),
});

export const getBill = endpoint({
  method: 'GET', url: '/api/v1/bills/:houseId/:billId', summary: 'One bill: how it stands, and the document as texts', params: billKey, errors: ['bill.noRequisites'],
  answer: obj({ bill: BillShown, sheet: BillSheet }),
});
export const getBillPdf = endpoint({ method: 'GET', url: '/api/v1/bills/:houseId/:billId/pdf', summary: 'The bill as a tagged PDF', params: billKey, answer: Type.Any(), errors: ['bill.noRequisites'] });
export const getBillHtml = endpoint({ method: 'GET', url: '/api/v1/bills/:houseId/:billId/html', summary: 'The bill as one page of HTML', params: billKey, answer: Type.Any(), errors: ['bill.noRequisites'] });
export const getBillPaper = endpoint({ method: 'GET', url: '/api/v1/bills/:houseId/:billId/paper', summary: 'The paper bill attached to it', params: billKey, answer: Type.Any(), errors: ['bill.noPaper'] });
export const attachPaperBill = endpoint({
  method: 'POST', url: '/api/v1/bills/:houseId/:billId/paper', summary: 'Attaches a scan or PDF of a paper bill (multipart, up to 15 MB)', params: billKey,
  answer: Type.Any(), errors: ['file.active', 'file.type', 'file.mismatch', 'file.tooLarge', 'file.empty', 'file.missing', 'file.damaged'],
});
export const sendBill = endpoint({
  method: 'POST', url: '/api/v1/bills/:houseId/:billId/send', summary: 'Sends the bill as PDF to the person’s own e-mail', params: billKey, answer: obj({ ordered: Type.Boolean() }), errors: ['bill.noRequisites'],
});

export const orderPrintFile = endpoint({
  method: 'POST', url: '/api/v1/work/houses/:houseId/print-file', summary: 'Makes print files of all bills of a house for a month, 100 bills a file', params: obj({ houseId: Id }),
  body: obj({ period: Month }), answer: obj({ progressId: Id, bills: Type.Integer() }), errors: ['printFile.empty'],
});
export const getPrintFile = endpoint({
  method: 'GET', url: '/api/v1/work/houses/:houseId/print-file/:progressId/:part', summary: 'One of the print files', params: obj({ houseId: Id, progressId: Id, part: Type.Integer({ minimum: 1, maximum: 1000 }) }), answer: Type.Any(),
});

export const registerFormats = {
  'own-csv': 'Таблица CSV', 'own-xlsx': 'Таблица XLSX', 'sber-debts': 'Реестр долгов банка', 'sber-charges-a': 'Реестр начислений банка, вариант А', 'sber-charges-b': 'Реестр начислений банка, вариант Б',
  'sber-payments-tagged': 'Реестр платежей банка с метками', 'sber-payments-positional': 'Реестр платежей банка', 'settlement-pack': 'Пачки расчётного центра', 'one-c': 'Выписка 1С',
} as const;

export const registerColumns = {
  uploadedAt: { title: 'Когда', kind: 'instant', sortable: true, filter: 'range' },
  file: { title: 'Файл', kind: 'text', filter: 'search' },
  status: { title: 'Статус', kind: 'status', filter: 'oneOf', words: wordsOf(loadStatuses) },
  kind: { title: 'Что в нём', kind: 'status', nullable: true, filter: 'oneOf', words: { charges: 'Начисления', payments: 'Платежи' } },
  rows: { title: 'Строк', kind: 'integer', sortable: true },
  errors: { title: 'Ошибок', kind: 'integer' },
  sumKopecks: { title: 'Сумма, ₽', kind: 'money', nullable: true },
  organization: { title: 'Организация', kind: 'text' },
} as const;

const RegisterKind = OneOf(['charges', 'payments']);
export const getRegisters = endpoint({
  method: 'GET', url: '/api/v1/work/registers', summary: 'Registers of the organization, the newest first, and the organizations that the caller may load for',
  query: listQuery(registerColumns),
  answer: obj({ list: listAnswer(registerColumns), organizations: Type.Array(obj({ id: Id, name: Text(300) })), services: Type.Array(obj({ code: Text(50), name: Text(300) })) }),
});
export const exportRegisters = exportEndpoint(registerColumns, { url: '/api/v1/work/registers', summary: 'Registers of the organization' });
export const uploadRegister = endpoint({
  method: 'POST', url: '/api/v1/work/registers',
  summary: 'Takes a register in as multipart: `file`, before it `organizationId`, `period`, `service`, `kind` where needed, and `key` instead of the header Idempotency-Key. Its check begins at once',
  answer: Type.Any(), errors: ['register.organization', 'file.missing', 'input.tooLarge'],
});

const loadKey = obj({ id: Id });
export const Register = obj({
  id: Id, organization: Text(300), file: Text(300), bytes: Type.Integer(), status: OneOf(keysOf(loadStatuses)), kind: Nullable(RegisterKind),
  format: Nullable(OneOf(Object.keys(registerFormats) as [keyof typeof registerFormats, ...(keyof typeof registerFormats)[]])), encoding: Nullable(Text(30)), choice: Nullable(OneOf(['all', 'good'])),
  uploadedAt: Instant, loadedAt: Nullable(Instant), takenBackAt: Nullable(Instant), fileDeletedAt: Nullable(Instant), version: Version, rows: Type.Integer(), errors: Type.Integer(),
  period: Nullable(Month), headings: Nullable(Type.Array(Text(100))), columns: Type.Array(obj({ heading: Text(100), field: Text(30) })), fields: Type.Array(obj({ field: Text(30), name: Text(100) })),
  unknownServices: Type.Array(Text(300)),
  summary: Nullable(obj({
    newRows: Type.Integer(), changedRows: Type.Integer(), sameRows: Type.Integer(), accounts: Type.Integer(), houses: Type.Integer(), unmatched: Type.Integer(), sumKopecks: Kopecks, changeKopecks: Kopecks, balanceKopecks: Kopecks,
    parts: Type.Array(obj({ period: Month, service: Nullable(Text(300)), rows: Type.Integer(), kopecks: Kopecks, changeKopecks: Kopecks })),
  })),
  firstErrors: Type.Array(obj({ scope: OneOf(['row', 'account', 'file']), row: Nullable(Type.Integer()), column: Nullable(Text(300)), detail: Text(2000), value: Nullable(Text(200)) })),
  progress: Nullable(obj({ id: Id, title: Text(400), done: Type.Integer(), total: Nullable(Type.Integer()), status: OneOf(['running', 'cancelling', 'cancelled', 'done', 'failed']), note: Nullable(Text(500)), canCancel: Type.Boolean() })),
  can: obj({ loadAll: Type.Boolean(), loadGood: Type.Boolean(), takeBack: Type.Boolean(), map: Type.Boolean() }),
});
export type Register = Static<typeof Register>;

export const getRegister = endpoint({ method: 'GET', url: '/api/v1/work/registers/:id', summary: 'A register: what is in it, what is wrong with it, what may be done', params: loadKey, answer: Register });
export const getRegisterErrors = endpoint({ method: 'GET', url: '/api/v1/work/registers/:id/errors', summary: 'The refused rows as a CSV to mend and load again', params: loadKey, answer: Type.Any(), errors: ['register.fileDeleted'] });
const Ordered = obj({ id: Id, progressId: Id });
export const loadRegisterRows = endpoint({
  method: 'POST', url: '/api/v1/work/registers/:id/load', summary: 'Loads a checked register: all rows, or the good ones', params: loadKey, body: obj({ choice: OneOf(['all', 'good']), version: Version }), answer: Ordered,
  errors: ['register.notReady', 'register.hasErrors', 'register.nothingToLoad', 'register.refused', 'register.loaded', 'register.takenBack', 'object.changed'],
});
export const takeBackRegisterLoad = endpoint({
  method: 'POST', url: '/api/v1/work/registers/:id/take-back', summary: 'Takes a load back by reversals, or puts away a register that was never loaded', params: loadKey, body: obj({ version: Version }), answer: Ordered,
  errors: ['register.notReady', 'register.takenBack', 'register.builtOn', 'object.changed'],
});
export const mapRegisterColumns = endpoint({
  method: 'POST', url: '/api/v1/work/registers/:id/mapping', summary: 'Says what columns and names of services mean, remembered for the organization, and what the file does not say; the check runs anew', params: loadKey,
  body: obj({
    version: Version, columns: Type.Optional(Type.Array(obj({ heading: Text(100, 1), field: Text(30, 1) }), { maxItems: 100 })), services: Type.Optional(Type.Array(obj({ name: Text(300, 1), code: Text(50, 1) }), { maxItems: 200 })),
    period: Type.Optional(Month), service: Type.Optional(Text(50, 1)), kind: Type.Optional(RegisterKind),
  }),
  answer: Ordered, errors: ['register.notReady', 'register.refused', 'register.loaded', 'object.changed'],
});
