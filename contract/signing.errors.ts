// What a signature may be refused with.
import type { RefusalTable } from './errors.ts';

const refusal = (text: string) => ({ status: 422, text: () => text }) as const;

export const signingRefusals = {
  'signature.missing': refusal('Подпишите своим ключом или одноразовым кодом'),
  'signature.unreadable': refusal('Подпись не читается. Подпишите ещё раз'),
  'signature.otherContent': refusal('Подписано не то, что сейчас на портале: документ изменился. Откройте его заново и подпишите'),
  'signature.broken': refusal('Подпись не сходится с ключом. Подпишите ещё раз'),
  'signature.otherKey': refusal('Этот ключ не ваш, или портал его не знает. Сделайте новый в профиле: «Электронная подпись»'),
  'signature.revoked': refusal('Этот ключ отозван. Сделайте новый в профиле: «Электронная подпись»'),
  'signature.expired': refusal('Срок ключа вышел. Сделайте новый в профиле: «Электронная подпись»'),
  'signature.clock': { status: 422, text: (f) => `Часы на устройстве врут на ${f['minutes'] ?? ''} мин. Поставьте время по сети и подпишите ещё раз` },
  'signature.forAnother': refusal('Подписывает только сам человек. Вернитесь в свой кабинет'),
  'signature.notConfirmed': refusal('Ключ выдаётся только после подтверждения личности: например, через Госуслуги'),
  'signature.keyTaken': refusal('Для этого ключа сертификат уже выдан'),
  'signature.tooManyKeys': refusal('У вас десять действующих ключей. Отзовите лишний, чтобы сделать новый'),
  'signing.revokedAlready': { status: 409, text: () => 'Этот сертификат уже отозван' },
  'verify.noDocument': refusal('Выберите документ: файл, который подписан'),
  'verify.noSignature': refusal('Добавьте файл подписи (.sig, .p7s). Без него проверяется только PDF с подписью внутри'),
  'verify.unreadable': refusal('Файл подписи не читается. Нужна подпись CMS (.sig, .p7s) с сертификатом внутри'),
  'verify.damagedPdf': refusal('PDF повреждён или неполный. Скачайте его ещё раз'),
  'verify.encryptedPdf': refusal('PDF закрыт паролем, подпись в нём не прочитать'),
  'verify.tooMuch': refusal('В таком большом PDF слишком много подписей, здесь их не проверить'),
  'verify.tooHard': refusal('Файл устроен так, что проверить его не удалось: проверка заняла слишком много времени или памяти'),
  'verify.busy': { status: 503, text: () => 'Сейчас проверяют слишком много подписей. Повторите через минуту' },
  'verify.notSigned': refusal('В этом PDF подписи нет. Если она лежит отдельно, добавьте её файл'),
} as const satisfies RefusalTable;
