// How paying by itself stands, with its one tap: on the account's page too, which needs no form of the terms for it.
import { Form } from 'react-router';
import { formatDayShort } from '#contract/russian';
import { autopaymentStates } from '#contract/statuses/payments';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Status, StatusOf } from '#ui/status.tsx';
import type { AutopaymentPage } from './autopayment.tsx';

type Autopayment = NonNullable<AutopaymentPage['autopayment']>;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What happens next, in a sentence. */
function nextWords({ next, state, method }: Autopayment, isSuspended: boolean): string {
  if (state === 'paused') return 'Ничего не списываем, пока не возобновите';
  if (isSuspended) return 'Счёт приостановлен, поэтому ничего не списываем';
  if (method === null) return 'Способ оплаты убран. Выберите другой, иначе списать не сможем';
  if (next === null) return '';
  return `Следующий платёж ${formatDayShort(next.payOn)}${next.noticeOn === null ? '' : `, предупредим ${formatDayShort(next.noticeOn)}`}`;
}

/** How it stands, on the account's page and on its own. `action`: the page whose action switches. */
export function AutopaymentCard({ page: { autopayment, account }, action, setUp }: { page: AutopaymentPage; action: string; setUp?: string }) {
  if (autopayment === null) {
    return setUp === undefined ? null : (
      <Card heading="Автоплатёж">
        <p>Портал сам оплатит счёт в срок и заранее предупредит.</p>
        <Actions>
          <ButtonLink kind="alt" to={setUp}>
            Настроить автоплатёж
          </ButtonLink>
        </Actions>
      </Card>
    );
  }
  const { state, words, method, can, version } = autopayment;
  return (
    <Card
      heading="Автоплатёж"
      aside={
        state === 'active' && (account.isSuspended || method === null) ? (
          <Status tone="bad">Не спишет</Status>
        ) : (
          <StatusOf rows={autopaymentStates} is={state} />
        )
      }
    >
      <p>
        {capital(words)}.{method !== null && ` ${method.title}.`}
      </p>
      <p>
        <b>{nextWords(autopayment, account.isSuspended)}.</b>
      </p>
      <Form method="post" action={action}>
        <FormKey />
        <input type="hidden" name="version" value={version} />
        <Actions>
          {can.pause && (
            <Button kind="alt" name="intent" value="paused">
              Поставить на паузу
            </Button>
          )}
          {can.resume && (
            <Button kind="alt" name="intent" value="active">
              Возобновить
            </Button>
          )}
          {setUp === undefined ? (
            <Button kind="bare" name="intent" value="ended">
              Отключить
            </Button>
          ) : (
            <GoLink to={setUp}>Изменить</GoLink>
          )}
        </Actions>
      </Form>
    </Card>
  );
}
