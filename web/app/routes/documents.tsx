// «Документы»: the vault with its folders, search and new files (DOCS-1, DOCS-4).
import { FileText, FolderOpen, Search } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import {
  DOCUMENT_KINDS,
  documentKinds,
  documentPlaces,
  type DocumentKind,
  type DocumentPlace,
  getMailAddress,
  listDocuments,
  renewMailAddress,
} from '#contract/documents';
import { HousePapers } from '#features/documents/house-papers.tsx';
import { MailAddress } from '#features/documents/mail-address.tsx';
import { UploadForm } from '#features/documents/upload-form.tsx';
import { uploadTold } from '#features/documents/upload-told.ts';
import { type DocumentRow, sizeText, stateLook, termLook } from '#features/documents/words.ts';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Day, unbroken, When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { useQueryLink } from '#ui/query-link.ts';
import { Status } from '#ui/status.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused } from '#web/form.ts';
import { soughtHouseOf } from '#web/list-query.ts';

const ZONE = 'Europe/Moscow';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const kind = DOCUMENT_KINDS.find((one) => one === asked.get('kind'));
  const place = (Object.keys(documentPlaces) as DocumentPlace[]).find((one) => one === asked.get('place'));
  const [q, after] = [(asked.get('q') ?? '').trim().slice(0, 200), asked.get('after')];
  const { q: house } = soughtHouseOf(request, 'house');
  const query = { ...(kind && { kind }), ...(place && { place }), ...(q !== '' && { q }), ...(house !== undefined && { house }), ...(after && { after }) };
  const [list, mail] = await Promise.all([load(context, listDocuments, { query }), load(context, getMailAddress, {})]);
  return { list, mail, kind, place, q, told: uploadTold(asked, 'Вид документа и текст разберём сами') };
}

/** Makes the address for letters anew. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const made = await attempt(context, renewMailAddress, { body: {} }, { key: keyOf(form) });
  return made.ok ? redirect('/documents', 303) : refused(made.problem, form);
}

const columnsOf = (today: string): readonly Column<DocumentRow>[] => [
  {
    key: 'name',
    name: 'Документ',
    head: true,
    cell: (row) => (
      <>
        <Link to={`/documents/${row.id}`}>{row.name}</Link>
        <br />
        <span className="mut sml">{`${documentKinds[row.kind]}${row.number ? ` № ${row.number}` : ''}, ${sizeText(row.bytes)}`}</span>
      </>
    ),
  },
  { key: 'place', name: 'Где', plain: true, cell: (row) => (row.address === null ? documentPlaces[row.place] : unbroken(row.address)) },
  { key: 'state', name: 'Состояние', plain: true, half: true, cell: (row) => <States row={row} today={today} /> },
  { key: 'at', name: 'Добавлен', half: true, cell: (row) => <When instant={row.at} timeZone={ZONE} /> },
];

function States({ row, today }: { row: DocumentRow; today: string }) {
  const looks = [stateLook(row), termLook(row.expiresOn, today)].filter((look) => look !== null);
  if (looks.length === 0)
    return row.expiresOn === null ? (
      <span className="none">—</span>
    ) : (
      <>
        до <Day day={row.expiresOn} />
      </>
    );
  return (
    <>
      {looks.map(({ tone, word }) => (
        <Status key={word} tone={tone}>
          {word}
        </Status>
      ))}
    </>
  );
}

export default function Documents() {
  const { list, mail, kind, place, q, told } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const isNarrowed = kind !== undefined || place !== undefined || q !== '';
  return (
    <Page title="Документы" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} />
      {told.added && (
        <Notice tone="ok" announce>
          <p>{told.added}.</p>
        </Notice>
      )}
      {told.refused && (
        <Notice tone="bad" heading="Файл не приняли" announce>
          <p>{told.refused}.</p>
        </Notice>
      )}
      <Form method="get" role="search" className="row finder" aria-label="Поиск документов">
        {kind && <input type="hidden" name="kind" value={kind} />}
        {place && <input type="hidden" name="place" value={place} />}
        <TextInput name="q" type="search" label="Найти по названию или тексту" defaultValue={q} key={q} />
        <Button kind="alt">
          <Icon of={Search} /> Найти
        </Button>
      </Form>
      <Folders list={list} kind={kind} place={place} />
      {list.documents.length === 0 ? (
        isNarrowed ? (
          <EmptyState
            icon={FolderOpen}
            heading="Такого документа нет"
            actions={
              <Link className="go" to="/documents">
                Показать все документы
              </Link>
            }
          >
            <p>{q === '' ? 'В этой папке пусто.' : 'Попробуйте другое слово или начало слова. Паспорт и удостоверения ищутся только по названию.'}</p>
          </EmptyState>
        ) : (
          <EmptyState icon={FileText} heading="Документов пока нет">
            <p>Положите договоры, справки, выписки и квитанции: разложим по видам, найдём по слову из текста и напомним о сроке.</p>
          </EmptyState>
        )
      ) : (
        <>
          <DataTable caption={<span className="vh">Документы</span>} columns={columnsOf(list.today)} rows={list.documents} rowKey={({ id }) => id} />
          <Pager next={list.next} />
        </>
      )}
      <UploadForm homes={list.homes} />
      <MailAddress mail={mail} />
      <HousePapers managed={list.managed} />
      <p className="mut">
        <Link to="/agreements">Договоры на подпись</Link>. Документ, который выдал портал, может <Link to="/check">проверить любой</Link> по коду на нём,
        подпись в файле <Link to="/verify">тоже</Link>.
      </p>
    </Page>
  );
}

function Folders({
  list,
  kind,
  place,
}: {
  list: ReturnType<typeof useLoaderData<typeof loader>>['list'];
  kind: DocumentKind | undefined;
  place: DocumentPlace | undefined;
}) {
  const link = useQueryLink();
  const plain = { after: null, added: null, refused: null, file: null, more: null };
  const at = (changes: Record<string, string | null>): string => {
    const search = link({ ...plain, ...changes });
    return search === '?' ? '/documents' : `/documents${search}`;
  };
  const all = list.folders.reduce((sum, { count }) => sum + count, 0);
  if (all === 0 && kind === undefined && place === undefined) return null;
  return (
    <>
      <Tabs
        label="Где лежит"
        tabs={[{ to: at({ place: null }), name: 'Все' }, ...Object.entries(documentPlaces).map(([code, name]) => ({ to: at({ place: code }), name }))]}
      />
      <Tabs
        label="Виды"
        tabs={[
          { to: at({ kind: null }), name: 'Любые', count: all },
          ...list.folders.map((one) => ({ to: at({ kind: one.kind }), name: documentKinds[one.kind], count: one.count })),
        ]}
      />
    </>
  );
}
