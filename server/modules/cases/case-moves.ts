// What may be done in a case, by whom, and by when it must be answered. Pure.
import { addWorkingDays } from '#platform/calendar';
import type { Day } from '#platform/time';

export type CaseKind = 'question' | 'error' | 'dispute' | 'registration' | 'request';
export type CaseStatus = 'open' | 'answered' | 'agreed' | 'refused' | 'closed';
export type CaseSide = 'person' | 'organization';
export type CaseMove = 'ask' | 'reopen' | 'answer' | 'close' | 'finish' | 'agree' | 'refuse';

const GOING: readonly CaseStatus[] = ['open', 'answered'];
type Move = { readonly by: CaseSide; readonly from: readonly CaseStatus[]; readonly to: CaseStatus; readonly kinds?: readonly CaseKind[] };
const QUESTIONS: readonly CaseKind[] = ['question', 'error', 'registration', 'request'];

/**
 * Who asks further waits for an answer again, also in a question that was closed. A dispute ends by its decision or by the person; about its line one may dispute anew.
 * The organization ends a question that it has answered.
 */
export const CASE_MOVES: Readonly<Record<CaseMove, Move>> = {
  ask: { by: 'person', from: GOING, to: 'open' },
  reopen: { by: 'person', from: ['closed'], to: 'open', kinds: QUESTIONS },
  answer: { by: 'organization', from: GOING, to: 'answered' },
  close: { by: 'person', from: GOING, to: 'closed' },
  finish: { by: 'organization', from: ['answered'], to: 'closed', kinds: QUESTIONS },
  agree: { by: 'organization', from: GOING, to: 'agreed', kinds: ['dispute'] },
  refuse: { by: 'organization', from: GOING, to: 'refused', kinds: ['dispute'] },
};

/** The status after the move, or undefined where it may not be made. */
export function statusAfter(move: CaseMove, { kind, status, side }: { kind: CaseKind; status: CaseStatus; side: CaseSide }): CaseStatus | undefined {
  const { by, from, to, kinds } = CASE_MOVES[move];
  return by === side && from.includes(status) && (kinds?.includes(kind) ?? true) ? to : undefined;
}

/** What the screen may offer. */
export function caseCan(at: { kind: CaseKind; status: CaseStatus; side: CaseSide }): { write: boolean; close: boolean; decide: boolean } {
  const may = (move: CaseMove): boolean => statusAfter(move, at) !== undefined;
  return { write: may('ask') || may('reopen') || may('answer'), close: may('close') || may('finish'), decide: may('agree') };
}

/** Working days to answer, by the day from which they are in force. */
export type AnswerTerms = Readonly<{ fromDay: Day } & Record<CaseKind, number>>;
/**
 * A question, a request: ten working days (rules of management of houses, 416 of 15.05.2013, item 36). Charges are checked at once when somebody
 * comes (Rules 354, item 31 «д»); in writing we hold the organization to five, for an error in the data as well. Who takes papers for registration
 * has three days from the day they are brought to pass them on (rules of registration, 713 of 17.07.1995): when to bring them is answered in as many working days.
 */
export const answerTerms: readonly AnswerTerms[] = [{ fromDay: '0001-01-01', question: 10, error: 5, dispute: 5, registration: 3, request: 10 }];

/** The last day to answer what was asked on the day. */
export const answerBy = (kind: CaseKind, askedOn: Day, terms: readonly AnswerTerms[] = answerTerms): Day =>
  addWorkingDays(askedOn, terms.findLast(({ fromDay }) => fromDay <= askedOn)![kind]);
