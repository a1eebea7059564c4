// How days and differences of the reconciliation look.
import type { AnswerOf } from '#contract/endpoint';
import { differenceColumns, type getReconciledDay, reconciledColumns } from '#contract/reconciliation';
import type { Tone } from '#ui/status.tsx';

type Day = AnswerOf<typeof getReconciledDay>;
export type Difference = Day['differences'][number];
type Look = { tone: Tone; word: string };

const dayTones: Readonly<Record<Day['state'], Tone>> = { differs: 'lit', waiting: 'wait', ready: 'wait', partly: 'wait', settled: 'ok', equal: 'ok' };
const differenceTones: Readonly<Record<Difference['status'], Tone>> = { open: 'lit', explained: 'ok', gone: 'none' };

export const dayLook = (state: Day['state']): Look => ({ tone: dayTones[state], word: reconciledColumns.state.words[state] });
export const differenceLook = (status: Difference['status']): Look => ({ tone: differenceTones[status], word: differenceColumns.status.words[status] });
export const DIFFERENCES = ['расхождение', 'расхождения', 'расхождений'] as const;
