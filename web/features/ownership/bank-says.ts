// What became of the request to a bank, in words. Runs on the server.
import type { Claim } from '#contract/ownership';
import { bankStates } from '#contract/statuses/ownership';

export type BankSays = { readonly isOpen: boolean; readonly heading: string; readonly text: string };

/** Null where nothing was asked, and where the answer is the claim itself. */
export function bankSays(bank: Claim['bank']): BankSays | null {
  const request = bank?.request;
  if (!request || request.state === 'confirmed') return null;
  const isOpen = request.state === 'asking' || request.state === 'waiting';
  return {
    isOpen,
    heading: bankStates[request.state].word,
    text: isOpen
      ? `Номер проверки ${request.checkNumber}: в приложении должен стоять такой же. На это есть пять минут, страница обновится сама.`
      : 'Попросите банк ещё раз или подпишите кодом.',
  };
}
