// «Акты»: everything that was handed in, with the signed act and the organization's answer (MTR-3).
import { Download, FileText } from 'lucide-react';
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { listSubmissions } from '#contract/meters';
import { formatDecimal } from '#contract/russian';
import { submissionStatuses } from '#contract/statuses/meters';
import { actHref } from '#features/meters/handed-in.tsx';
import { MeterTabs } from '#features/meters/meter-tabs.tsx';
import { countersignedWords, type Submission } from '#features/meters/words.ts';
import { ButtonLink, GoLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Month, When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Page } from '#ui/page.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';
import { load } from '#web/api.ts';
import { chosenHome } from '#web/home.ts';
import { loadHomes } from '#web/load-homes.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const homes = await loadHomes(context);
  const home = chosenHome(homes, request.headers.get('cookie'));
  const after = new URL(request.url).searchParams.get('after');
  const list = home
    ? await load(context, listSubmissions, { params: { houseId: home.houseId, premisesId: home.premisesId }, query: after ? { after } : {} })
    : null;
  return { list, after };
}

const readingsText = ({ readings }: Submission): string =>
  readings
    .map(({ serviceName, zoneName, value, unit }) => `${[serviceName, zoneName].filter(Boolean).join(', ')}: ${formatDecimal(value)}\u00a0${unit}`)
    .join('; ');

const columnsOf = (timeZone: string, after: string | null): readonly Column<Submission>[] => [
  { key: 'act', name: 'Акт', head: true, cell: (row) => <span className="num nw">{`№ ${row.actNumber}`}</span> },
  { key: 'at', name: 'Передано', cell: (row) => <When instant={row.at} timeZone={timeZone} /> },
  { key: 'month', name: 'За месяц', cell: (row) => <Month month={row.countsFor} /> },
  { key: 'organization', name: 'Кому', cell: (row) => row.organization },
  { key: 'readings', name: 'Показания', cell: readingsText },
  {
    key: 'status',
    name: 'Ответ',
    plain: true,
    cell: (row) => (
      <>
        <StatusOf rows={submissionStatuses} is={row.status} />
        {row.reason && (
          <>
            <br />
            <span className="mut sml">{row.reason}</span>
          </>
        )}
      </>
    ),
  },
  {
    key: 'files',
    name: 'Файлы',
    plain: true,
    cell: (row) =>
      row.actReady ? (
        <>
          <a className="go" href={actHref(row)} download>
            <Icon of={Download} />
            Акт<span className="vh">{` № ${row.actNumber}`}</span>
          </a>{' '}
          <a className="go" href={`${actHref(row)}.sig`} download>
            Подпись<span className="vh">{` к акту № ${row.actNumber}`}</span>
          </a>
          <br />
          {row.countersigned !== null && <span className="mut sml">{`Житель подписал ${countersignedWords(row.countersigned.by)}`}</span>}
          {row.ownSignatureId !== null && (
            <>
              {' '}
              <a className="go" href={`/api/v1/signing/signatures/${row.ownSignatureId}`} download>
                Ваша подпись<span className="vh">{` к акту № ${row.actNumber}`}</span>
              </a>
            </>
          )}
          {row.can.countersign && (
            <GoLink to={`/meters/acts/sign?${new URLSearchParams({ ...(after !== null && { after }), act: row.submissionId }).toString()}`}>
              Подписать<span className="vh">{` акт № ${row.actNumber}`}</span>
            </GoLink>
          )}
        </>
      ) : (
        <span className="mut">готовится</span>
      ),
  },
];

export default function MetersActs() {
  const { list, after } = useLoaderData<typeof loader>();
  return (
    <Page title="Акты о передаче показаний">
      <MeterTabs />
      {!list || list.submissions.length === 0 ? (
        <EmptyState icon={FileText} heading="Актов пока нет" actions={<ButtonLink to="/meters">Передать показания</ButtonLink>}>
          <p>После передачи показаний здесь появится акт с электронной подписью.</p>
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={<span className="vh">Переданные показания</span>}
            columns={columnsOf(list.timeZone, after)}
            rows={list.submissions}
            rowKey={(row) => row.submissionId}
          />
          <p className="mut">
            Подпись лежит отдельным файлом. Проверить её можно любой программой с{' '}
            <a href="/api/v1/signing/root.pem" download>
              корневым сертификатом портала
            </a>
            , а сам акт <a href="/acts">по коду на нём</a>.
          </p>
          <Pager next={list.next} />
        </>
      )}
    </Page>
  );
}
