// What is metered, where readings come from, why a meter is replaced: codes and their words.

export const METERED_SERVICES = {
  cold_water: 'Холодная вода',
  hot_water: 'Горячая вода',
  electricity: 'Электроэнергия',
  gas: 'Газ',
  heating: 'Отопление',
} as const;
export type MeteredService = keyof typeof METERED_SERVICES;
export const ZONES = ['', 'T1', 'T2', 'T3'] as const;
export const READING_SOURCES = { resident: 'Житель', organization: 'Организация', remote: 'Прибор', control: 'Проверка', estimated: 'Расчёт' } as const;
export type ReadingSource = keyof typeof READING_SOURCES;
export const REPLACEMENT_REASONS = {
  broken: 'Не считает или остановился',
  verification: 'Кончился срок поверки',
  damaged: 'Повреждён, сорвана пломба',
  other: 'Другое',
} as const;
export type ReplacementReason = keyof typeof REPLACEMENT_REASONS;
