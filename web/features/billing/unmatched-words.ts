// How the states of unmatched payments look.
import type { UnmatchedStatus } from '#contract/unmatched';
import type { Tone } from '#ui/status.tsx';

export const unmatchedTones: Readonly<Record<UnmatchedStatus, Tone>> = { open: 'wait', resolved: 'ok', returned: 'none' };
