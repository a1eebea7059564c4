// The act of handed-in readings (MTR-3) as strings for act.typ. Pure.
// The file itself is signed beside it (detached); inside stand the certificate's number and the hash of what the act states,
// so that the paper can be compared with the portal's record.
import { formatDay, formatDayDigits, formatDecimal, formatInstant, formatMonth } from '#contract/russian';
import { dayIn } from '#platform/time';

export type ActReading = {
  readonly service: string;
  readonly meter: string;
  /** Tariff zone: «день», «ночь»; null for a meter of one register. */
  readonly zone: string | null;
  readonly unit: string;
  readonly previous: string | null;
  readonly current: string;
  readonly consumption: string | null;
  /** The day the reading was taken. */
  readonly takenOn: string;
};
export type ActContent = {
  /** «П-2026-000123». */
  readonly number: string;
  /** Instant in UTC when the readings came, and the zone of the house. */
  readonly submittedAt: string;
  readonly timeZone: string;
  readonly person: string;
  /** In words: «собственник», «житель», «представитель организации». */
  readonly personRole: string;
  /** Null where the organization keeps no account of the premises. */
  readonly account: string | null;
  readonly unifiedAccount: string | null;
  readonly address: string;
  readonly organization: { readonly name: string; readonly inn: string };
  /** In words: «в личном кабинете», «по телефону», «прибором». */
  readonly way: string;
  /** «2026-11»: the month the readings count for. */
  readonly countsFor: string;
  readonly readings: readonly ActReading[];
};
export type ActFacts = ActContent & {
  readonly signature: { readonly certificateNumber: string; readonly validUntil: string; readonly contentHash: string };
  readonly check: { readonly code: string; readonly address: string } | null;
};

export type ActDocument = {
  readonly title: string;
  readonly author: string;
  readonly madeOn: string;
  readonly subtitle: string;
  readonly who: readonly (readonly [string, string])[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly signature: readonly (readonly [string, string])[];
  readonly foot: string;
};

/** The text whose SHA-256 is the act's content hash: every stated fact, one per line, in a fixed order. */
export function actContentText(act: ActContent): string {
  const readings = act.readings.map((one) => [
    one.service,
    one.meter,
    one.zone ?? '',
    one.unit,
    one.previous ?? '',
    one.current,
    one.consumption ?? '',
    one.takenOn,
  ]);
  const head = [
    act.number,
    act.submittedAt,
    act.person,
    act.personRole,
    act.account ?? '',
    act.unifiedAccount ?? '',
    act.address,
    act.organization.name,
    act.organization.inn,
    act.way,
    act.countsFor,
  ];
  // JSON keeps the borders of values: two values can never be read as one.
  return [head, ...readings].map((row) => JSON.stringify(row)).join('\n');
}

export function actDocument(act: ActFacts): ActDocument {
  const decimal = (text: string | null) => (text === null ? '—' : formatDecimal(text, { maxDecimals: 6 }));
  return {
    title: `Акт о передаче показаний № ${act.number}`,
    author: act.organization.name,
    madeOn: dayIn(act.timeZone, new Date(act.submittedAt)),
    subtitle: `Принято ${formatInstant(act.submittedAt, act.timeZone)}, ${act.way}`,
    who: [
      ['Передал', `${act.person}, ${act.personRole}`],
      ['Адрес', act.address],
      ...(act.account === null ? [] : [['Лицевой счёт', act.unifiedAccount === null ? act.account : `${act.account}, ЕЛС ${act.unifiedAccount}`] as const]),
      ['Принял', `${act.organization.name}, ИНН ${act.organization.inn}`],
      ['За месяц', formatMonth(act.countsFor)],
    ],
    columns: ['Услуга', 'Счётчик', 'Снято', 'Прошлое', 'Новое', 'Расход', 'Ед.'],
    rows: act.readings.map((one) => [
      one.zone === null ? one.service : `${one.service}, ${one.zone}`,
      one.meter,
      formatDayDigits(one.takenOn),
      decimal(one.previous),
      decimal(one.current),
      decimal(one.consumption),
      one.unit,
    ]),
    signature: [
      ['Владелец ключа', act.organization.name],
      ['Сертификат', groups(act.signature.certificateNumber, 4)],
      ['Действует до', formatDay(act.signature.validUntil)],
      ['Хеш содержания (SHA-256)', groups(act.signature.contentHash, 8)],
    ],
    foot: [`Акт № ${act.number}`, act.check && `проверка: ${act.check.address}, код ${act.check.code}`].filter(Boolean).join(' · '),
  };
}

/** Long numbers in groups, so that a person can compare them. */
function groups(text: string, size: number): string {
  return text.match(new RegExp(`.{1,${size}}`, 'g'))?.join(' ') ?? '';
}
