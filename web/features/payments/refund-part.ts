// Which account a refund is of, with its sums as the accountant saw them: they come back with the form, so that who is second is told.
import type { AnswerOf } from '#contract/endpoint';
import type { getWorkPayment } from '#contract/refunds';
import { textOf } from '#web/form.ts';

type Part = AnswerOf<typeof getWorkPayment>['parts'][number];

/** The hidden field of an account. The account itself is chosen by its id alone: sums that change meanwhile leave the choice where it is. */
export const seenField = ({ accountId, leftKopecks, advanceKopecks }: Pick<Part, 'accountId' | 'leftKopecks' | 'advanceKopecks'>) => ({
  name: `seen ${accountId}`,
  value: `${leftKopecks} ${advanceKopecks}`,
});

/** The account chosen in the form, in whole kopecks what may be given back of it and what lies ahead, as they were shown. Pure. */
export function chosenPart(form: FormData): { readonly accountId: string; readonly leftKopecks: number; readonly advanceKopecks: number } {
  const accountId = textOf(form, 'accountId');
  const [leftKopecks = 0, advanceKopecks = 0] = textOf(form, `seen ${accountId}`).split(' ').map(Number);
  return { accountId, leftKopecks, advanceKopecks };
}
