// What is said of the reconciliation.
import type { AnswerOf } from '#contract/endpoint';
import type { getReconciledDay } from '#contract/reconciliation';

type Day = AnswerOf<typeof getReconciledDay>;
export type Difference = Day['differences'][number];

export const DIFFERENCES = ['расхождение', 'расхождения', 'расхождений'] as const;
