import { formatKopecks } from '#contract/russian';

/** A difference of money with its sign: «+120,00 ₽», «−3,40 ₽». */
export const signed = (kopecks: number): string => `${kopecks > 0 ? '+' : ''}${formatKopecks(kopecks)}`;
