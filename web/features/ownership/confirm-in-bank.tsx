// The third way to sign a claim: a word in the application of the person's bank. The page is renewed by itself when the bank has answered.
import type { Claim } from '#contract/ownership';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import type { BankSays } from './bank-says.ts';

/** Stands in the form that hands the claim in; its action gets `intent` bank. */
export function ConfirmInBank({ bank: { name, appUrl }, says }: { bank: NonNullable<Claim['bank']>; says: BankSays | null }) {
  return (
    <>
      {says && (
        <Notice tone={says.isOpen ? 'info' : 'bad'} heading={says.heading}>
          <p>{says.text}</p>
          {says.isOpen && appUrl !== null && (
            <p>
              <GoLink away to={appUrl}>
                Открыть приложение банка
              </GoLink>
            </p>
          )}
        </Notice>
      )}
      {!says?.isOpen && (
        <Actions>
          <Button kind="alt" name="intent" value="bank">{`Подтвердить в приложении: ${name}`}</Button>
        </Actions>
      )}
    </>
  );
}
