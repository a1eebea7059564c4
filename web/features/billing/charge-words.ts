// How the statuses of charges, bills and registers look: word, tone, and what follows from them.
import { chargeStatuses, type ChargeStatus } from '#contract/charge-status';
import type { Register } from '#contract/billing';
import type { Tone } from '#ui/status.tsx';

const tones: Readonly<Record<ChargeStatus, Tone>> = { unpaid: 'wait', partlyPaid: 'wait', processing: 'go', paid: 'ok', overdue: 'bad', overpaid: 'ok' };

export const chargeTone = (status: string): Tone => tones[status as ChargeStatus];
export const chargeWord = (status: string): string => chargeStatuses[status as ChargeStatus];

const loadTones: Readonly<Record<Register['status'], Tone>> = { draft: 'go', checked: 'lit', loading: 'go', loaded: 'ok', taking_back: 'go', taken_back: 'none', refused: 'bad' };
export const loadTone = (status: string): Tone => loadTones[status as Register['status']];
