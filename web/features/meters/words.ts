// How meters look and what their states are called.
import { Droplet, Droplets, Flame, type LucideIcon, ThermometerSun, Zap } from 'lucide-react';
import type { AnswerOf } from '#contract/endpoint';
import { type getMeters, type listSubmissions, type MeteredService, SUBMISSION_STATUSES, type SubmissionStatus } from '#contract/meters';
import { formatDecimal } from '#contract/russian';
import type { Tone } from '#ui/status.tsx';

export type Meter = AnswerOf<typeof getMeters>['meters'][number];
export type Register = Meter['registers'][number];
export type Submission = AnswerOf<typeof listSubmissions>['submissions'][number];

export const SERVICE_ICONS: Readonly<Record<MeteredService, LucideIcon>> = { cold_water: Droplet, hot_water: Droplets, electricity: Zap, gas: Flame, heating: ThermometerSun };

const TONES: Readonly<Record<SubmissionStatus, Tone>> = { sent: 'go', accepted: 'ok', rejected: 'bad', replaced: 'none' };
export const submissionLook = (status: SubmissionStatus): { tone: Tone; word: string } => ({ tone: TONES[status], word: SUBMISSION_STATUSES[status] });

/** How the person who handed in signed the act. */
export const countersignedWords = (by: 'key' | 'code'): string => (by === 'key' ? 'своим ключом' : 'кодом из сообщения');

/** The two pages of readings that staff have. */
export const READING_TABS = [{ to: '/work/readings', name: 'Переданы вам' }, { to: '/work/readings/all', name: 'Все показания домов' }] as const;

/** As it stands on the dial: '251.04' of a meter with three red digits is '251.040'. */
export function onDial(value: string, decimals: number): string {
  const [whole = '', after = ''] = value.split('.');
  return decimals === 0 ? whole : `${whole}.${after.slice(0, decimals).padEnd(decimals, '0')}`;
}

/** «251,040 м³». */
export const dialText = (value: string, { decimals, unit }: { decimals: number; unit: string }): string => `${formatDecimal(value, { minDecimals: decimals, maxDecimals: Math.max(decimals, 3) })}\u00a0${unit}`;

/** What waits for the person: an open window without a reading. */
export const isWaiting = (meter: Meter): boolean => meter.can.submit && meter.window.isOpen && meter.registers.some(({ current }) => current === null);

const VERIFICATION_TONES: Readonly<Record<Meter['verification']['state'], Tone>> = { unknown: 'none', ok: 'ok', soon: 'wait', over: 'bad' };
export const verificationTone = (state: Meter['verification']['state']): Tone => VERIFICATION_TONES[state];

const REQUEST_LOOKS: Readonly<Record<string, { tone: Tone; word: string }>> = { new: { tone: 'go', word: 'Ждёт ответа' }, done: { tone: 'ok', word: 'Заменён' }, declined: { tone: 'none', word: 'Отказано' } };
/** A request for another meter. */
export const requestLook = (status: string): { tone: Tone; word: string } => REQUEST_LOOKS[status] ?? { tone: 'none', word: status };
