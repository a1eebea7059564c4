// How tariffs and norms are said.
import { normBases, type Price, type priceKinds, tariffZones } from '#contract/directories';
import { formatDayDigits, formatDecimal } from '#contract/russian';

export type PriceKind = keyof typeof priceKinds;

export const REVISION_WORDS = { added: 'Добавлено', changed: 'Изменено', ended: 'Закончен срок', removed: 'Убрано', reopened: 'Снова без срока' } as const;

/** «52,40 ₽/м³», «4,85 м³ на человека». */
export const priceAmount = (kind: PriceKind, { value, unit, way }: Pick<Price, 'value' | 'unit' | 'way'>): string =>
  kind === 'tariff'
    ? `${formatDecimal(value, { minDecimals: 2 })}\u00a0₽/${unit}`
    : `${formatDecimal(value)}\u00a0${unit} ${normBases[way as keyof typeof normBases]}`;

/** «Ночь (T2), сверх 150 м³»; empty for a plain price. */
export const wayText = (kind: PriceKind, { way, fromVolume, unit }: Price): string =>
  kind === 'norm'
    ? ''
    : [way === '' ? '' : tariffZones[way as keyof typeof tariffZones], fromVolume === '0' ? '' : `сверх ${formatDecimal(fromVolume)}\u00a0${unit}`]
        .filter(Boolean)
        .join(', ');

export const periodText = ({ fromDay, toDay }: Price): string =>
  toDay === null ? `с ${formatDayDigits(fromDay)}` : `с ${formatDayDigits(fromDay)} по ${formatDayDigits(toDay)}`;

/** What the first row of a table has to name. */
export const IMPORT_HEADINGS = {
  tariff: 'Услуга, Цена, Действует с, Решение; если нужно, ещё Дом, Время суток, С какого объёма, По какой день',
  norm: 'Услуга, На что, Норматив, Действует с, Решение; если нужно, ещё Дом, По какой день',
  rate: 'Действует с, Ставка; если нужно, ещё Решение',
} as const;
