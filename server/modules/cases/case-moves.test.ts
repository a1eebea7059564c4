import { expect, test } from 'vitest';
import { answerBy, CASE_MOVES, caseCan, type CaseKind, type CaseMove, statusAfter } from './case-moves.ts';

test('ACC-5, CHG-3: each side makes its own moves, only while the case goes, and only a dispute is decided', () => {
  const allowed = (kind: CaseKind, status: 'open' | 'answered' | 'agreed' | 'refused' | 'closed', side: 'person' | 'organization') =>
    (Object.keys(CASE_MOVES) as CaseMove[]).filter((move) => statusAfter(move, { kind, status, side }) !== undefined).join(' ');
  for (const status of ['open', 'answered'] as const) {
    expect(allowed('dispute', status, 'person')).toBe('ask close');
    expect(allowed('dispute', status, 'organization')).toBe('answer agree refuse');
    for (const kind of ['question', 'error', 'registration'] as const)
      expect([allowed(kind, status, 'person'), allowed(kind, status, 'organization')]).toEqual([
        'ask close',
        status === 'answered' ? 'answer finish' : 'answer',
      ]);
  }
  for (const status of ['agreed', 'refused', 'closed'] as const)
    for (const side of ['person', 'organization'] as const) expect(allowed('dispute', status, side)).toBe('');
  for (const kind of ['question', 'error', 'registration'] as const)
    expect([allowed(kind, 'closed', 'person'), allowed(kind, 'closed', 'organization'), allowed(kind, 'agreed', 'person')]).toEqual(['reopen', '', '']);
  expect(statusAfter('ask', { kind: 'dispute', status: 'answered', side: 'person' })).toBe('open');
  expect(caseCan({ kind: 'question', status: 'open', side: 'organization' })).toEqual({ write: true, close: false, decide: false });
});

test('CHG-3, TERM-1: the answer is due in working days, by the terms in force on the day of asking', () => {
  expect(answerBy('dispute', '2026-11-12')).toBe('2026-11-19');
  expect(answerBy('question', '2026-11-12')).toBe('2026-11-26');
  expect(answerBy('registration', '2026-11-12'), 'when to bring the papers for registration is said in three working days').toBe('2026-11-17');
  const terms = [
    { fromDay: '0001-01-01', question: 10, error: 5, dispute: 5, registration: 3, request: 10 },
    { fromDay: '2027-01-01', question: 3, error: 2, dispute: 1, registration: 3, request: 10 },
  ];
  expect([answerBy('dispute', '2026-11-12', terms), answerBy('dispute', '2027-02-01', terms)]).toEqual(['2026-11-19', '2027-02-02']);
});
