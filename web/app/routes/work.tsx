// «Рабочее место»: what waits for the organization first, then the other areas that the person's role opens, by subject.
import { Form, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { getMe } from '#contract/me';
import { getWorkWaiting } from '#contract/overview';
import { OpenToYou } from '#features/start/open-to-you.tsx';
import { deskOf, emptyDesk } from '#features/start/role-desks.ts';
import { type Area, AreaItems } from '#features/start/waiting-areas.tsx';
import { workGroups } from '#features/start/work-areas.tsx';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  const [{ work, houses, portal }, waiting] = await Promise.all([load(context, getMe, {}), load(context, getWorkWaiting, {})]);
  return { work, desk: deskOf({ work, houses, portal }) ?? emptyDesk(), waiting };
}

export default function Work() {
  const { work, desk, waiting } = useLoaderData<typeof loader>();
  const groups = workGroups(
    waiting,
    work.flatMap(({ roles }) => roles),
  );
  return (
    <Page title="Рабочее место">
      <p className="lead">
        {work.map(({ name, role }) => (role === '' ? name : `${name}, ${role}`)).join('; ') || 'Вы пока не работаете ни в одной организации портала'}
      </p>
      {groups.length === 0 ? (
        <OpenToYou desk={desk} />
      ) : (
        <>
          {waiting.links && (
            <Form method="get" action="/work/accounts" role="search" className="card row finder">
              <TextInput name="q" label="Найти счёт: номер, адрес или имя" type="search" />
              <Button>Найти</Button>
            </Form>
          )}
          <AreaCard name="Что ждёт решения" areas={groups.flatMap(({ areas }) => areas.filter(({ lit }) => lit))} />
          <div className="areas">
            {groups.map(({ name, areas }) => (
              <AreaCard key={name} name={name} areas={areas.filter(({ lit }) => !lit)} />
            ))}
          </div>
        </>
      )}
    </Page>
  );
}

const AreaCard = ({ name, areas }: { name: string; areas: readonly Area[] }) =>
  areas.length > 0 && (
    <Card heading={name}>
      <AreaItems areas={areas} />
    </Card>
  );
