// Charges and bills.
import { type Static, Type } from 'typebox';
import { ChargeExplanation } from './charge-terms.ts';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint } from './list.ts';
import { chargeStatuses } from './statuses/billing.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Kopecks, Month, Nullable, obj, OneOf, Text } from './types.ts';

export const purposes = {
  service: 'Услуга',
  rent: 'Наём',
  repair: 'Капитальный ремонт',
  penalty: 'Пени',
  duty: 'Госпошлина',
  costs: 'Судебные расходы',
  fine: 'Штраф исполнителя',
} as const;

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

const charges = {
  url: '/api/v1/charges',
  summary: 'Charges of the accounts that the person sees, with last year’s sum of the same month and service beside each',
};
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
    accountId: Id,
    serviceCode: Text(50),
    service: Text(300),
    organization: Text(300),
    phone: Text(50),
    period: Month,
    totalKopecks: Kopecks,
    accruedKopecks: Kopecks,
    recalculationKopecks: Kopecks,
    benefitKopecks: Kopecks,
    explanation: ChargeExplanation,
  }),
});

export const BillShown = obj({
  houseId: Id,
  billId: Id,
  accountId: Id,
  number: Text(30),
  account: Text(30),
  month: Month,
  address: Text(300),
  organization: Text(300),
  issuedOn: Day,
  dueOn: Day,
  totalKopecks: Kopecks,
  leftKopecks: Kopecks,
  status: OneOf(keysOf(chargeStatuses)),
  hasPaper: Type.Boolean(),
  requisites: Nullable(
    obj({
      payee: Text(300),
      inn: Text(12),
      kpp: Nullable(Text(9)),
      bankName: Text(300),
      bic: Text(9),
      settlementAccount: Text(20),
      correspondentAccount: Nullable(Text(20)),
    }),
  ),
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
  title: Type.String(),
  subtitle: Type.String(),
  toPay: obj({ label: Type.String(), sum: Type.String(), due: Type.String() }),
  who: Type.Array(Pair),
  identifiers: Type.Array(Pair),
  performer: obj({ name: Type.String(), facts: Type.Array(Pair) }),
  payees: TextTable,
  code: obj({ svg: Type.String(), alt: Type.String(), caption: Type.String() }),
  meters: Nullable(TextTable),
  services: obj({
    title: Type.String(),
    columns: Type.Array(Type.String()),
    rows: Type.Array(obj({ kind: OneOf(['group', 'line', 'part', 'sum']), cells: Type.Array(Type.String()) })),
  }),
  totals: Type.Array(obj({ label: Type.String(), sum: Type.String(), isTotal: Type.Boolean() })),
  insurance: Nullable(Type.String()),
  recalculations: Type.Array(Type.String()),
  charts: Type.Array(
    obj({
      title: Type.String(),
      alt: Type.String(),
      first: Type.String(),
      last: Type.String(),
      bars: Type.Array(obj({ label: Type.String(), value: Type.String(), permille: Type.Number() })),
    }),
  ),
  norms: Nullable(TextTable),
  house: Nullable(TextTable),
  note: Nullable(Type.String()),
  foot: Type.String(),
});

export const getBill = endpoint({
  method: 'GET',
  url: '/api/v1/bills/:houseId/:billId',
  summary: 'One bill: how it stands, and the document as texts',
  params: billKey,
  errors: ['bill.noRequisites'],
  answer: obj({ bill: BillShown, sheet: BillSheet, insuranceHidden: Type.Boolean() }),
});
export const getBillPdf = endpoint({
  method: 'GET',
  url: '/api/v1/bills/:houseId/:billId/pdf',
  summary: 'The bill as a tagged PDF',
  params: billKey,
  answer: Type.Any(),
  errors: ['bill.noRequisites'],
});
export const getBillHtml = endpoint({
  method: 'GET',
  url: '/api/v1/bills/:houseId/:billId/html',
  summary: 'The bill as one page of HTML',
  params: billKey,
  answer: Type.Any(),
  errors: ['bill.noRequisites'],
});
export const getBillPaper = endpoint({
  method: 'GET',
  url: '/api/v1/bills/:houseId/:billId/paper',
  summary: 'The paper bill attached to it',
  params: billKey,
  answer: Type.Any(),
  errors: ['bill.noPaper'],
});
export const attachPaperBill = endpoint({
  method: 'POST',
  url: '/api/v1/bills/:houseId/:billId/paper',
  summary: 'Attaches a scan or PDF of a paper bill (multipart, up to 15 MB)',
  params: billKey,
  answer: Type.Any(),
  errors: ['file.active', 'file.type', 'file.mismatch', 'file.tooLarge', 'file.empty', 'file.missing', 'file.damaged'],
});
export const sendBill = endpoint({
  method: 'POST',
  url: '/api/v1/bills/:houseId/:billId/send',
  summary: 'Sends the bill as PDF to the person’s own e-mail',
  params: billKey,
  answer: obj({ ordered: Type.Boolean() }),
  errors: ['bill.noRequisites'],
});

export const orderPrintFile = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/print-file',
  summary: 'Makes print files of all bills of a house for a month, 100 bills a file',
  params: obj({ houseId: Id }),
  body: obj({ period: Month }),
  answer: obj({ progressId: Id, bills: Type.Integer() }),
  errors: ['printFile.empty'],
});
export const getPrintFile = endpoint({
  method: 'GET',
  url: '/api/v1/work/houses/:houseId/print-file/:progressId/:part',
  summary: 'One of the print files',
  params: obj({ houseId: Id, progressId: Id, part: Type.Integer({ minimum: 1, maximum: 1000 }) }),
  answer: Type.Any(),
});
