// What is ticked and typed on «Оплата», counted while the person changes it. Without JavaScript the next page counts.
import { type RefObject, useEffect, useState } from 'react';
import { chosenParts } from './chosen-parts.ts';
import type { PayableAccount } from './home-accounts.tsx';

/** Whole kopecks; null while a sum cannot be read or nothing is ticked. */
function chosenSum(form: HTMLFormElement, accounts: readonly PayableAccount[]): number | null {
  const { parts, errors } = chosenParts(new FormData(form));
  if (Object.keys(errors).length > 0) return null;
  return parts.reduce((sum, { accountId, kopecks }) => sum + (kopecks ?? accounts.find((account) => account.accountId === accountId)?.toPayKopecks ?? 0), 0);
}

/** The sum of the form as it stands; null before JavaScript has come, too. */
export function useChosenSum(form: RefObject<HTMLFormElement | null>, accounts: readonly PayableAccount[]): number | null {
  const [sum, setSum] = useState<number | null>(null);
  useEffect(() => {
    const element = form.current;
    if (!element) return undefined;
    const count = (): void => setSum(chosenSum(element, accounts));
    count();
    element.addEventListener('input', count);
    return () => element.removeEventListener('input', count);
  }, [form, accounts]);
  return sum;
}
