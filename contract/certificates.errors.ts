// What a signed challenge may be refused with.
import type { RefusalTable } from './errors.ts';

const refusal = (text: string) => ({ status: 422, text: () => text }) as const;

export const certificatesRefusals = {
  'certificate.over': refusal('Этот текст уже использован или устарел. Подпишите новый'),
  'certificate.unreadable': refusal('Подпись не читается. Нужна отдельная подпись файла с вашим сертификатом внутри (CMS, .p7s или .sig)'),
  'certificate.otherText': refusal('Подписан другой текст. Скачайте файл ещё раз и подпишите его, не меняя'),
  'certificate.signature': refusal('Подпись не сходится с сертификатом'),
  'certificate.purpose': refusal('Этот сертификат не для входа: в нём не разрешена проверка подлинности'),
  'certificate.expired': refusal('Срок сертификата вышел. Получите новый в своём удостоверяющем центре'),
  'certificate.untrusted': refusal('Портал не знает удостоверяющий центр, который выдал сертификат'),
  'certificate.revoked': refusal('Сертификат отозван. Войти по нему нельзя'),
  'certificate.revocationUnknown': refusal('Сейчас не проверить, не отозван ли сертификат. Попробуйте позже или войдите другим способом'),
  'certificate.notTaken': refusal('Сертификаты других центров портал пока не принимает'),
  'certificate.unknown': refusal('Этот сертификат не подключён ни к одному кабинету. Войдите другим способом и добавьте его в профиле'),
  'certificate.taken': refusal('Этот ключ уже подключён к кабинету'),
  'certificate.tooMany': refusal('Подключено десять сертификатов. Уберите лишний, чтобы добавить новый'),
} as const satisfies RefusalTable;
