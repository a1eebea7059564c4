// The certificate of confirmed ownership as strings for certificate.typ (OWN-4). Pure.
import { formatDay } from '#contract/russian';
import type { Day } from '#platform/time';

export type CertificateFacts = {
  readonly number: string;
  readonly code: string;
  readonly checkAt: string;
  readonly madeOn: Day;
  readonly person: string;
  readonly address: string;
  readonly cadastralNumber: string | null;
  readonly share: { readonly numerator: number; readonly denominator: number };
  readonly fromDay: Day;
  readonly registrationNumber: string | null;
  readonly organization: { readonly name: string; readonly inn: string };
  readonly key: string;
};

export function certificateDocument({
  number,
  code,
  checkAt,
  madeOn,
  person,
  address,
  cadastralNumber,
  share,
  fromDay,
  registrationNumber,
  organization,
  key,
}: CertificateFacts) {
  return {
    title: `Справка № ${number}`,
    author: organization.name,
    madeOn,
    subtitle: `Владение подтверждено ${formatDay(madeOn)}`,
    facts: [
      ['Собственник', person],
      ['Жильё', address],
      ['Кадастровый номер', cadastralNumber ?? 'нет'],
      ['Доля в праве', share.numerator === share.denominator ? 'целиком' : `${share.numerator}/${share.denominator}`],
      ['С какого дня', formatDay(fromDay)],
      ['Номер регистрации права', registrationNumber ?? 'не указан'],
    ],
    signature: [
      ['Владелец ключа', `${organization.name}, ИНН ${organization.inn}`],
      ['Сертификат', key.match(/.{1,4}/g)?.join(' ') ?? ''],
      ['Код справки', code],
    ],
    note: 'Справку выдал портал «Мой дом» по сведениям реестра прав на день выдачи. Подпись внутри файла проверит любая программа для PDF, действует ли справка сейчас, видно по коду.',
    foot: `Справка № ${number} · проверка: ${checkAt}, код ${code}`,
  };
}
