// What difference from last month a run tells: what it is for each organization, the form that sets it, and who did.
import { Form, Link, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getJumpLimits, JumpLimit } from '#contract/jump-limits';
import { formatMonth } from '#contract/russian';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { NumberInput, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';

const history: readonly Column<JumpLimit['set'][number]>[] = [
  { key: 'from', name: 'Начиная с месяца', head: true, cell: ({ fromMonth }) => formatMonth(fromMonth) },
  { key: 'percent', name: 'Больше чем на', numeric: true, cell: ({ percent }) => `${percent}\u00a0%` },
  { key: 'at', name: 'Когда изменили', cell: ({ at }) => <When instant={at} timeZone="Europe/Moscow" /> },
  { key: 'who', name: 'Кто', cell: ({ who }) => who },
];

type Given = { given: AnswerOf<typeof getJumpLimits>; answer: Refused | undefined };

export function JumpLimits({ given: { nextPeriod, limits }, answer }: Given) {
  const [query] = useSearchParams();
  return limits.map((limit) => {
    const { organizationId, organization, percent, set } = limit;
    const name = limits.length > 1 ? `: ${organization}` : '';
    return (
      <Card key={organizationId} heading={`Порог разницы${name}`}>
        <p>{`В расчёте за ${formatMonth(nextPeriod)} замечание получит сумма, которая отличается от прошлого месяца больше чем на ${percent}\u00a0%.`}</p>
        {query.get('limit') === organizationId ? (
          <Change limit={limit} nextPeriod={nextPeriod} answer={answer} />
        ) : (
          <p>
            <Link to={`?limit=${organizationId}`}>Изменить порог{name && <span className="vh">{name}</span>}</Link>
          </p>
        )}
        {set.length > 0 && <DataTable caption={`Кто менял порог${name}`} columns={history} rows={set} rowKey={({ at, fromMonth }) => `${at} ${fromMonth}`} />}
      </Card>
    );
  });
}

function Change({ limit, nextPeriod, answer }: { limit: JumpLimit; nextPeriod: string; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  return (
    <Form method="post" noValidate className="stack">
      <FormKey />
      <input type="hidden" name="limitOf" value={limit.organizationId} />
      <input type="hidden" name="version" value={limit.version} />
      <NumberInput
        name="percent"
        label="Больше чем на"
        unit="%"
        hint="Целое число от 1 до 1000"
        defaultValue={values['percent'] ?? limit.percent}
        error={errors['percent']}
      />
      <TextInput
        name="fromMonth"
        type="month"
        label="Начиная с месяца"
        hint="Например, 2026-10. Дальше порог действует, пока не сменят"
        short
        defaultValue={values['fromMonth'] ?? nextPeriod}
        error={errors['fromMonth']}
      />
      <Actions>
        <Button>Сохранить порог</Button>
        <Link className="go" to="/work/runs">
          Не менять
        </Link>
      </Actions>
    </Form>
  );
}
