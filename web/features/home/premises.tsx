import { ShieldCheck } from 'lucide-react';
import type { AnswerOf } from '#contract/endpoint';
import type { getPremises } from '#contract/housing';
import { counted } from '#contract/russian';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Day } from '#ui/format.tsx';
import { Status } from '#ui/status.tsx';
import { ownHeatingWords } from './own-heating.tsx';
import { Tuck } from '#ui/tuck.tsx';
import { area, communalWords, CONDITION_WORDS, orNone, PREMISES_WORDS, STATUS_WORDS } from './words.ts';

export type Premises = AnswerOf<typeof getPremises>;

const PEOPLE = ['человек', 'человека', 'человек'] as const;

const ownerColumns: readonly Column<Premises['owners'][number]>[] = [
  { key: 'name', name: 'Имя', head: true, cell: (row) => row.name },
  {
    key: 'share',
    name: 'Доля',
    numeric: true,
    cell: (row) => (row.share.numerator === row.share.denominator ? 'вся' : `${row.share.numerator}/${row.share.denominator}`),
  },
  { key: 'from', name: 'С какого дня', cell: (row) => <Day day={row.fromDay} /> },
  {
    key: 'confirmed',
    name: 'Владение',
    plain: true,
    cell: (row) =>
      row.confirmed ? (
        <Status tone="ok" icon={ShieldCheck}>
          Подтверждено
        </Status>
      ) : (
        <Status tone="wait">Не подтверждено</Status>
      ),
  },
];

/** The card of a premises: what charges are counted from (HOME-1). */
export function PremisesCard({ premises }: { premises: Premises }) {
  const owners = premises.can.seeOwners ? premises.owners : [];
  return (
    <div className="stack">
      <div className={owners.length > 0 ? 'cols' : undefined}>
        {owners.length > 0 && (
          <Tuck name={`Собственники: ${owners.length}`}>
            <DataTable caption="Собственники" rows={owners} rowKey={(row) => `${row.name} ${row.fromDay}`} columns={ownerColumns} />
          </Tuck>
        )}
        <Card heading="Сколько нас">
          <DefinitionList
            ends
            items={[
              { name: 'Прописано', value: premises.registered },
              { name: 'Временно живут', value: premises.temporary },
              { name: 'Считаем по', value: counted(premises.personsCounted, PEOPLE) },
            ]}
          />
          {premises.communal && (
            <p className="mut sml">Плату считаем на всю квартиру и делим между комнатами: воду, свет и вывоз мусора по людям, остальное по площади.</p>
          )}
          {premises.registered + premises.temporary === 0 && (
            <p className="mut sml">Никто не прописан, поэтому услуги на человека считаем по числу собственников (пункт 56(2) Правил 354).</p>
          )}
        </Card>
      </div>
      <Tuck name="Всё о помещении и адрес">
        <div className="two">
          <Card heading="Помещение">
            <DefinitionList
              items={[
                { name: 'Вид', value: PREMISES_WORDS[premises.kind] },
                { name: 'Общая площадь', value: area(premises.areaTotal) },
                { name: 'Жилая', value: area(premises.areaLiving) },
                ...(premises.areaHeated === null ? [] : [{ name: 'Отапливаемая', value: area(premises.areaHeated) }]),
                { name: 'Нежилая', value: area(premises.areaOther) },
                ...(premises.communal ? [{ name: 'Коммунальная квартира', value: communalWords(premises.communal) }] : []),
                { name: 'Комнат', value: orNone(premises.rooms) },
                { name: 'Год постройки', value: orNone(premises.yearBuilt) },
                { name: 'Состояние', value: orNone(premises.condition && CONDITION_WORDS[premises.condition]) },
                { name: 'Чьё жильё', value: orNone(premises.housingStatus && STATUS_WORDS[premises.housingStatus]) },
                ...(premises.ownHeating ? [{ name: 'Отопление', value: ownHeatingWords(premises.ownHeating) }] : []),
                { name: 'Кадастровый номер', value: orNone(premises.cadastralNumber) },
              ]}
            />
          </Card>
          <Card heading="Адрес">
            <DefinitionList
              items={[
                { name: 'Регион', value: premises.region },
                { name: 'Район', value: orNone(premises.district) },
                { name: 'Город', value: premises.city },
                { name: 'Улица', value: premises.street },
                { name: 'Дом', value: premises.house },
                { name: 'Корпус', value: orNone(premises.building) },
                { name: PREMISES_WORDS[premises.kind] ?? 'Помещение', value: premises.kind === 'detached_house' ? 'нет' : premises.number },
                { name: 'Подъезд', value: orNone(premises.entrance) },
                { name: 'Этаж', value: premises.floor === null ? 'нет' : `${premises.floor} из ${premises.floorsInHouse}` },
              ]}
            />
          </Card>
        </div>
      </Tuck>
    </div>
  );
}
