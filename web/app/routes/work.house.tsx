// One house as its managing organization keeps it: works, council, premises, passport (HOME-1, HOME-5). `?edit=` shows one form alone.
import { Form, Link, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { getWorkHouse, WORK_PREMISES_MOST } from '#contract/house-keeping';
import { Corrections } from '#features/home/corrections.tsx';
import { HouseCouncil } from '#features/home/council.tsx';
import { HouseEdit, saved } from '#features/home/house-edit.tsx';
import { HouseWorks } from '#features/home/house-works.tsx';
import { keepHouse } from '#features/home/keep-house.ts';
import { area, PREMISES_WORDS } from '#features/home/words.ts';
import { Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Day, unbroken } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';
import type { Refused } from '#web/form.ts';

export const action = keepHouse;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const number = (search.get('number') ?? '').trim().slice(0, 20);
  const house = await load(context, getWorkHouse, { params: { houseId: params['houseId'] ?? '' }, query: { ...(number !== '' && { number }) } });
  return { house, number, edit: search.get('edit'), of: search.get('of'), done: saved[search.get('saved') ?? 'no'] ?? null };
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Row = Data['house']['premises'][number];
const columnsOf = (houseId: string): readonly Column<Row>[] => [
  {
    key: 'number',
    name: 'Помещение',
    head: true,
    cell: (row) => <Link to={`/work/premises/${houseId}/${row.premisesId}`}>{`${PREMISES_WORDS[row.kind]} ${row.number}`}</Link>,
  },
  { key: 'floor', name: 'Этаж', numeric: true, cell: (row) => row.floor ?? 'нет' },
  { key: 'area', name: 'Площадь', numeric: true, cell: (row) => area(row.areaTotal) },
];

const changeWork = (work: Data['house']['works'][number]) => (
  <Link to={`?edit=work&of=${work.id}`}>
    Изменить<span className="vh">{`: ${work.title}`}</span>
  </Link>
);
const endMember = (member: { id: string; name: string }) => (
  <Link to={`?edit=end&of=${member.id}`}>
    Закончить срок<span className="vh">{`: ${member.name}`}</span>
  </Link>
);

export default function WorkHouse() {
  const { house, number, edit, of, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const asked = answer?.values['intent'] ?? edit;
  if (asked && (house.can.edit || asked === 'premises' || asked === 'overNorm')) return <HouseEdit house={house} asked={asked} of={of} answer={answer} />;
  const {
    houseId,
    can: { edit: mayEdit },
  } = house;
  return (
    <Page
      title={`Дом: ${house.address}`}
      heading={unbroken(house.address)}
      back={{ to: '/work/houses', name: 'Дома' }}
      action={<GoLink to={`/houses/${houseId}`}>Как видят жители</GoLink>}
    >
      {done && (
        <Notice tone="ok" announce>
          <p>{done}</p>
        </Notice>
      )}
      <div className="row apart">
        <h2>Работы</h2>
        {mayEdit && (
          <ButtonLink kind="alt" to="?edit=work">
            Записать работу
          </ButtonLink>
        )}
      </div>
      <HouseWorks works={house.works} act={mayEdit ? changeWork : undefined} />
      <div className="row apart">
        <h2>Совет дома</h2>
        {mayEdit && (
          <ButtonLink kind="alt" to="?edit=member">
            Вписать собственника
          </ButtonLink>
        )}
      </div>
      <HouseCouncil members={house.council} act={mayEdit ? endMember : undefined} />
      <div className="row apart">
        <h2>Паспорт</h2>
        {mayEdit && (
          <ButtonLink kind="alt" to="?edit=passport">
            Исправить паспорт
          </ButtonLink>
        )}
      </div>
      <p>Техническое состояние: {house.card.condition}.</p>
      <p>
        {house.overNorm ? (
          <>
            Сверх норматива на общие нужды платят собственники с <Day day={house.overNorm.fromDay} />
            {house.overNorm.toDay !== null && (
              <>
                {' '}
                по <Day day={house.overNorm.toDay} />
              </>
            )}
            . Протокол {house.overNorm.minutes}.
          </>
        ) : (
          'Сверх норматива на общие нужды платит управляющая организация.'
        )}{' '}
        <Link to="?edit=overNorm">
          Изменить<span className="vh">: кто платит сверх норматива</span>
        </Link>
      </p>
      <Corrections corrections={house.corrections} timeZone={house.timeZone} />
      <div className="row apart">
        <h2>Помещения</h2>
        <ButtonLink kind="alt" to="?edit=premises">
          Добавить помещение
        </ButtonLink>
      </div>
      <Form method="get" role="search" className="card row finder">
        <TextInput name="number" label="Номер помещения" type="search" defaultValue={number} />
        <Button kind="alt">Найти</Button>
      </Form>
      {house.premises.length === 0 ? (
        <p className="mut">{number === '' ? 'Помещения ещё не записаны.' : `Помещений с номером на «${number}» нет.`}</p>
      ) : (
        <DataTable
          caption={house.isMore ? `Первые ${WORK_PREMISES_MOST}: остальные найдите по номеру` : <span className="vh">Помещения</span>}
          rows={house.premises}
          rowKey={(row) => row.premisesId}
          columns={columnsOf(houseId)}
        />
      )}
    </Page>
  );
}
