// The passport of a house, for anybody (AUTH-1, HOME-5).
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { getHouseWorks } from '#contract/house-keeping';
import { getHouse } from '#contract/housing';
import { getHouseSuppliers } from '#contract/ledger';
import { HousePassport } from '#features/home/passport.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';

export async function loader({ params, context }: LoaderFunctionArgs) {
  const of = { params: { houseId: params['houseId']! } };
  const [house, suppliers, { works }] = await Promise.all([
    load(context, getHouse, of),
    load(context, getHouseSuppliers, of),
    load(context, getHouseWorks, of),
  ]);
  return { house, suppliers, works };
}

export default function PublicPassport() {
  const { house, suppliers, works } = useLoaderData<typeof loader>();
  return (
    <Page title={`Дом: ${house.address}`} heading={house.address}>
      <HousePassport house={house} suppliers={suppliers} works={works} />
    </Page>
  );
}
