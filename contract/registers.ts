// Registers: files of charges and payments, what is in them, their loading and taking back.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listAnswer, listQuery } from './list.ts';
import { loadStatuses } from './statuses/billing.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Id, Instant, Kopecks, Month, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const registerFormats = {
  'own-csv': 'Таблица CSV',
  'own-xlsx': 'Таблица XLSX',
  'sber-debts': 'Реестр долгов банка',
  'sber-charges-a': 'Реестр начислений банка, вариант А',
  'sber-charges-b': 'Реестр начислений банка, вариант Б',
  'sber-payments-tagged': 'Реестр платежей банка с метками',
  'sber-payments-positional': 'Реестр платежей банка',
  'settlement-pack': 'Пачки расчётного центра',
  'one-c': 'Выписка 1С',
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
  method: 'GET',
  url: '/api/v1/work/registers',
  summary: 'Registers of the organization, the newest first, and the organizations that the caller may load for',
  query: listQuery(registerColumns),
  answer: obj({
    list: listAnswer(registerColumns),
    organizations: Type.Array(obj({ id: Id, name: Text(300) })),
    services: Type.Array(obj({ code: Text(50), name: Text(300) })),
  }),
});
export const exportRegisters = exportEndpoint(registerColumns, { url: '/api/v1/work/registers', summary: 'Registers of the organization' });
export const uploadRegister = endpoint({
  method: 'POST',
  url: '/api/v1/work/registers',
  summary:
    'Takes a register in as multipart: `file`, before it `organizationId`, `period`, `service`, `kind` where needed, and `key` instead of the header Idempotency-Key. Its check begins at once',
  answer: Type.Any(),
  errors: ['register.organization', 'file.missing', 'input.tooLarge'],
});

const loadKey = obj({ id: Id });
export const Register = obj({
  id: Id,
  organization: Text(300),
  file: Text(300),
  bytes: Type.Integer(),
  status: OneOf(keysOf(loadStatuses)),
  kind: Nullable(RegisterKind),
  format: Nullable(OneOf(Object.keys(registerFormats) as [keyof typeof registerFormats, ...(keyof typeof registerFormats)[]])),
  encoding: Nullable(Text(30)),
  choice: Nullable(OneOf(['all', 'good'])),
  uploadedAt: Instant,
  loadedAt: Nullable(Instant),
  takenBackAt: Nullable(Instant),
  fileDeletedAt: Nullable(Instant),
  version: Version,
  rows: Type.Integer(),
  errors: Type.Integer(),
  period: Nullable(Month),
  headings: Nullable(Type.Array(Text(100))),
  columns: Type.Array(obj({ heading: Text(100), field: Text(30) })),
  fields: Type.Array(obj({ field: Text(30), name: Text(100) })),
  unknownServices: Type.Array(Text(300)),
  summary: Nullable(
    obj({
      newRows: Type.Integer(),
      changedRows: Type.Integer(),
      sameRows: Type.Integer(),
      accounts: Type.Integer(),
      houses: Type.Integer(),
      unmatched: Type.Integer(),
      closes: Type.Integer(),
      sumKopecks: Kopecks,
      changeKopecks: Kopecks,
      balanceKopecks: Kopecks,
      parts: Type.Array(obj({ period: Month, service: Nullable(Text(300)), rows: Type.Integer(), kopecks: Kopecks, changeKopecks: Kopecks })),
    }),
  ),
  firstErrors: Type.Array(
    obj({
      scope: OneOf(['row', 'account', 'file']),
      row: Nullable(Type.Integer()),
      column: Nullable(Text(300)),
      detail: Text(2000),
      value: Nullable(Text(200)),
    }),
  ),
  /** Rows that are no errors and no money on accounts: what each does. */
  notes: Type.Array(obj({ row: Nullable(Type.Integer()), detail: Text(2000) })),
  progress: Nullable(
    obj({
      id: Id,
      title: Text(400),
      done: Type.Integer(),
      total: Nullable(Type.Integer()),
      status: OneOf(['running', 'cancelling', 'cancelled', 'done', 'failed']),
      note: Nullable(Text(500)),
      canCancel: Type.Boolean(),
    }),
  ),
  /** What its taking back will do, of a loaded register of payments. */
  takesBack: Nullable(
    obj({
      payments: Type.Integer(),
      kopecks: Kopecks,
      returns: Type.Integer(),
      waiting: Type.Integer(),
      stay: Type.Array(obj({ id: Id, file: Text(300), payments: Type.Integer() })),
    }),
  ),
  can: obj({ loadAll: Type.Boolean(), loadGood: Type.Boolean(), takeBack: Type.Boolean(), map: Type.Boolean() }),
});
export type Register = Static<typeof Register>;

export const getRegister = endpoint({
  method: 'GET',
  url: '/api/v1/work/registers/:id',
  summary: 'A register: what is in it, what is wrong with it, what may be done',
  params: loadKey,
  answer: Register,
});
export const getRegisterErrors = endpoint({
  method: 'GET',
  url: '/api/v1/work/registers/:id/errors',
  summary: 'The refused rows as a CSV to mend and load again',
  params: loadKey,
  answer: Type.Any(),
  errors: ['register.fileDeleted'],
});
const Ordered = obj({ id: Id, progressId: Id });
export const loadRegisterRows = endpoint({
  method: 'POST',
  url: '/api/v1/work/registers/:id/load',
  summary: 'Loads a checked register: all rows, or the good ones',
  params: loadKey,
  body: obj({ choice: OneOf(['all', 'good']), version: Version }),
  answer: Ordered,
  errors: ['register.notReady', 'register.hasErrors', 'register.nothingToLoad', 'register.refused', 'register.loaded', 'register.takenBack', 'object.changed'],
});
export const takeBackRegisterLoad = endpoint({
  method: 'POST',
  url: '/api/v1/work/registers/:id/take-back',
  summary: 'Takes a load back by reversals, or puts away a register that was never loaded',
  params: loadKey,
  body: obj({ version: Version }),
  answer: Ordered,
  errors: ['register.notReady', 'register.takenBack', 'register.builtOn', 'object.changed'],
});
export const mapRegisterColumns = endpoint({
  method: 'POST',
  url: '/api/v1/work/registers/:id/mapping',
  summary: 'Says what columns and names of services mean, remembered for the organization, and what the file does not say; the check runs anew',
  params: loadKey,
  body: obj({
    version: Version,
    columns: Type.Optional(Type.Array(obj({ heading: Text(100, 1), field: Text(30, 1) }), { maxItems: 100 })),
    services: Type.Optional(Type.Array(obj({ name: Text(300, 1), code: Text(50, 1) }), { maxItems: 200 })),
    period: Type.Optional(Month),
    service: Type.Optional(Text(50, 1)),
    kind: Type.Optional(RegisterKind),
  }),
  answer: Ordered,
  errors: ['register.notReady', 'register.refused', 'register.loaded', 'object.changed'],
});
