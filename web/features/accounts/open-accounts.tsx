// The accountant opens accounts for a house: a list pasted from a table, a line for each.
import { ChevronDown } from 'lucide-react';
import { Form } from 'react-router';
import { accountKinds } from '#contract/account-kinds';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { Problem } from '#contract/errors';
import { type getAccountHouses, OPENED_AT_ONCE, type openAccounts } from '#contract/ledger';
import { Actions, Button } from '#ui/button.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { Icon } from '#ui/icon.tsx';
import { Select, TextArea, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';
import { useRootData } from '#web/me.ts';

export type AccountLines = BodyOf<typeof openAccounts>;
type Opening = AnswerOf<typeof getAccountHouses>;

/** The lines of the list, cut at semicolons or tabs; a text says what is wrong with them. */
export function linesOf(text: string): AccountLines['lines'] | string {
  const rows = text
    .split(/\r?\n/)
    .filter((row) => row.trim() !== '')
    .map((row) => row.split(/[;\t]/).map((cell) => cell.trim()));
  if (rows.length === 0) return 'Введите хотя бы одну строку';
  if (rows.length > OPENED_AT_ONCE) return `За один раз можно ${OPENED_AT_ONCE} строк, у вас ${rows.length}`;
  const short = rows.findIndex(([number, premises]) => !number || !premises);
  if (short >= 0) return `Строка ${short + 1}: нужны номер счёта и номер помещения через точку с запятой`;
  return rows.map(([number, premises, unifiedNumber]) => ({
    number: number!.slice(0, 40),
    premises: premises!.slice(0, 20),
    ...(unifiedNumber && { unifiedNumber: unifiedNumber.slice(0, 20) }),
  }));
}

/** What is wrong with single lines is told under the list, by the number of the line. */
export function tellLines(problem: Problem): Problem {
  const fields = problem.fields ?? [];
  const told = fields.flatMap(({ pointer, detail }) => {
    const place = /^\/lines\/(\d+)\//.exec(pointer)?.[1];
    return place === undefined ? [] : [`Строка ${Number(place) + 1}: ${detail}.`];
  });
  return told.length === 0
    ? problem
    : {
        ...problem,
        fields: [...fields.filter(({ pointer }) => !pointer.startsWith('/lines/')), { pointer: '/lines', code: 'input.invalid', detail: told.join(' ') }],
      };
}

export function OpenAccounts({ opening, house, answer }: { opening: Opening; house: string; answer: Refused | undefined }) {
  const { loadedAt } = useRootData();
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  const { houses, organizations, more } = opening;
  return (
    <details className="card more noprint" open={answer !== undefined || house !== ''}>
      <summary>
        Открыть счета
        <Icon of={ChevronDown} turn />
      </summary>
      <HouseFinder more={more} name="house" />
      {houses.length === 0 ? (
        <p>Таких домов у вашей организации нет.</p>
      ) : (
        <Form method="post" noValidate className="stack">
          <FormKey />
          {organizations.length === 1 ? (
            <input type="hidden" name="organizationId" value={organizations[0]!.id} />
          ) : (
            <Select
              name="organizationId"
              label="Организация"
              defaultValue={values['organizationId']}
              options={organizations.map(({ id, shortName }) => ({ value: id, name: shortName }))}
            />
          )}
          <Select
            name="houseId"
            label="Дом"
            defaultValue={values['houseId']}
            error={errors['houseId']}
            options={[
              ...(houses.length > 1 ? [{ value: '', name: 'Выберите' }] : []),
              ...houses.map(({ houseId, address }) => ({ value: houseId, name: address })),
            ]}
          />
          <div className="two">
            <Select
              name="kind"
              label="Чьи счета"
              defaultValue={values['kind']}
              options={Object.entries(accountKinds).map(([value, name]) => ({ value, name }))}
            />
            <TextInput
              name="openedOn"
              type="date"
              label="С какого дня"
              short
              defaultValue={values['openedOn'] ?? loadedAt.slice(0, 10)}
              error={errors['openedOn']}
            />
          </div>
          <TextArea
            name="lines"
            label="Счета"
            hint="По строке на счёт: номер счёта; номер помещения; ЕЛС, если есть. Можно вставить из таблицы"
            rows={6}
            defaultValue={values['lines']}
            error={errors['lines']}
          />
          <Actions>
            <Button kind="alt">Открыть счета</Button>
          </Actions>
        </Form>
      )}
    </details>
  );
}
