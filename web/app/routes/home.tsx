// «Мой дом»: the chosen premises and its house.
import { House as HouseIcon } from 'lucide-react';
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { getCases } from '#contract/cases';
import { listDocuments } from '#contract/documents';
import { getHouseCouncil, getHouseWorks, getPremisesHistory } from '#contract/house-keeping';
import { getHouse, getPremises } from '#contract/housing';
import { getAccounts, getHouseSuppliers } from '#contract/ledger';
import { getClaims } from '#contract/ownership';
import { Corrections } from '#features/home/corrections.tsx';
import { HouseCouncil } from '#features/home/council.tsx';
import { HomeApplications, PaperList } from '#features/home/home-papers.tsx';
import { applicationsOf, extractsOf, housePapersOf } from '#features/home/papers-of-home.ts';
import { HousePassport } from '#features/home/passport.tsx';
import { PremisesCard } from '#features/home/premises.tsx';
import { Tuck } from '#ui/tuck.tsx';
import { ButtonLink, GoLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { unbroken } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { PhoneLink } from '#ui/phone.tsx';
import { load } from '#web/api.ts';
import { chosenHome } from '#web/home.ts';
import { loadHomes } from '#web/load-homes.ts';

/** What the person has no right to: the card of a premises whose account alone is seen, papers where one acts for another. */
const unlessOutOfReach = async <Value,>(reading: Promise<Value>): Promise<Value | null> => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Response && (error.status === 404 || error.status === 403)) return null;
    throw error;
  }
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  const homes = await loadHomes(context);
  const home = chosenHome(homes, request.headers.get('cookie'));
  if (!home) return { home: null, applications: applicationsOf({ requests: (await unlessOutOfReach(load(context, getAccounts, {})))?.requests }) };
  const { houseId, premisesId } = home;
  const [ofHouse, ofPremises] = [{ params: { houseId } }, { params: { houseId, premisesId } }];
  const [premises, history, council, claims, cases, accounts, papers] = await Promise.all([
    unlessOutOfReach(load(context, getPremises, ofPremises)),
    unlessOutOfReach(load(context, getPremisesHistory, ofPremises)),
    unlessOutOfReach(load(context, getHouseCouncil, ofHouse)),
    unlessOutOfReach(load(context, getClaims, {})),
    unlessOutOfReach(load(context, getCases, { query: { houseId, limit: 20 } })),
    unlessOutOfReach(load(context, getAccounts, {})),
    unlessOutOfReach(load(context, listDocuments, { query: { place: 'house', limit: 20 } })),
  ]);
  const [house, suppliers, { works }] = await Promise.all([
    load(context, getHouse, ofHouse),
    load(context, getHouseSuppliers, ofHouse),
    load(context, getHouseWorks, ofHouse),
  ]);
  const own = {
    claims: claims?.claims.filter((one) => one.premisesId === premisesId) ?? [],
    accounts: accounts?.accounts.filter((one) => one.premisesId === premisesId) ?? [],
  };
  const [account] = own.accounts;
  const managed = own.accounts.find(({ organization, isSuspended }) => organization.id === house.manager.id && !isSuspended);
  return {
    home,
    homes: homes.length,
    premises,
    history,
    council: council?.members ?? null,
    house,
    suppliers,
    works,
    applications: applicationsOf({
      claims: own.claims,
      cases: cases?.rows.filter(({ address }) => address === home.address || address === house.address),
      requests: accounts?.requests.filter((one) => one.premisesId === premisesId),
    }),
    begin: [
      ...(claims && premises?.owners.some(({ confirmed }) => !confirmed) && own.claims.length === 0
        ? [{ to: '/home/ownership', name: 'Подтвердить владение' }]
        : []),
      ...(cases && account
        ? [
            { to: `/cases/new?house=${houseId}&account=${account.accountId}`, name: 'Спросить о счёте' },
            { to: `/accounts/${houseId}/${account.accountId}/absence`, name: 'Сообщить об отъезде' },
          ]
        : []),
      ...(cases && managed ? [{ to: `/cases/new?house=${houseId}&account=${managed.accountId}&kind=registration`, name: 'Заявление о регистрации' }] : []),
      ...(accounts ? [{ to: '/accounts/add', name: 'Добавить лицевой счёт' }] : []),
    ],
    extracts: extractsOf({ ...own, ownersOf: premises?.can.seeOwners ? premisesId : null, now: new Date().toISOString() }),
    papers: housePapersOf(papers?.documents ?? [], house.address),
  };
}

export default function Home() {
  const data = useLoaderData<typeof loader>();
  if (data.home === null) {
    return (
      <Page title="Мой дом">
        <EmptyState
          icon={HouseIcon}
          heading="Здесь пока нет вашего дома"
          actions={
            <>
              <ButtonLink to="/accounts/add">Добавить лицевой счёт</ButtonLink>
              <ButtonLink kind="alt" to="/homes/add">
                Найти дом по адресу
              </ButtonLink>
            </>
          }
        >
          <p>Добавьте лицевой счёт из квитанции, и дом появится.</p>
        </EmptyState>
        {data.applications.length > 0 && <HomeApplications applications={data.applications} begin={[]} />}
      </Page>
    );
  }
  const { home, homes, premises, history, council, house, suppliers, works, applications, begin, extracts, papers } = data;
  return (
    <Page title="Мой дом" heading={unbroken(home.address)} action={homes > 1 ? <GoLink to="/homes">Все мои дома</GoLink> : undefined}>
      {house.manager.dispatchPhone !== null && (
        <p>
          Аварийная служба дома: <PhoneLink phone={house.manager.dispatchPhone} />
        </p>
      )}
      {premises && (
        <p className="row">
          <Link className="go" to="/home/people">
            Кто живёт и кто видит
          </Link>
          {premises.can.seeOwners && (
            <Link className="go" to="/home/owners">
              Собственники и доли
            </Link>
          )}
          <Link className="go" to="/home/ownership">
            Подтверждение владения
          </Link>
        </p>
      )}
      {premises ? (
        <PremisesCard premises={premises} />
      ) : (
        <Notice heading="Вам виден только лицевой счёт">Сведения о помещении откроются, когда вы подтвердите, что живёте здесь или владеете жильём.</Notice>
      )}
      {history && <Corrections {...history} />}
      <HomeApplications applications={applications} begin={begin} />
      {extracts.length > 0 && (
        <Tuck name={`Выписки и справки: ${extracts.length}`}>
          <PaperList heading="Выписки и справки" papers={extracts} />
        </Tuck>
      )}
      <h2>Дом</h2>
      <HousePassport house={house} suppliers={suppliers} works={works}>
        {council && (
          <Tuck name={`Совет дома: ${council.length}`}>
            <h3>Совет дома</h3>
            <HouseCouncil members={council} />
          </Tuck>
        )}
        <PaperList heading="Документы дома" papers={papers} all={{ to: '/documents?place=house', name: 'Все документы дома' }} />
      </HousePassport>
    </Page>
  );
}
