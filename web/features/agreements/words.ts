// How the state of a contract looks.
import type { AgreementStatus } from '#contract/agreements';

export const agreementTones = { draft: 'none', signing: 'wait', done: 'ok', refused: 'bad', expired: 'bad', withdrawn: 'none' } as const satisfies Record<AgreementStatus, string>;
export const ZONE = 'Europe/Moscow';
