// Requisites of companies that do not exist, with check digits that hold: the first digits say a tax office and a bank that there are not.
import { checkCorrespondentAccount, checkRegistrationNumber, checkSettlementAccount, checkTaxNumber, type Checked } from '#contract/identifiers';

export const BANK = { bankName: 'Банк «Рябиновый»', bic: '046599991' } as const;

/** Replaces `?` by the digit with which the check holds. */
function withCheckDigit(form: string, check: (text: string) => Checked): string {
  for (let digit = 0; digit < 10; digit += 1) {
    const text = form.replace('?', String(digit));
    if (check(text).ok) return text;
  }
  throw new RangeError(`no digit makes ${form} right`);
}

const numbered = (n: number, length: number): string => String(n).padStart(length, '0');

/** Tax, registration and bank numbers of the n-th organization of the town. */
export function requisitesOf(n: number) {
  return {
    inn: withCheckDigit(`6699${numbered(n, 5)}?`, (text) => checkTaxNumber(text, 'organization')),
    kpp: '669901001',
    ogrn: withCheckDigit(`19966000${numbered(n, 4)}?`, checkRegistrationNumber),
    ...BANK,
    settlementAccount: withCheckDigit(`40702810?9900${numbered(n, 7)}`, (text) => checkSettlementAccount(text, BANK.bic)),
    correspondentAccount: withCheckDigit('30101810?00000000991', (text) => checkCorrespondentAccount(text, BANK.bic)),
  };
}
