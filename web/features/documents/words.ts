// How papers are spoken of on the screen.
import type { AnswerOf } from '#contract/endpoint';
import type { getDocument, listDocuments } from '#contract/documents';
import { counted, formatDecimal } from '#contract/russian';
import { documentStates, readingStates } from '#contract/statuses/documents';
import { lookOf, type Tone } from '#ui/status.tsx';

export type DocumentRow = AnswerOf<typeof listDocuments>['documents'][number];
export type DocumentCard = AnswerOf<typeof getDocument>;

/** «3,2 МБ», «140 КБ». */
export const sizeText = (bytes: number): string =>
  bytes < 1_048_576
    ? `${Math.max(1, Math.round(bytes / 1_024))}\u00a0КБ`
    : `${formatDecimal(String(Math.round(bytes / 104_857.6) / 10), { maxDecimals: 1 })}\u00a0МБ`;

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** What to say of its term: nothing while it is far. */
export function termLook(expiresOn: string | null, today: string): { tone: Tone; word: string } | null {
  if (expiresOn === null) return null;
  const days = Math.round((Date.parse(expiresOn) - Date.parse(today)) / DAY_MS);
  if (days < 0) return { tone: 'bad', word: 'Срок вышел' };
  if (days === 0) return { tone: 'wait', word: 'Истекает сегодня' };
  return days <= SOON_DAYS ? { tone: 'wait', word: `Истекает через ${counted(days, ['день', 'дня', 'дней'])}` } : null;
}

/** What is going on with the file itself: nothing once it is there and read. */
export function stateLook({ state, reading, withdrawnWhy }: Pick<DocumentRow, 'state' | 'reading' | 'withdrawnWhy'>): { tone: Tone; word: string } | null {
  if (withdrawnWhy !== null) return lookOf({ rows: documentStates, is: 'withdrawn' });
  if (state !== 'ready') return lookOf({ rows: documentStates, is: state });
  return reading === 'waiting' ? lookOf({ rows: readingStates, is: reading }) : null;
}

export const fileHref = (documentId: string, number: number, what: 'file' | 'signature' = 'file'): string =>
  `/api/v1/documents/${documentId}/versions/${number}/${what}`;
/** For the file dialog; the server judges by content. */
export const ACCEPTED = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,.docx,.xlsx,.xml,.zip,.txt,.sig,.p7s';
