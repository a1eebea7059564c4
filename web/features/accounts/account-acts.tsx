// What the accountant does with an account: notes an advance given back, closes the account or opens it again.
import { ChevronDown } from 'lucide-react';
import { Form, Link } from 'react-router';
import type { getAdvance } from '#contract/advances';
import type { AnswerOf } from '#contract/endpoint';
import type { getWorkAccount } from '#contract/ledger';
import { formatDay, formatKopecks, formatSum } from '#contract/russian';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { MoneyInput, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';

type Account = AnswerOf<typeof getWorkAccount>;
type Advance = AnswerOf<typeof getAdvance>;
type Given = { answer: Refused | undefined; today: string };

// One object, so that a form without an answer keeps its key.
const NO_ANSWER = {};

/** One of the forms of the page shows its errors and what was typed; the others keep their own keys. */
function stateOf(answer: Refused | undefined, what: string) {
  const own = answer?.values['what'] === what ? answer : undefined;
  return { key: own ?? NO_ANSWER, errors: errorsOf(own?.problem), values: own?.values ?? {}, isOpen: own !== undefined };
}

/** Where the money ahead came from decides how it goes back. */
export function AdvanceCard({ account, advance, answer, today }: Given & { account: Account; advance: Advance }) {
  const { key, errors, values } = stateOf(answer, 'advance');
  const byPortal = advance.advanceKopecks - advance.byBankKopecks;
  return (
    <Card heading={`Аванс ${formatKopecks(advance.advanceKopecks)}`}>
      <p>{account.closedOn === null ? 'Зачтём в следующие начисления. По заявлению собственника его можно вернуть.' : 'Счёт закрыт, начислений по нему не будет: верните аванс или попросите собственника указать другой счёт.'}</p>
      {byPortal > 0 && <p>Через портал или до него пришло <b className="num nw">{formatKopecks(byPortal)}</b>. Платёж через портал возвращают на карту плательщика: <Link to={`/work/payments?search=${encodeURIComponent(account.number)}`}>платежи по счёту</Link>.</p>}
      {advance.byBankKopecks > 0 && (
        <Form method="post" noValidate className="stack">
          <FormKey answer={key} />
          <input type="hidden" name="what" value="advance" />
          <input type="hidden" name="advanceKopecks" value={advance.advanceKopecks} />
          <p className="mut">{`Деньги пришли из реестров банка. Переводит их ваш банк, здесь возврат записывают: не больше ${formatKopecks(advance.byBankKopecks)}.`}</p>
          <div className="two">
            <MoneyInput name="kopecks" label="Сколько вернули" defaultValue={values['kopecks'] ?? formatSum(advance.byBankKopecks)} error={errors['kopecks']} />
            <TextInput name="returnedOn" type="date" label="Когда вернули" max={today} short defaultValue={values['returnedOn'] ?? today} error={errors['returnedOn']} />
          </div>
          <TextInput name="document" label="Платёжное поручение" hint="Например: № 215 от 20.11.2026" maxLength={100} defaultValue={values['document']} error={errors['document']} />
          <Actions><Button kind="alt">Записать возврат</Button></Actions>
        </Form>
      )}
    </Card>
  );
}

export function ClosingForm({ account, answer, today }: Given & { account: Account }) {
  const { key, errors, values, isOpen } = stateOf(answer, 'closing');
  const { closedOn } = account;
  const isClosed = closedOn !== null;
  return (
    <details className="more card noprint" open={isOpen}>
      <summary>{isClosed ? 'Открыть счёт снова' : 'Закрыть счёт'}<Icon of={ChevronDown} turn /></summary>
      <p>{isClosed ? `Счёт закрыт ${formatDay(closedOn)}. Если закрыли по ошибке, откройте его: начисления пойдут со следующего расчёта.` : 'После этого дня начислений по счёту не будет. Долг, аванс и история останутся. Деньги сверх долга, если придут из банка, попадут в невыясненные.'}</p>
      <Form method="post" noValidate className="stack">
        <FormKey answer={key} />
        <input type="hidden" name="what" value="closing" />
        <input type="hidden" name="version" value={account.version} />
        {!isClosed && <TextInput name="closedOn" type="date" label="С какого дня закрыт" min={account.openedOn} max={today} short defaultValue={values['closedOn'] ?? today} error={errors['closedOn']} />}
        <TextInput name="why" label="Причина" hint={isClosed ? undefined : 'Например: квартира продана, договор расторгнут'} maxLength={300} defaultValue={values['why']} error={errors['why']} />
        <Actions><Button kind={isClosed ? 'alt' : 'bad'}>{isClosed ? 'Открыть снова' : 'Закрыть счёт'}</Button></Actions>
      </Form>
    </details>
  );
}
