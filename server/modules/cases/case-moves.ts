// What may be done in a case, by whom, and by when it must be answered. Pure.
import { addWorkingDays } from '#platform/calendar';
import type { Day } from '#platform/time';

export type CaseKind = 'question' | 'error' | 'dispute';
export type CaseStatus = 'open' | 'answered' | 'agreed' | 'refused' | 'closed';
export type CaseSide = 'person' | 'organization';
export type CaseMove = 'ask' | 'answer' | 'close' | 'agree' | 'refuse';

const GOING: readonly CaseStatus[] = ['open', 'answered'];
type Move = { readonly by: CaseSide; readonly to: CaseStatus; /** A dispute alone is decided. */ readonly only?: CaseKind };

/** Every move is made in a case that has not ended; who asks further waits for an answer again. */
export const CASE_MOVES: Readonly<Record<CaseMove, Move>> = {
  ask: { by: 'person', to: 'open' },
  answer: { by: 'organization', to: 'answered' },
  close: { by: 'person', to: 'closed' },
  agree: { by: 'organization', to: 'agreed', only: 'dispute' },
  refuse: { by: 'organization', to: 'refused', only: 'dispute' },
};

/** The status after the move, or undefined where it may not be made. */
export function statusAfter(move: CaseMove, { kind, status, side }: { kind: CaseKind; status: CaseStatus; side: CaseSide }): CaseStatus | undefined {
  const { by, to, only = kind } = CASE_MOVES[move];
  return by === side && only === kind && GOING.includes(status) ? to : undefined;
}

/** What the screen may offer. */
export function caseCan(at: { kind: CaseKind; status: CaseStatus; side: CaseSide }): { write: boolean; close: boolean; decide: boolean } {
  const may = (move: CaseMove): boolean => statusAfter(move, at) !== undefined;
  return { write: may('ask') || may('answer'), close: may('close'), decide: may('agree') };
}

/** Working days to answer, by the day from which they are in force. */
export type AnswerTerms = Readonly<{ fromDay: Day } & Record<CaseKind, number>>;
/**
 * A question: ten working days (rules of management of houses, 416 of 15.05.2013, item 36). Charges are checked at once when somebody
 * comes (Rules 354, item 31 «д»); in writing we hold the organization to five, for an error in the data as well.
 */
export const answerTerms: readonly AnswerTerms[] = [{ fromDay: '0001-01-01', question: 10, error: 5, dispute: 5 }];

/** The last day to answer what was asked on the day. */
export const answerBy = (kind: CaseKind, askedOn: Day, terms: readonly AnswerTerms[] = answerTerms): Day => addWorkingDays(askedOn, terms.findLast(({ fromDay }) => fromDay <= askedOn)![kind]);
