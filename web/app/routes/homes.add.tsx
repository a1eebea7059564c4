// Finding a home by its address (ADDR-1, ADDR-2).
import { MapPinOff } from 'lucide-react';
import { Form, Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { CONNECTIONS, HOUSE_KINDS, searchAddresses } from '#contract/addresses';
import { AddressField } from '#features/addresses/address-field.tsx';
import { asked } from '#features/addresses/asked.ts';
import { CONNECTION_WORDS, HOUSE_KIND_WORDS } from '#features/addresses/words.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { Select } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = asked(new URL(request.url).searchParams);
  return { query, answer: await load(context, searchAddresses, { query: { ...query, limit: 20 } }) };
}

const optionsOf = (first: string, values: readonly string[], words?: Readonly<Record<string, string>>) => [
  { value: '', name: first },
  ...values.map((value) => ({ value, name: words?.[value] ?? value })),
];

export default function FindHome() {
  const { query, answer } = useLoaderData<typeof loader>();
  const { q, ...rest } = query;
  const narrowed = new URLSearchParams(rest).toString();
  const { hits, regions, districts } = answer;
  const isExact = hits.some((hit) => hit.isExact);
  return (
    <Page title="Найти дом по адресу" back={{ to: '/homes', name: 'Мои дома' }}>
      <Form method="get" role="search" aria-label="Поиск дома" key={`${q} ${narrowed}`} className="stack">
        {Object.entries(rest).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <AddressField typed={q} narrowed={narrowed} />
        <div className="row">
          <Button>Найти</Button>
        </div>
      </Form>
      <Filters
        label="Где искать"
        summary={[
          query.region ?? 'Все регионы',
          query.district,
          query.kind && HOUSE_KIND_WORDS[query.kind],
          query.connection && CONNECTION_WORDS[query.connection],
        ]
          .filter(Boolean)
          .join(', ')}
        keep={['q']}
      >
        <Select name="region" label="Регион" defaultValue={query.region ?? ''} options={optionsOf('Все', regions)} />
        {districts.length > 0 && <Select name="district" label="Муниципалитет" defaultValue={query.district ?? ''} options={optionsOf('Все', districts)} />}
        <Select name="kind" label="Какие помещения" defaultValue={query.kind ?? ''} options={optionsOf('Все', HOUSE_KINDS, HOUSE_KIND_WORDS)} />
        <Select name="connection" label="На портале" defaultValue={query.connection ?? ''} options={optionsOf('Все', CONNECTIONS, CONNECTION_WORDS)} />
      </Filters>
      {q !== '' && hits.length === 0 && (
        <EmptyState icon={MapPinOff} heading="Такого адреса не нашли">
          <p>Проверьте улицу и номер дома. Если отбор включён, попробуйте без него.</p>
        </EmptyState>
      )}
      {hits.length > 0 && !isExact && (
        <Notice heading="Точно такого адреса нет">
          <p>Показываем самые похожие.</p>
        </Notice>
      )}
      {hits.length > 0 && (
        <ul className="hits" aria-label="Найденные адреса">
          {hits.map((hit) => (
            <li key={hit.key ?? `${hit.address} ${hit.place}`} className="card">
              {hit.key === null ? (
                <Link to={`/homes/add?${new URLSearchParams({ ...rest, q: `${hit.address}, ` }).toString()}`}>{hit.address}</Link>
              ) : (
                <Link to={`/homes/add/${hit.key}${hit.flat === null ? '' : `?flat=${encodeURIComponent(hit.flat)}`}`}>{hit.address}</Link>
              )}
              <p className="mut sml">
                {hit.place}
                {hit.key === null ? ' · выберите и допишите номер дома' : hit.connected && ' · дом подключён к порталу'}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
