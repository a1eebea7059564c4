// The policy of personal data, for anybody: the text in force, every version before and what each changed (PRIV-3).
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { getPrivacyDocument } from '#contract/privacy';
import { Changes, Sections } from '#features/privacy/document.tsx';
import { Card } from '#ui/card.tsx';
import { Day } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const version = Number(new URL(request.url).searchParams.get('version'));
  return load(context, getPrivacyDocument, { params: { code: 'policy' }, query: Number.isInteger(version) && version > 0 ? { version } : {} });
}

export default function Privacy() {
  const { title, version, fromDay, isInForce, sections, changes, editions } = useLoaderData<typeof loader>();
  return (
    <Page title={title}>
      <p className="lead">
        Версия <span className="num">{version}</span>, действует с <Day day={fromDay} />
      </p>
      {!isInForce && (
        <Notice tone="wait">
          <p>
            Это не та версия, что действует сегодня. <Link to="/privacy">Открыть действующую</Link>
          </p>
        </Notice>
      )}
      <div className="card stack">
        <Sections sections={sections} />
      </div>
      {changes.length > 0 && (
        <Card heading="Что изменилось по сравнению с прошлой версией">
          <Changes changes={changes} />
        </Card>
      )}
      <Card heading="Все версии">
        <ul className="plain stack">
          {editions.map((one) => (
            <li key={one.version}>
              {one.version === version ? <b>Версия {one.version}</b> : <Link to={`/privacy?version=${one.version}`}>Версия {one.version}</Link>}, с{' '}
              <Day day={one.fromDay} />
              {one.asksAnew && one.version > 1 && ', решение спросили заново'}
              <br />
              <span className="mut">{one.summary}</span>
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
}
