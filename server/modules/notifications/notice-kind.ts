// What a notice is, and how its facts are worded. Pure.
import { formatDay, formatInstant, formatKopecks, formatMonthName } from '#contract/russian';

/** What a text is made of. Money in whole kopecks (`…Kopecks`), days '2026-11-22', months '2026-11', instants ISO. No personal value that the text does not show. */
export type NoticeFacts = Readonly<Record<string, string | number | boolean | null>>;
export const OUTSIDE_CHANNELS = ['email', 'sms', 'push'] as const;
export type OutsideChannel = (typeof OUTSIDE_CHANNELS)[number];

export type NoticeKind = {
  /** The group in the settings, Russian. */
  readonly group: 'Вход и безопасность' | 'Мой дом' | 'Счета' | 'Платежи' | 'Счётчики' | 'Мои данные' | 'Договоры' | 'Документы' | 'Рабочее место';
  /** What it is about, for the settings: «Пришёл новый счёт». */
  readonly name: string;
  /** Grows when the wording changes, so that an old notice can be explained. */
  readonly version: number;
  /** Facts without which the text cannot be made. */
  readonly fields: readonly string[];
  readonly title: (facts: NoticeFacts) => string;
  readonly text: (facts: NoticeFacts) => string;
  /** Short, for SMS; else the text. */
  readonly sms?: (facts: NoticeFacts) => string;
  /** Where it goes unless the person chose otherwise, beside devices: whoever connected one wants to hear there. In the portal it always stands, except codes. */
  readonly channels: readonly OutsideChannel[];
  /** `legal`: may not be switched off. `code`: a secret, sent at once, never listed, wiped after sending. */
  readonly nature: 'usual' | 'legal' | 'code';
  /** For the tests. */
  readonly sample: NoticeFacts;
};

export const money = (facts: NoticeFacts, key: string): string => formatKopecks(Number(facts[key]));
export const day = (facts: NoticeFacts, key: string): string => formatDay(String(facts[key]));
export const when = (facts: NoticeFacts, key: string): string => formatInstant(String(facts[key]), String(facts['timeZone'] ?? 'Europe/Moscow'));
export const monthName = (facts: NoticeFacts, key: string): string => formatMonthName(String(facts[key]));
export const text = (facts: NoticeFacts, key: string): string => String(facts[key]);

/** Most notices. */
export const usual = { version: 1, nature: 'usual' } as const;
