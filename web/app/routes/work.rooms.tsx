// Communal flats of the houses that an organization manages: their rooms, added or changed one by one or as a list (CALC-1).
import { DoorOpen } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getCommunalFlats, saveRooms } from '#contract/housing';
import { byLines, roomsOf } from '#features/home/room-list.ts';
import { area } from '#features/home/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { HouseFinder } from '#ui/house-finder.tsx';
import { Select, TextArea } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused, textOf } from '#web/form.ts';
import { soughtHouseOf } from '#web/list-query.ts';

export const loader = ({ context, request }: LoaderFunctionArgs) => load(context, getCommunalFlats, { query: soughtHouseOf(request) });

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const { rooms, lines, wrong } = roomsOf(textOf(form, 'list'));
  if (wrong.length > 0 || rooms.length === 0) return refused(wrongFields({ list: wrong.join('. ') || 'Впишите хотя бы одну комнату' }), form);
  const done = await attempt(context, saveRooms, { params: { houseId: textOf(form, 'houseId') }, body: { rooms } }, { key: keyOf(form) });
  return done.ok ? redirect('/work/rooms?done=1', 303) : refused(byLines(done.problem, lines), form);
}

type Flat = ReturnType<typeof useLoaderData<typeof loader>>['flats'][number];
const columns: readonly Column<Flat>[] = [
  { key: 'number', name: 'Квартира', head: true, cell: (row) => `кв.\u00a0${row.number}` },
  { key: 'address', name: 'Дом', cell: (row) => unbroken(row.address) },
  { key: 'area', name: 'Площадь', numeric: true, cell: (row) => area(row.areaTotal) },
  { key: 'rooms', name: 'Комнаты', cell: (row) => row.rooms.map((room) => `${room.number} (${area(room.area)})`).join(', ') },
];

export default function Rooms() {
  const { houses, more, flats } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const errors = errorsOf(answer?.problem);
  return (
    <Page title="Коммунальные квартиры" back={{ to: '/work', name: 'Рабочее место' }}>
      <p className="lead">Плату считаем на всю квартиру и делим между комнатами: по людям или по площади.</p>
      <ErrorSummary problem={answer?.problem} />
      {!answer && query.has('done') && (
        <Notice tone="ok" heading="Комнаты записаны">
          Черновики расчётов этого дома посчитайте заново.
        </Notice>
      )}
      <HouseFinder more={more} />
      {flats.length > 0 ? (
        <DataTable caption="Квартиры и их комнаты" rows={flats} rowKey={(row) => row.premisesId} columns={columns} />
      ) : (
        <EmptyState icon={DoorOpen} heading="Коммунальных квартир нет">
          <p>Впишите комнаты ниже, и квартира появится здесь.</p>
        </EmptyState>
      )}
      {houses.length > 0 && (
        <Card heading="Записать комнаты">
          <Form method="post" noValidate className="stack">
            <FormKey />
            <Select
              name="houseId"
              label="Дом"
              defaultValue={answer?.values['houseId']}
              error={errors['houseId']}
              options={houses.map(({ houseId, address }) => ({ value: houseId, name: address }))}
            />
            <TextArea
              name="list"
              label="Комнаты"
              hint="По одной в строке: квартира; комната; площадь. Например: 44; 44-1; 17,4. Можно вставить столбцы из таблицы. Комнату с тем же номером изменим"
              rows={5}
              maxLength={20_000}
              defaultValue={answer?.values['list']}
              error={errors['list']}
            />
            <Actions>
              <Button>Записать</Button>
            </Actions>
          </Form>
        </Card>
      )}
    </Page>
  );
}
