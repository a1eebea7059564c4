// One account: what is owed, by month, its operations and files.
import { accountKinds } from '#contract/account-kinds';
import type { AnswerOf } from '#contract/endpoint';
import type { getAccount, getAccountHistory } from '#contract/ledger';
import { Link } from 'react-router';
import { formatKopecks, formatMonth } from '#contract/russian';
import { BillLines, DueCard } from '#ui/bill.tsx';
import { ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Filters } from '#ui/filters.tsx';
import { Day, Money, MoneyOrDash, Month, unbroken } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Pager } from '#ui/pager.tsx';
import { OrganizationCard } from '#features/home/organization.tsx';
import { communalWords } from '#features/home/words.ts';
import { debtLines } from './debt-lines.ts';
import { operationText, OPERATION_WORDS } from './words.ts';

export type Account = AnswerOf<typeof getAccount>;
export type History = AnswerOf<typeof getAccountHistory>;
export type HistoryFilter = { from: string; to: string; kind: string[] };

const monthColumns: readonly Column<Account['months'][number]>[] = [
  { key: 'period', name: 'Месяц', head: true, cell: (row) => <Month month={row.period} /> },
  { key: 'charged', name: 'Начислено', numeric: true, cell: (row) => <MoneyOrDash kopecks={row.chargedKopecks} /> },
  { key: 'paid', name: 'Оплачено', numeric: true, cell: (row) => <MoneyOrDash kopecks={row.paidKopecks} /> },
  { key: 'left', name: 'Осталось', numeric: true, cell: (row) => <MoneyOrDash kopecks={row.kopecks} /> },
];

type Entry = History['operations'][number] & { place: number };
const isMoney = ({ kind }: Entry): boolean => kind === 'payment' || kind === 'refund';
const operationColumns: readonly Column<Entry>[] = [
  {
    key: 'what',
    name: 'Операция',
    head: true,
    cell: (row) => (
      <>
        {operationText(row)}
        {row.note !== null && (
          <>
            <br />
            <span className="mut sml">{row.note}</span>
          </>
        )}
      </>
    ),
  },
  { key: 'day', name: 'День', cell: (row) => <Day day={row.happenedOn} /> },
  { key: 'payee', name: 'Получатель', cell: (row) => row.payee },
  { key: 'charged', name: 'Начислено', numeric: true, cell: (row) => !isMoney(row) && <Money kopecks={row.kopecks} /> },
  { key: 'paid', name: 'Оплачено', numeric: true, cell: (row) => isMoney(row) && <Money kopecks={-row.kopecks} /> },
  {
    key: 'balance',
    name: 'Долг после',
    numeric: true,
    cell: (row) =>
      row.balanceKopecks < 0 ? (
        <>
          вперёд <Money kopecks={-row.balanceKopecks} />
        </>
      ) : (
        <MoneyOrDash kopecks={row.balanceKopecks} />
      ),
  },
];

/** The debt, what it is made of, and the next step. `pay` is the address of the payment, `askBack` where one asks for the advance; staff do neither. */
export function AccountDebt({ account, pay, askBack }: { account: Account; pay?: string; askBack?: string }) {
  const { dueKopecks, penaltyKopecks, reservedKopecks, advanceKopecks, debts } = account;
  return (
    <div className="cols">
      <DueCard
        heading={dueKopecks > 0 ? 'К оплате' : 'Долга нет'}
        kopecks={dueKopecks}
        actions={
          pay !== undefined && dueKopecks > reservedKopecks && <ButtonLink to={pay} big>{`Оплатить ${formatKopecks(dueKopecks - reservedKopecks)}`}</ButtonLink>
        }
      >
        {penaltyKopecks > 0 && (
          <p>
            В том числе пени <Money kopecks={penaltyKopecks} />
          </p>
        )}
        {reservedKopecks > 0 && (
          <p>
            Платёж в пути: <Money kopecks={reservedKopecks} />. Когда деньги дойдут, долг уменьшится сам.
          </p>
        )}
        {advanceKopecks > 0 && (
          <p>
            Аванс, заплачено вперёд: <Money kopecks={advanceKopecks} />.{' '}
            {account.closedOn === null ? 'Зачтём в следующие начисления.' : 'Счёт закрыт, аванс вернут по заявлению.'}
            {askBack !== undefined && (
              <>
                {' '}
                <Link to={askBack}>Попросить вернуть</Link>
              </>
            )}
          </p>
        )}
      </DueCard>
      {debts.length > 0 && (
        <Card heading="Из чего долг">
          <BillLines
            lines={debtLines(debts).map(({ service, from, to, kopecks }) => ({
              name: service,
              says: from === to ? <Month month={from} /> : `${formatMonth(from)} – ${formatMonth(to)}`,
              kopecks,
            }))}
            total={{ name: 'Всего', kopecks: dueKopecks }}
          />
        </Card>
      )}
    </div>
  );
}

/** Numbers of the account. */
export const AccountNumbers = ({ account }: { account: Account }) => (
  <Card heading="Счёт">
    <DefinitionList
      items={[
        { name: 'Номер', value: <span className="num">{account.number}</span> },
        { name: 'Единый лицевой счёт', value: account.unifiedNumber ?? 'нет' },
        { name: 'Идентификатор услуг', value: account.housingServiceId ?? 'нет' },
        { name: 'Адрес', value: unbroken(account.address) },
        ...(account.communal ? [{ name: 'Коммунальная квартира', value: communalWords(account.communal) }] : []),
        { name: 'Чей счёт', value: accountKinds[account.kind] },
        { name: 'Договор', value: account.contract ?? 'нет' },
        { name: 'Открыт', value: <Day day={account.openedOn} /> },
        ...(account.closedOn === null ? [] : [{ name: 'Закрыт', value: <Day day={account.closedOn} /> }]),
      ]}
    />
  </Card>
);

/** Numbers of the account and who is paid. */
export function AccountFacts({ account }: { account: Account }) {
  return (
    <div className="two">
      <AccountNumbers account={account} />
      <OrganizationCard organization={account.payee} heading="Кому платим" />
    </div>
  );
}

/** The account month by month. */
export function AccountMonths({ months }: { months: Account['months'] }) {
  if (months.length === 0) return null;
  return <DataTable caption="По месяцам" rows={months} rowKey={(row) => row.period} columns={monthColumns} />;
}

/** Operations with their filter, the newest first. `own`: for the organization that they are paid to. */
export function AccountHistory({ history, filter, own = false }: { history: History; filter: HistoryFilter; own?: boolean }) {
  const summary = filter.kind.length === 0 ? 'Все операции' : filter.kind.map((kind) => OPERATION_WORDS[kind] ?? kind).join(', ');
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">Операции</h2>
      <Filters label="Отбор операций" summary={`${summary}${filter.from || filter.to ? ', выбранные дни' : ''}`}>
        <TextInput name="from" label="С какого дня" type="date" defaultValue={filter.from} />
        <TextInput name="to" label="По какой день" type="date" defaultValue={filter.to} />
        <fieldset className="whole row">
          <legend>Какие операции</legend>
          {Object.entries(OPERATION_WORDS).map(([kind, text]) => (
            <label key={kind} className="check">
              <input type="checkbox" name="kind" value={kind} defaultChecked={filter.kind.includes(kind)} />
              <span>{text}</span>
            </label>
          ))}
        </fieldset>
      </Filters>
      {history.operations.length === 0 ? (
        <p className="mut">Таких операций нет. Выберите другие дни или виды.</p>
      ) : (
        <DataTable
          caption={<span className="vh">Операции по счёту</span>}
          rows={history.operations.map((row, place) => ({ ...row, place }))}
          rowKey={(row) => row.place}
          columns={operationColumns.filter(({ key }) => !own || key !== 'payee')}
        />
      )}
      <Pager next={history.next} />
    </section>
  );
}

/** A statement for any days, as a file. A plain form to its own page, which sends on to the file (`statementAddress`). */
export function StatementForm({ from, to }: { from: string; to: string }) {
  return (
    <Card heading="Выписка за любой срок">
      <form method="get" className="stack noprint">
        <div className="row">
          <label className="field">
            С какого дня
            <input name="since" type="date" required defaultValue={from} />
          </label>
          <label className="field">
            По какой день
            <input name="till" type="date" required defaultValue={to} />
          </label>
        </div>
        <div className="row acts">
          <button className="btn alt" type="submit" name="statement" value="pdf">
            Скачать PDF
          </button>
          <button className="btn alt" type="submit" name="statement" value="xlsx">
            Скачать таблицу XLSX
          </button>
          <button className="btn alt" type="submit" name="statement" value="csv">
            Скачать CSV
          </button>
        </div>
      </form>
    </Card>
  );
}
