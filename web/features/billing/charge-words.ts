// How the statuses of charges, bills and registers look: word, tone, and what follows from them.
import { chargeStatuses, type ChargeStatus } from '#contract/charge-status';
import type { Register } from '#contract/billing';
import type { Tone } from '#ui/status.tsx';

const tones: Readonly<Record<ChargeStatus, Tone>> = { unpaid: 'wait', partlyPaid: 'wait', processing: 'go', paid: 'ok', overdue: 'bad', overpaid: 'ok' };

export const chargeTone = (status: string): Tone => tones[status as ChargeStatus];
export const chargeWord = (status: string): string => chargeStatuses[status as ChargeStatus];

const loadTones: Readonly<Record<Register['status'], Tone>> = { draft: 'go', checked: 'lit', loading: 'go', loaded: 'ok', taking_back: 'go', taken_back: 'none', refused: 'bad' };
export const loadTone = (status: string): Tone => loadTones[status as Register['status']];

/** The page's own filter as the query of a file; pages and the opened explanation are left out. */
export function fileQuery(query: URLSearchParams, members: readonly string[], format: string): string {
  const own = members.filter((name) => name !== 'after' && name !== 'before').flatMap((name) => query.getAll(name).filter(Boolean).map((value): [string, string] => [name, value]));
  return new URLSearchParams([...own, ['format', format]]).toString();
}

/** Members of the page's address that the list understands; those of `many` may repeat. */
export function listAsked(query: URLSearchParams, members: readonly string[], many: readonly string[]): Record<string, string | string[]> {
  return Object.fromEntries(members.flatMap((name): [string, string | string[]][] => {
    const values = query.getAll(name).filter(Boolean);
    if (values.length === 0) return [];
    return [[name, many.includes(name) ? values : values[0]!]];
  }));
}
