// Every refusal the API can give: its HTTP status and its Russian text. The union of codes is closed, the texts stand here alone.
// A module's own refusals stand in contract/<module>.errors.ts and are joined below.
import { addressesRefusals } from './addresses.errors.ts';
import { agreementsRefusals } from './agreements.errors.ts';
import { billingRefusals } from './billing.errors.ts';
import { calculationRefusals } from './calculation.errors.ts';
import { casesRefusals } from './cases.errors.ts';
import { certificatesRefusals } from './certificates.errors.ts';
import { documentsRefusals } from './documents.errors.ts';
import { federationRefusals } from './federation.errors.ts';
import { householdRefusals } from './household.errors.ts';
import { housingRefusals } from './housing.errors.ts';
import { identityRefusals } from './identity.errors.ts';
import { ledgerRefusals } from './ledger.errors.ts';
import { metersRefusals } from './meters.errors.ts';
import { notificationsRefusals } from './notifications.errors.ts';
import { ownershipRefusals } from './ownership.errors.ts';
import { paymentsRefusals } from './payments.errors.ts';
import { peopleRefusals } from './people.errors.ts';
import { platformRefusals } from './platform.errors.ts';
import { privacyRefusals } from './privacy.errors.ts';
import { reconciliationRefusals } from './reconciliation.errors.ts';
import { staffRefusals } from './staff.errors.ts';
import { signingRefusals } from './signing.errors.ts';
import { stateBillsRefusals } from './state-bills.errors.ts';
import { voiceRefusals } from './voice.errors.ts';

/** What a refusal tells: numbers and words put into the text. */
export type Facts = Readonly<Record<string, string | number | bigint | undefined>>;
export type RefusalText = { readonly status: number; readonly text: (facts: Facts) => string };
export type RefusalTable = Readonly<Record<string, RefusalText>>;

const common = {
  'input.invalid': { status: 422, text: () => 'Проверьте, что введено: есть ошибки в полях' },
  'input.unreadable': { status: 400, text: () => 'Запрос не удалось прочитать: проверьте формат' },
  'input.tooLarge': { status: 413, text: (f) => `Слишком много данных. Можно не больше ${f['limit'] ?? 'установленного предела'}` },
  'input.type': { status: 415, text: () => 'Такой вид данных здесь не принимается' },
  'auth.required': { status: 401, text: () => 'Войдите, чтобы продолжить' },
  'auth.secondFactor': { status: 403, text: () => 'Нужно подтвердить вход кодом' },
  'access.denied': { status: 403, text: () => 'На это у вас нет прав' },
  'origin.foreign': { status: 403, text: () => 'Запрос пришёл с чужой страницы и не выполнен' },
  'object.notFound': { status: 404, text: () => 'Не нашли такого. Возможно, адрес набран с ошибкой' },
  'object.changed': { status: 409, text: () => 'Пока вы смотрели, это изменил кто-то другой. Ниже обе версии: проверьте и отправьте ещё раз' },
  'key.missing': { status: 400, text: () => 'К запросу нужен заголовок Idempotency-Key: один UUID на одно действие' },
  'key.reused': { status: 422, text: () => 'Этот ключ уже использован для другого запроса. Для нового действия нужен новый ключ' },
  'limit.exceeded': { status: 429, text: (f) => `Слишком часто. Попробуйте через ${f['seconds'] ?? 60} с` },
  'method.notAllowed': { status: 405, text: () => 'Так обращаться к этому адресу нельзя' },
  'server.busy': { status: 503, text: () => 'Сейчас слишком много обращений. Попробуйте через минуту, введённое не пропадёт' },
  'server.failed': { status: 500, text: (f) => `У нас ошибка, мы о ней уже знаем. Номер для поддержки: ${f['requestId'] ?? ''}` },
} as const satisfies RefusalTable;

export const refusals = {
  ...common,
  ...agreementsRefusals,
  ...addressesRefusals,
  ...billingRefusals,
  ...calculationRefusals,
  ...casesRefusals,
  ...certificatesRefusals,
  ...documentsRefusals,
  ...federationRefusals,
  ...householdRefusals,
  ...housingRefusals,
  ...identityRefusals,
  ...ledgerRefusals,
  ...metersRefusals,
  ...notificationsRefusals,
  ...ownershipRefusals,
  ...paymentsRefusals,
  ...peopleRefusals,
  ...platformRefusals,
  ...privacyRefusals,
  ...reconciliationRefusals,
  ...staffRefusals,
  ...signingRefusals,
  ...stateBillsRefusals,
  ...voiceRefusals,
};
export type ErrorCode = keyof typeof refusals;

/** One wrong field: where it is (JSON pointer), a stable code, and in Russian what is wrong and how to mend it. */
export type FieldProblem = { pointer: string; code: string; detail: string };

/** RFC 9457 with a stable `code`; `fields` names each wrong field. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail?: string;
  requestId?: string;
  fields?: FieldProblem[];
  current?: unknown;
};
