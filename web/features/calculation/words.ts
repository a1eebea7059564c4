// What is said of runs.
import { runExceptions } from '#contract/calculation';

export const exceptionWord = (kind: string): string => (kind in runExceptions ? runExceptions[kind as keyof typeof runExceptions] : kind);
export const REMARKS = ['замечание', 'замечания', 'замечаний'] as const;
export const ACCOUNTS = ['счёт', 'счёта', 'счетов'] as const;
export const LINES = ['строка', 'строки', 'строк'] as const;
