// The facts of a claim side by side: the profile and the card of the home, the extract, the register (OWN-2).
import type { Compared, ComparedName } from '#contract/ownership';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Status } from '#ui/status.tsx';

const comparedWords: Readonly<Record<ComparedName, string>> = {
  extract: 'Файл выписки',
  signature: 'Подпись выписки',
  age: 'Возраст выписки',
  cadastralNumber: 'Кадастровый номер',
  address: 'Адрес',
  owner: 'Собственник',
  identity: 'Дата рождения, СНИЛС',
  share: 'Доля',
  shares: 'Сумма долей',
  right: 'Номер права',
  passport: 'Паспорт',
  taxNumber: 'ИНН',
  contract: 'Договор или основание',
  power: 'Доверенность',
  plan: 'План помещения',
  register: 'Ответ реестра',
  record: 'Запись о собственниках',
};
const said = (text: string | null) => text ?? <span className="mut">нет</span>;
const columns: readonly Column<Compared>[] = [
  { key: 'name', name: 'Что сверяем', head: true, cell: (row) => comparedWords[row.name] },
  { key: 'ours', name: 'На портале', cell: (row) => said(row.ours) },
  { key: 'extract', name: 'В выписке', cell: (row) => said(row.extract) },
  { key: 'register', name: 'В реестре', cell: (row) => said(row.register) },
  { key: 'isSame', name: 'Итог', plain: true, cell: (row) => (row.isSame ? <Status tone="ok">Сходится</Status> : <Status tone="bad">Отличается</Status>) },
];

/** What differs comes first. */
export const ComparedTable = ({ rows }: { rows: readonly Compared[] }) => (
  <DataTable caption="Сверка" columns={columns} rows={rows.toSorted((a, b) => Number(a.isSame) - Number(b.isSame))} rowKey={(row) => row.name} />
);
