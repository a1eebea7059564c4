// How runs look and what is said of them.
import { type Run, runExceptions, runStatuses } from '#contract/calculation';
import type { Tone } from '#ui/status.tsx';

const TONES: Readonly<Record<Run['status'], Tone>> = { counting: 'go', stopped: 'wait', draft: 'lit', checked: 'wait', posting: 'go', posted: 'ok', cancelled: 'none' };
export const runLook = (status: Run['status']): { tone: Tone; word: string } => ({ tone: TONES[status], word: runStatuses[status] });

export const exceptionWord = (kind: string): string => (kind in runExceptions ? runExceptions[kind as keyof typeof runExceptions] : kind);
export const REMARKS = ['замечание', 'замечания', 'замечаний'] as const;
export const ACCOUNTS = ['счёт', 'счёта', 'счетов'] as const;
export const LINES = ['строка', 'строки', 'строк'] as const;
