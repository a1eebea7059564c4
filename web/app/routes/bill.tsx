// One bill as a sheet (BILL-1): the answer first, then lines, meters and requisites; files, a letter, the paper one.
import { ChevronDown } from 'lucide-react';
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { attachPaperBill, getBill, sendBill } from '#contract/billing';
import type { AnswerOf } from '#contract/endpoint';
import { hideInsurance } from '#contract/insurance';
import { chargeStatuses } from '#contract/statuses/billing';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { StatusOf } from '#ui/status.tsx';
import { addressOf, attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused } from '#web/form.ts';

type Sheet = AnswerOf<typeof getBill>['sheet'];
type Key = { houseId: string; billId: string };
const keyIn = (params: LoaderFunctionArgs['params']): Key => ({ houseId: params['houseId']!, billId: params['billId']! });

export async function loader({ context, params }: LoaderFunctionArgs) {
  const { bill, sheet, insuranceHidden } = await load(context, getBill, { params: keyIn(params) });
  const { svg, ...code } = sheet.code;
  // The code is drawn by its path: a page takes no markup from an answer.
  const picture = { box: /viewBox="([^"]+)"/.exec(svg)?.[1] ?? '', path: /<path d="([^"]+)"/.exec(svg)?.[1] ?? '' };
  return { bill, insuranceHidden, sheet: { ...sheet, code: { ...code, ...picture } }, paperUrl: addressOf(attachPaperBill, { params: keyIn(params) }) };
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  if (form.has('insurance')) {
    const hidden = form.get('insurance') === 'hide';
    const wish = await attempt(context, hideInsurance, { params: keyIn(params), body: { hidden } }, { key: keyOf(form) });
    return wish.ok ? data({}) : refused(wish.problem, form);
  }
  const done = await attempt(context, sendBill, { params: keyIn(params) }, { key: keyOf(form) });
  return done.ok ? data({ sent: true }) : refused(done.problem, form);
}

export default function BillPage() {
  const { bill, sheet, paperUrl, insuranceHidden } = useLoaderData<typeof loader>();
  const answer = useActionData<Partial<Refused> & { sent?: boolean }>();
  const file = (kind: string): string => `/api/v1/bills/${bill.houseId}/${bill.billId}/${kind}`;
  return (
    <Page title={sheet.title} problem={answer?.problem} back={{ to: '/bills', name: 'Счета к оплате' }}>
      <ErrorSummary problem={answer?.problem} />
      {answer?.sent && (
        <Notice tone="ok" heading="Отправляем" announce>
          <p>Письмо со счётом придёт на вашу почту через минуту. Если его нет, посмотрите в «Спаме».</p>
        </Notice>
      )}
      <p className="mut">{sheet.subtitle}</p>
      <div className="cols">
        <div className="stack wide">
          <Card heading={sheet.toPay.label} due aside={<StatusOf rows={chargeStatuses} is={bill.status} />}>
            <p className="sum">{sheet.toPay.sum}</p>
            <p>{sheet.toPay.due}</p>
            {bill.can.pay && (
              <Actions>
                <ButtonLink big to={`/pay?account=${bill.accountId}`}>
                  Оплатить
                </ButtonLink>
              </Actions>
            )}
          </Card>
          <Card heading="Как получилась сумма">
            <dl className="lines">
              {sheet.totals.map((line) => (
                <div key={line.label} className={line.isTotal ? 'total' : undefined}>
                  <dt>{line.label}</dt>
                  <dd className="num">{`${line.sum}\u00a0₽`}</dd>
                </div>
              ))}
            </dl>
          </Card>
        </div>
        <aside className="stack" aria-label="Код и файлы">
          <Card heading="Код для банка">
            <p>{sheet.code.caption}</p>
            <svg className="qr" viewBox={sheet.code.box} width="180" height="180" role="img" aria-label={sheet.code.alt} shapeRendering="crispEdges">
              <path d="M-9-9h999v999h-999z" fill="#fff" />
              <path d={sheet.code.path} fill="#000" />
            </svg>
          </Card>
          <Card heading="Файлы">
            <p className="row noprint">
              <GoLink away to={file('pdf')}>
                Скачать PDF
              </GoLink>
              <GoLink away to={file('html')}>
                Скачать HTML
              </GoLink>
              {bill.hasPaper && (
                <GoLink away to={file('paper')}>
                  Бумажный счёт
                </GoLink>
              )}
            </p>
            <Form method="post" className="noprint">
              <FormKey />
              <Button kind="alt">Прислать на почту</Button>
            </Form>
            <PaperBill url={paperUrl} hasPaper={bill.hasPaper} />
          </Card>
        </aside>
      </div>
      <Services services={sheet.services} />
      {sheet.recalculations.length > 0 && (
        <Card heading="За что добавили и вычли">
          {sheet.recalculations.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Card>
      )}
      <Insurance offer={sheet.insurance} isHidden={insuranceHidden} />
      {sheet.meters && <TextTable table={sheet.meters} numbersFrom={3} />}
      <TextTable table={sheet.payees} numbersFrom={4} />
      <div className="two">
        <Card heading="Чей счёт">
          <DefinitionList items={[...sheet.identifiers, ...sheet.who].map(([name, value]) => ({ name, value: unbroken(value) }))} />
        </Card>
        <Card heading={sheet.performer.name}>
          <DefinitionList items={sheet.performer.facts.map(([name, value]) => ({ name, value: unbroken(value) }))} />
        </Card>
      </div>
    </Page>
  );
}

/** Nobody has to read it: whoever does not want to hides it for all bills of the account. */
function Insurance({ offer, isHidden }: { offer: string | null; isHidden: boolean }) {
  if (offer === null && !isHidden) return null;
  return (
    <Card heading="Добровольное страхование">
      <p>{offer ?? 'Вы скрыли предложение страхования: в счетах его нет.'}</p>
      <Form method="post">
        <FormKey />
        <Button kind="bare" name="insurance" value={isHidden ? 'show' : 'hide'}>
          {isHidden ? 'Показывать снова' : 'Больше не показывать'}
        </Button>
      </Form>
    </Card>
  );
}

/** A file goes straight to the API, in a plain form; few need it, so it waits folded. */
function PaperBill({ url, hasPaper }: { url: string; hasPaper: boolean }) {
  return (
    <details className="more noprint">
      <summary>
        {hasPaper ? 'Заменить бумажный счёт' : 'Приложить бумажный счёт'}
        <Icon of={ChevronDown} turn />
      </summary>
      <form className="stack" method="post" action={url} encType="multipart/form-data">
        <FileInput name="file" accept=".pdf,.jpg,.jpeg,.png,.webp,.heic" label="Файл" hint="PDF или снимок, до 15 МБ" required />
        <Actions>
          <Button kind="alt">Приложить</Button>
        </Actions>
      </form>
    </details>
  );
}

/** A column of these tells nothing on the screen; the bill's file has it. */
const NOTHING = new Set(['', '—', '0,00']);

type ServiceLine = Sheet['services']['rows'][number] & { place: number; under: string };

/** The lines that were charged, each with the title of its group. */
function linesOf({ rows }: Sheet['services']): ServiceLine[] {
  const titleAt = (place: number): string => rows.slice(0, place).findLast(({ kind }) => kind === 'group')?.cells[0] ?? '';
  return rows.flatMap((row, place) =>
    row.kind === 'line' || row.kind === 'part' ? [{ ...row, place, under: row.kind === 'part' ? 'в том числе' : titleAt(place) }] : [],
  );
}

const columnOf = (name: string, place: number): Column<ServiceLine> => ({
  key: `column${place}`,
  name,
  head: place === 0,
  numeric: place > 2,
  cell: (row) => serviceCell(row, place),
});
const serviceCell = ({ cells, under }: ServiceLine, place: number) =>
  place === 0 ? (
    <>
      {cells[0]}
      <br />
      <span className="mut sml">{under}</span>
    </>
  ) : (
    cells[place]
  );

/** A column in which nobody has anything is left out; the sum stands at the end. */
function Services({ services }: { services: Sheet['services'] }) {
  const lines = linesOf(services);
  const columns = services.columns.map(columnOf).filter((_column, place) => lines.some(({ cells }) => !NOTHING.has(cells[place] ?? '')));
  const [title, sum] = services.rows.find(({ kind }) => kind === 'sum')?.cells ?? [];
  return (
    <DataTable
      caption={services.title}
      columns={columns}
      rows={lines}
      rowKey={(row) => row.place}
      totals={{ column0: title, [columns.at(-1)?.key ?? '']: sum }}
    />
  );
}

function TextTable({ table, numbersFrom }: { table: NonNullable<Sheet['meters']>; numbersFrom: number }) {
  const rows = table.rows.map((cells, place) => ({ cells, place }));
  const columns = table.columns.map((name, place): Column<(typeof rows)[number]> => ({
    key: `column${place}`,
    name,
    head: place === 0,
    numeric: place >= numbersFrom,
    cell: ({ cells }) => cells[place] ?? '',
  }));
  return <DataTable caption={table.title} columns={columns} rows={rows} rowKey={(row) => row.place} />;
}
