// Why a payment was not carried out: the acquirer's word to ours, and ours to plain Russian (PAY-4).

export type DeclineCode =
  | 'insufficientFunds'
  | 'cardExpired'
  | 'issuerRefused'
  | 'cardRestricted'
  | 'wrongCvc'
  | 'wrongNumber'
  | 'confirmationFailed'
  | 'limitExceeded'
  | 'suspicious'
  | 'bankUnavailable'
  | 'timeRanOut'
  | 'canceledByUs'
  | 'holdExpired'
  | 'permissionRevoked'
  | 'countryForbidden'
  | 'identificationNeeded'
  | 'other';

/** `again`: whether trying the same card once more may help. */
export type DeclineWords = { readonly why: string; readonly whatToDo: string; readonly again: boolean };

const words: Readonly<Record<DeclineCode, DeclineWords>> = {
  insufficientFunds: {
    why: 'На карте или счёте не хватило денег',
    whatToDo: 'Пополните её и повторите платёж, выберите другую карту или оплатите часть суммы',
    again: true,
  },
  cardExpired: { why: 'Срок действия карты истёк', whatToDo: 'Выберите другую карту. Новую карту можно сохранить вместо старой', again: false },
  issuerRefused: {
    why: 'Банк, который выпустил карту, не разрешил платёж и не сказал почему',
    whatToDo: 'Позвоните в свой банк по номеру на карте или оплатите другим способом',
    again: false,
  },
  cardRestricted: {
    why: 'Карта закрыта для платежей: так бывает, когда её заявили потерянной или заблокировали',
    whatToDo: 'Оплатите другой картой. Если карта у вас, позвоните в свой банк',
    again: false,
  },
  wrongCvc: { why: 'Код CVC с обратной стороны карты не подошёл', whatToDo: 'Проверьте три цифры и введите карту ещё раз', again: true },
  wrongNumber: { why: 'Номер карты введён с ошибкой', whatToDo: 'Проверьте номер и введите карту ещё раз', again: true },
  confirmationFailed: {
    why: 'Код из сообщения банка не подошёл или не был введён',
    whatToDo: 'Повторите платёж и введите новый код. Если код не приходит, позвоните в свой банк',
    again: true,
  },
  limitExceeded: {
    why: 'Платёж больше лимита, который стоит на карте',
    whatToDo: 'Поднимите лимит в приложении своего банка, оплатите часть суммы или выберите другую карту',
    again: true,
  },
  suspicious: {
    why: 'Банк счёл платёж подозрительным и остановил его для защиты ваших денег',
    whatToDo: 'Подтвердите платёж в своём банке по звонку и повторите, или выберите другую карту',
    again: false,
  },
  bankUnavailable: {
    why: 'Банк, который выпустил карту, сейчас не отвечает',
    whatToDo: 'Повторите платёж через несколько минут или выберите другую карту',
    again: true,
  },
  timeRanOut: { why: 'Время на оплату вышло', whatToDo: 'Начните оплату снова: всё, что вы выбрали, сохранено', again: true },
  canceledByUs: { why: 'Платёж отменён', whatToDo: 'Если вы его не отменяли, начните оплату снова или напишите нам', again: true },
  holdExpired: { why: 'Деньги были зарезервированы и вернулись на карту: платёж не успели завершить', whatToDo: 'Повторите платёж', again: true },
  permissionRevoked: {
    why: 'Разрешение списывать деньги с этой карты отозвано',
    whatToDo: 'Оплатите, введя карту заново. Для автоплатежа сохраните карту ещё раз',
    again: false,
  },
  countryForbidden: { why: 'Картой, выпущенной в этой стране, заплатить нельзя', whatToDo: 'Оплатите картой российского банка или по QR-коду', again: false },
  identificationNeeded: { why: 'Кошелёк не подтверждён, и его лимит исчерпан', whatToDo: 'Подтвердите личность в кошельке или оплатите картой', again: false },
  other: { why: 'Банк не провёл платёж и не объяснил причину', whatToDo: 'Повторите позже, выберите другую карту или позвоните в свой банк', again: true },
};

const codes: Readonly<Record<string, DeclineCode>> = {
  insufficient_funds: 'insufficientFunds',
  card_expired: 'cardExpired',
  call_issuer: 'issuerRefused',
  payment_method_restricted: 'cardRestricted',
  invalid_csc: 'wrongCvc',
  invalid_card_number: 'wrongNumber',
  '3d_secure_failed': 'confirmationFailed',
  payment_method_limit_exceeded: 'limitExceeded',
  fraud_suspected: 'suspicious',
  issuer_unavailable: 'bankUnavailable',
  internal_timeout: 'bankUnavailable',
  expired_on_confirmation: 'timeRanOut',
  canceled_by_merchant: 'canceledByUs',
  expired_on_capture: 'holdExpired',
  permission_revoked: 'permissionRevoked',
  country_forbidden: 'countryForbidden',
  identification_required: 'identificationNeeded',
};

/** The acquirer's reason as our code; a reason that is new to us is `other`. */
export const declineCode = (reason: string): DeclineCode => (Object.hasOwn(codes, reason) ? codes[reason]! : 'other');

/** What the person reads: why the payment was declined and what to do now. */
export const declineWords = (code: DeclineCode): DeclineWords => words[code];

export const declineCodes = Object.keys(words) as DeclineCode[];
