// What the accountant does with an account: notes an advance given back, closes the account or opens it again.
import { Form } from 'react-router';
import type { getAdvance } from '#contract/advances';
import type { AnswerOf } from '#contract/endpoint';
import type { getWorkAccount } from '#contract/ledger';
import { formatKopecks, formatSum } from '#contract/russian';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
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
    <Card heading={`Аванс ${formatKopecks(advance.advanceKopecks + advance.underWayKopecks)}`}>
      {account.closedOn !== null && <p>Счёт закрыт: аванс пора вернуть.</p>}
      {advance.underWayKopecks > 0 && <p>{`Через портал уже идёт ${formatKopecks(advance.underWayKopecks)}.`}</p>}
      {byPortal > 0 && <p>{`Через портал пришло ${formatKopecks(byPortal)}: верните из карточки платежа.`}</p>}
      {advance.byBankKopecks > 0 && (
        <Form method="post" noValidate className="stack">
          <FormKey answer={key} />
          <input type="hidden" name="what" value="advance" />
          <input type="hidden" name="advanceKopecks" value={advance.advanceKopecks} />
          <p className="mut">{`Через банк можно вернуть ${formatKopecks(advance.byBankKopecks)}. Вернёте — запишите.`}</p>
          <div className="two">
            <MoneyInput name="kopecks" label="Сколько вернули" defaultValue={values['kopecks'] ?? formatSum(advance.byBankKopecks)} error={errors['kopecks']} />
            <TextInput
              name="returnedOn"
              type="date"
              label="Когда вернули"
              max={today}
              short
              defaultValue={values['returnedOn'] ?? today}
              error={errors['returnedOn']}
            />
          </div>
          <TextInput name="document" label="Номер и дата поручения" maxLength={100} defaultValue={values['document']} error={errors['document']} />
          <Actions>
            <Button kind="alt">Записать возврат</Button>
          </Actions>
        </Form>
      )}
    </Card>
  );
}

export function ClosingForm({ account, answer, today }: Given & { account: Account }) {
  const { key, errors, values, isOpen } = stateOf(answer, 'closing');
  const isClosed = account.closedOn !== null;
  // Done, it is another question: folded, with nothing of the last answer in it.
  return (
    <details key={`${isClosed}`} className="more card noprint" open={isOpen}>
      <summary>{isClosed ? 'Открыть счёт снова' : 'Закрыть счёт'}</summary>
      <p>{isClosed ? 'Начисления пойдут со следующего расчёта.' : 'Начислений больше не будет. Долг, аванс и история останутся.'}</p>
      <Form method="post" noValidate className="stack">
        <FormKey answer={key} />
        <input type="hidden" name="what" value="closing" />
        <input type="hidden" name="version" value={account.version} />
        {!isClosed && (
          <TextInput
            name="closedOn"
            type="date"
            label="С какого дня закрыт"
            min={account.openedOn}
            max={today}
            short
            defaultValue={values['closedOn'] ?? today}
            error={errors['closedOn']}
          />
        )}
        <TextInput name="why" label="Почему" hint="Прочтут все, кто видит счёт" maxLength={300} defaultValue={values['why']} error={errors['why']} />
        <Actions>
          <Button kind={isClosed ? 'alt' : 'bad'}>{isClosed ? 'Открыть снова' : 'Закрыть счёт'}</Button>
        </Actions>
      </Form>
    </details>
  );
}
