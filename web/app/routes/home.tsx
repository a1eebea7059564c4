// «Мой дом»: the chosen premises and its house.
import { House as HouseIcon } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { getHouse, getPremises } from '#contract/housing';
import { getHouseSuppliers } from '#contract/ledger';
import { HousePassport } from '#features/home/passport.tsx';
import { PremisesCard } from '#features/home/premises.tsx';
import { ButtonLink, GoLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { unbroken } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';
import { chosenHome } from '#web/home.ts';
import { loadHomes } from '#web/load-homes.ts';

/** Who only sees an account of the premises has no right to its card. */
const unlessOutOfReach = async <Value,>(reading: Promise<Value>): Promise<Value | null> => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Response && error.status === 404) return null;
    throw error;
  }
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  const homes = await loadHomes(context);
  const home = chosenHome(homes, request.headers.get('cookie'));
  if (!home) return null;
  const params = { houseId: home.houseId };
  const [premises, house, suppliers] = await Promise.all([
    unlessOutOfReach(load(context, getPremises, { params: { ...params, premisesId: home.premisesId } })), load(context, getHouse, { params }), load(context, getHouseSuppliers, { params }),
  ]);
  return { home, homes: homes.length, premises, house, suppliers };
}

export default function Home() {
  const data = useLoaderData<typeof loader>();
  if (!data) {
    return (
      <Page title="Мой дом">
        <EmptyState icon={HouseIcon} heading="Здесь пока нет вашего дома" actions={<><ButtonLink to="/accounts/add">Добавить лицевой счёт</ButtonLink><ButtonLink kind="alt" to="/homes/add">Найти дом по адресу</ButtonLink></>}>
          <p>Добавьте лицевой счёт из квитанции, и дом появится.</p>
        </EmptyState>
      </Page>
    );
  }
  const { home, homes, premises, house, suppliers } = data;
  return (
    <Page title="Мой дом" heading={unbroken(home.address)} action={homes > 1 ? <GoLink to="/homes">Все мои дома</GoLink> : undefined}>
      {premises && <p className="row"><Link className="go" to="/home/people">Кто живёт и кто видит</Link>{premises.can.seeOwners && <Link className="go" to="/home/owners">Собственники и доли</Link>}<Link className="go" to="/home/ownership">Подтверждение владения</Link></p>}
      {premises ? <PremisesCard premises={premises} /> : <Notice heading="Вам виден только лицевой счёт">Сведения о помещении откроются, когда вы подтвердите, что живёте здесь или владеете жильём.</Notice>}
      <h2>Дом</h2>
      <HousePassport house={house} suppliers={suppliers} />
    </Page>
  );
}
