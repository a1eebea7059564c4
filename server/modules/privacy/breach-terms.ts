// The terms and texts of a breach's notices to Roskomnadzor. Pure.
import { formatInstant } from '#contract/russian';
import type { Breach } from '#contract/privacy-watch';

const HOUR_MS = 3_600_000;
export type Which = 'first' | 'second';
/** From the discovery: 24 hours for what happened, 72 for what was found out (152-FZ, article 21, part 3.1; order of Roskomnadzor 187 of 14.11.2022). */
const HOURS: Readonly<Record<Which, number>> = { first: 24, second: 72 };
/** The operators are told once more when so little is left. */
const SOON_HOURS = 6;

export const dueAt = (which: Which, foundAt: string): Date => new Date(Date.parse(foundAt) + HOURS[which] * HOUR_MS);

/** What has to be told of a notice that was not sent: it is due soon, or it is late; nothing while there is time. */
export function alarmOf(which: Which, { foundAt, now }: { foundAt: string; now: Date }): 'soon' | 'late' | undefined {
  const left = dueAt(which, foundAt).getTime() - now.getTime();
  return left < 0 ? 'late' : left <= SOON_HOURS * HOUR_MS ? 'soon' : undefined;
}

const ZONE = 'Europe/Moscow';
const empty = 'заполните';

/** What breach-notice.typ places: the members that the order asks for. */
export function noticeDocument(breach: Breach, which: Which, madeOn: string) {
  const said = (text: string): string => (text.trim() === '' ? `[${empty}]` : text.trim());
  const common: (readonly [string, string])[] = [
    ['Кому', 'Федеральная служба по надзору в сфере связи, информационных технологий и массовых коммуникаций'],
    ['Оператор', 'Оператор портала «Мой дом»'],
    ['Когда выявлено', `${formatInstant(breach.foundAt, ZONE)} (московское время)`],
  ];
  const first: (readonly [string, string])[] = [
    ['Что произошло', said(breach.title)],
    ['Предполагаемые причины', said(breach.cause)],
    ['Какие данные', said(breach.kinds)],
    ['Скольких людей касается', String(breach.people)],
    ['Предполагаемый вред', said(breach.harm)],
    ['Принятые меры', said(breach.measures)],
  ];
  const second: (readonly [string, string])[] = [
    ['Первое уведомление', breach.first.number ? `№ ${breach.first.number}` : `[${empty}]`],
    ['Результаты расследования', said(breach.findings)],
    ['Кто действовал', said(breach.guilty)],
    ['Причины', said(breach.cause)],
    ['Принятые меры', said(breach.measures)],
  ];
  const title = which === 'first' ? 'Уведомление об инциденте с персональными данными' : 'Уведомление о результатах внутреннего расследования';
  return {
    title,
    author: 'Оператор портала «Мой дом»',
    madeOn,
    foot: 'Проект. Статья 21, часть 3.1 закона № 152-ФЗ; приказ Роскомнадзора № 187 от 14.11.2022',
    term: `Направить до ${formatInstant(dueAt(which, breach.foundAt).toISOString(), ZONE)} (${HOURS[which]} часа с момента выявления)`,
    facts: [...common, ...(which === 'first' ? first : second), ['Кто уполномочен отвечать', `[${empty}]`]],
  };
}
