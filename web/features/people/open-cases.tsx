// Open cases of lost ways of signing in: how long each waits, who took it in, whose word is missing. Nobody is named before a look.
import { KeyRound } from 'lucide-react';
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getFactorResets } from '#contract/factor-resets';
import { counted } from '#contract/russian';
import { factorResetStatuses } from '#contract/statuses/identity';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { StatusOf } from '#ui/status.tsx';
import { proofs } from './lost-factors.tsx';

type Case = AnswerOf<typeof getFactorResets>['resets'][number];
const HOUR_MS = 3_600_000;

/** «меньше часа», «5 часов», «3 дня»: whole ones that have passed between two instants. */
export function waited(since: string, until: string): string {
  const hours = Math.floor((Date.parse(until) - Date.parse(since)) / HOUR_MS);
  if (hours < 1) return 'меньше часа';
  return hours < 24 ? counted(hours, ['час', 'часа', 'часов']) : counted(Math.floor(hours / 24), ['день', 'дня', 'дней']);
}

function columnsAt(now: string): readonly Column<Case>[] {
  return [
    { key: 'asked', name: 'Записано', head: true, cell: (one) => <When instant={one.askedAt} timeZone="Europe/Moscow" /> },
    { key: 'waits', name: 'Ждёт', cell: (one) => waited(one.askedAt, now) },
    { key: 'first', name: 'Первый сотрудник', cell: (one) => `${one.askedBy}, личность подтвердил ${proofs[one.proof]}` },
    {
      key: 'second',
      name: 'Второй сотрудник',
      cell: (one) => one.approvedBy ?? <StatusOf rows={factorResetStatuses} is="asked" side={one.can.approve ? 'work' : undefined} />,
    },
    {
      key: 'due',
      name: 'Отключим',
      cell: (one) => (one.dueAt === null ? 'через сутки после согласия' : <When instant={one.dueAt} timeZone="Europe/Moscow" />),
    },
    {
      key: 'open',
      name: 'Открыть',
      silent: true,
      plain: true,
      cell: (one) => (
        <Form method="post">
          <FormKey />
          <input type="hidden" name="resetId" value={one.id} />
          <Button kind="alt" name="intent" value="open">
            Рассмотреть
          </Button>
        </Form>
      ),
    },
  ];
}

/** `now`: when the page's data was read. */
export function OpenCases({ cases, now }: { cases: readonly Case[]; now: string }) {
  if (cases.length === 0)
    return (
      <EmptyState icon={KeyRound} heading="Никто не ждёт">
        <p>Обращений о потерянных способах входа нет. Новое запишите в карточке человека.</p>
      </EmptyState>
    );
  return (
    <>
      <DataTable caption="Потеряны способы входа" rows={cases} rowKey={({ id }) => id} columns={columnsAt(now)} />
      <p className="mut">Имя откроется, когда вы возьмётесь рассматривать: человек увидит это в своём журнале.</p>
    </>
  );
}
