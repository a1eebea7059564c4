// How meters look and what is said of them.
import { Droplet, Droplets, Flame, type LucideIcon, ThermometerSun, Zap } from 'lucide-react';
import type { AnswerOf } from '#contract/endpoint';
import type { MeteredService } from '#contract/meter-words';
import type { getMeters, listSubmissions } from '#contract/meters';
import { formatDecimal } from '#contract/russian';

export type Meter = AnswerOf<typeof getMeters>['meters'][number];
export type Register = Meter['registers'][number];
export type Submission = AnswerOf<typeof listSubmissions>['submissions'][number];

export const SERVICE_ICONS: Readonly<Record<MeteredService, LucideIcon>> = {
  cold_water: Droplet,
  hot_water: Droplets,
  electricity: Zap,
  gas: Flame,
  heating: ThermometerSun,
};

/** How the person who handed in signed the act. */
export const countersignedWords = (by: 'key' | 'code'): string => (by === 'key' ? 'своим ключом' : 'одноразовым кодом');

/** The two pages of readings that staff have. */
export const READING_TABS = [
  { to: '/work/readings', name: 'Переданы вам' },
  { to: '/work/readings/all', name: 'Все показания домов' },
] as const;

/** As it stands on the dial: '251.04' of a meter with three red digits is '251.040'. */
export function onDial(value: string, decimals: number): string {
  const [whole = '', after = ''] = value.split('.');
  return decimals === 0 ? whole : `${whole}.${after.slice(0, decimals).padEnd(decimals, '0')}`;
}

/** «251,040 м³». */
export const dialText = (value: string, { decimals, unit }: { decimals: number; unit: string }): string =>
  `${formatDecimal(value, { minDecimals: decimals, maxDecimals: Math.max(decimals, 3) })}\u00a0${unit}`;

/** What waits for the person: an open window without a reading. */
export const isWaiting = (meter: Meter): boolean => meter.can.submit && meter.window.isOpen && meter.registers.some(({ current }) => current === null);
