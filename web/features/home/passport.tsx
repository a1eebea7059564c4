import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AnswerOf } from '#contract/endpoint';
import type { getHouse } from '#contract/housing';
import { heatingWords, type HouseWork, repairAccountWords } from '#contract/house-keeping';
import type { getHouseSuppliers } from '#contract/ledger';
import { formatDecimal } from '#contract/russian';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Day, unbroken } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { PhoneLink } from '#ui/phone.tsx';
import { OrganizationCard } from './organization.tsx';
import { HouseWorks } from './house-works.tsx';
import { Tuck } from '#ui/tuck.tsx';
import { area, ORGANIZATION_WORDS, orNone, price } from './words.ts';

export type House = AnswerOf<typeof getHouse>;
export type Suppliers = AnswerOf<typeof getHouseSuppliers>;

const supplierColumns: readonly Column<Suppliers['suppliers'][number]>[] = [
  { key: 'name', name: 'Организация', head: true, cell: (row) => row.shortName },
  { key: 'kind', name: 'Кто это', cell: (row) => ORGANIZATION_WORDS[row.kind] },
  { key: 'phone', name: 'Телефон', cell: (row) => <PhoneLink phone={row.phone} /> },
  { key: 'hours', name: 'Часы работы', cell: (row) => orNone(row.hours) },
];

const tariffColumns: readonly Column<Suppliers['tariffs'][number]>[] = [
  { key: 'service', name: 'Услуга', head: true, cell: (row) => `${row.service}${row.zone === '' ? '' : `, ${row.zone}`}` },
  { key: 'organization', name: 'Организация', cell: (row) => row.organization },
  {
    key: 'value',
    name: 'Тариф',
    numeric: true,
    cell: (row) =>
      `${price(row.value)}\u00a0₽ за ${row.unit}${Number(row.fromVolume) > 0 ? ` свыше ${formatDecimal(row.fromVolume, { maxDecimals: 2 })}` : ''}`,
  },
  { key: 'from', name: 'Действует с', cell: (row) => <Day day={row.fromDay} /> },
  { key: 'decision', name: 'Решение', cell: (row) => row.decision },
];

/** The house as everybody may know it: passport, who is in charge, works, who supplies, tariffs in force (HOME-5). */
export function HousePassport({
  house,
  suppliers,
  works,
  children,
}: {
  house: House;
  suppliers: Suppliers;
  works: readonly HouseWork[];
  children?: ReactNode;
}) {
  return (
    <div className="stack">
      <div className="two">
        <OrganizationCard organization={house.manager} />
        <Tuck name="Паспорт дома">
          <Card heading="Паспорт дома">
            <DefinitionList
              items={[
                { name: 'Адрес', value: unbroken(house.fullAddress) },
                { name: 'Кадастровый номер', value: orNone(house.cadastralNumber) },
                { name: 'Год постройки', value: orNone(house.yearBuilt) },
                { name: 'Этажей', value: house.floors },
                { name: 'Подъездов', value: house.entrances },
                { name: 'Квартир', value: house.flats },
                { name: 'Площадь дома', value: area(house.areaTotal) },
                { name: 'Общее имущество', value: area(house.areaCommon) },
                { name: 'Серия', value: orNone(house.series) },
                { name: 'Стены', value: orNone(house.walls) },
                { name: 'Класс энергосбережения', value: orNone(house.energyClass) },
                { name: 'Лифтов', value: orNone(house.lifts === 0 ? null : house.lifts) },
                { name: 'Техническое состояние', value: orNone(house.condition) },
                { name: 'Отопление', value: `${heatingWords[house.heating]}${house.heatingMonths === null ? '' : ', поровну весь год'}` },
                { name: 'Капитальный ремонт', value: repairAccountWords[house.repairAccount] },
              ]}
            />
          </Card>
        </Tuck>
      </div>
      <h3>Работы в доме</h3>
      <HouseWorks works={works} />
      {children}
      <SupplierTables suppliers={suppliers} />
    </div>
  );
}

/** Who charges in the house, how to reach them, and the tariffs in force. */
export function SupplierTables({ suppliers }: { suppliers: Suppliers }) {
  return (
    <>
      {suppliers.suppliers.length > 0 && (
        <Tuck name="Кто выставляет счета в этом доме">
          <DataTable caption="Кто выставляет счета в этом доме" rows={suppliers.suppliers} rowKey={(row) => row.id} columns={supplierColumns} />
        </Tuck>
      )}
      {suppliers.tariffs.length > 0 && (
        <details className="more">
          <summary>
            Тарифы, которые действуют сегодня
            <Icon of={ChevronDown} turn />
          </summary>
          <DataTable
            caption={<span className="vh">Тарифы, которые действуют сегодня</span>}
            rows={suppliers.tariffs}
            rowKey={(row) => `${row.organization} ${row.service} ${row.zone} ${row.fromVolume}`}
            columns={tariffColumns}
          />
        </details>
      )}
    </>
  );
}
