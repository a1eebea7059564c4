// What the registers say otherwise, and when each of them was reached.
import { GitCompareArrows } from 'lucide-react';
import { mendings, sourceWords } from '#contract/record-words';
import type { Finding, SourceState } from '#contract/records';
import { recordSourceStates } from '#contract/statuses/records';
import { ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { unbroken, When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Status, StatusOf } from '#ui/status.tsx';

const ZONE = 'Europe/Moscow';

/** One difference: both values one above the other, what it spoils, the step. */
export function FindingCard({ finding: { field, source, ours, theirs, about, toldAt } }: { finding: Finding }) {
  const { name, breaks, step, to, button } = mendings[field];
  return (
    <Card
      ofMany
      level={3}
      heading={
        <>
          <Icon of={GitCompareArrows} /> {name}
        </>
      }
      aside={<Status tone="wait">Не совпадает</Status>}
    >
      {about !== null && <p className="mut">{unbroken(about)}</p>}
      <DefinitionList
        items={[
          { name: about === null || source === 'manager' || field === 'ownerName' ? 'В профиле' : 'У управляющей организации', value: <b>{ours}</b> },
          {
            name: (
              <>
                {sourceWords[source]}, <When instant={toldAt} timeZone={ZONE} />
              </>
            ),
            value: <b>{theirs}</b>,
          },
        ]}
      />
      <p>
        {breaks} {step}
      </p>
      <p>
        <ButtonLink kind="alt" to={to}>
          {button}
          <span className="vh">: {name}</span>
        </ButtonLink>
      </p>
    </Card>
  );
}

const columns: readonly Column<SourceState>[] = [
  { key: 'source', name: 'Кто', head: true, cell: (row) => sourceWords[row.source] },
  { key: 'state', name: 'Последний раз', cell: (row) => <StatusOf rows={recordSourceStates} is={row.state} /> },
  { key: 'at', name: 'Данные от', cell: (row) => (row.answeredAt === null ? 'нет' : <When instant={row.answeredAt} timeZone={ZONE} />) },
];

export const Sources = ({ sources }: { sources: readonly SourceState[] }) => (
  <DataTable caption="С кем сверяем, по московскому времени" columns={columns} rows={sources} rowKey={(row) => row.source} />
);
