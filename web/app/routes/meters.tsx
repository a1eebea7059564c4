// «Счётчики»: all meters of the home on one screen (MTR-2), what came of the last sending above.
import { CalendarCheck, ChevronDown, Gauge } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getMeters, listSubmissions, submitReadings } from '#contract/meters';
import { formatMonthName } from '#contract/russian';
import { HandedIn, Rejected } from '#features/meters/handed-in.tsx';
import { MeterFields } from '#features/meters/meter-fields.tsx';
import { MeterTabs } from '#features/meters/meter-tabs.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { Status } from '#ui/status.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { chosenHome } from '#web/home.ts';
import { loadHomes } from '#web/load-homes.ts';

const LAST = 6;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const homes = await loadHomes(context);
  const home = chosenHome(homes, request.headers.get('cookie'));
  if (!home) return null;
  const { searchParams } = new URL(request.url);
  const own = await load(context, getMeters, { params: { houseId: home.houseId, premisesId: home.premisesId } });
  const flatId = searchParams.has('flat') ? own.sharedPremisesId : null;
  const isFlat = flatId !== null;
  const params = { houseId: home.houseId, premisesId: flatId ?? home.premisesId };
  const [meters, { submissions }] = await Promise.all([
    isFlat ? load(context, getMeters, { params }) : own,
    load(context, listSubmissions, { params, query: { limit: LAST } }),
  ]);
  const done = searchParams.get('done')?.split(',') ?? [];
  const given = new Set(meters.meters.flatMap((meter) => (meter.registers.some(({ current }) => current !== null) ? [meter.serial] : [])));
  return {
    ...meters,
    ...params,
    isFlat,
    hasFlat: own.sharedPremisesId !== null,
    unchanged: searchParams.has('same'),
    isCut: searchParams.has('cut'),
    done: submissions.filter(({ submissionId }) => done.includes(submissionId)),
    rejected: submissions.filter((one) => one.status === 'rejected' && one.countsFor === meters.month && one.readings.some(({ serial }) => !given.has(serial))),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const takenOn = textOf(form, 'takenOn');
  const readings = [];
  for (let n = 0; form.has(`readings.${n}.meterId`); n++) {
    const name = `readings.${n}`;
    readings.push({
      meterId: textOf(form, `${name}.meterId`),
      zone: textOf(form, `${name}.zone`) as '',
      value: textOf(form, `${name}.value`),
      confirmed: form.has(`${name}.confirmed`),
      ...(takenOn !== '' && { takenOn }),
    });
  }
  const params = { houseId: textOf(form, 'houseId'), premisesId: textOf(form, 'premisesId') };
  const sent = await attempt(context, submitReadings, { params, body: { readings } }, { key: keyOf(form) });
  if (!sent.ok) return refused(sent.problem, form);
  const { submissions, unchanged, readings: kept } = sent.value;
  const isCut = readings.some((one) =>
    kept.some(({ meterId, zone, value }) => meterId === one.meterId && zone === one.zone && value.length < one.value.replace(/(,\d*?)0+$/, '$1').length),
  );
  return redirect(
    `/meters?done=${submissions.map(({ submissionId }) => submissionId).join(',')}${unchanged ? '&same=1' : ''}${isCut ? '&cut=1' : ''}${textOf(form, 'flat') === '' ? '' : '&flat=1'}`,
    303,
  );
}

export default function Meters() {
  const home = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  if (!home || home.meters.length === 0) {
    return (
      <Page title="Счётчики">
        {home && <Places home={home} />}
        <EmptyState icon={Gauge} heading="Счётчиков пока нет">
          <p>{home ? 'Их добавляет организация, которая принимает показания.' : 'Счётчики появятся, когда подтвердится право на квартиру.'}</p>
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={`Показания за ${formatMonthName(home.month)}`} problem={answer?.problem}>
      <MeterTabs />
      <Places home={home} />
      <ErrorSummary problem={answer?.problem} />
      {!answer && <HandedIn submissions={home.done} unchanged={home.unchanged} isCut={home.isCut} />}
      <Rejected submissions={home.rejected} />
      <Windows meters={home.meters} />
      <ReadingsForm home={home} answer={answer} />
    </Page>
  );
}

/** In a communal flat: the room's own meters and those that all rooms share. */
function Places({ home: { isFlat, hasFlat } }: { home: Home }) {
  if (!hasFlat) return null;
  return (
    <>
      <Tabs
        label="Чьи счётчики"
        tabs={[
          { to: '/meters', name: 'Моя комната' },
          { to: '/meters?flat=1', name: 'Общие счётчики квартиры' },
        ]}
      />
      {isFlat && (
        <p>
          Показания общих счётчиков передаёт любой, кто живёт в квартире, один раз за всех. Остальные видят показание без имени и могут исправить его до конца
          срока.
        </p>
      )}
    </>
  );
}

type Home = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>>;

/** Suppliers differ: each term once, with the meters it is for when there are several. */
function Windows({ meters }: { meters: Home['meters'] }) {
  const terms = [...Map.groupBy(meters, ({ window }) => window.text)];
  return terms.map(([text, own]) => {
    const [term = '', ...rest] = text.split('. ');
    const isOpen = own[0]!.window.isOpen;
    return (
      <p className="row" key={text}>
        <Status tone={isOpen ? 'lit' : 'none'} icon={CalendarCheck}>
          {term}
        </Status>
        <span className="mut">
          {terms.length > 1 && `${[...new Set(own.map(({ serviceName }) => serviceName))].join(', ')}. `}
          {rest.join('. ')}
          {isOpen && ' Исправить можно до последнего дня.'}
        </span>
      </p>
    );
  });
}

function ReadingsForm({ home, answer }: { home: Home; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  const starts = home.meters.map((_, n) => home.meters.slice(0, n).reduce((sum, { registers }) => sum + registers.length, 0));
  return (
    <Form method="post" noValidate className="stack">
      <FormKey />
      <input type="hidden" name="houseId" value={home.houseId} />
      <input type="hidden" name="premisesId" value={home.premisesId} />
      {home.isFlat && <input type="hidden" name="flat" value="1" />}
      <div className="card list">
        {home.meters.map((meter, n) => (
          <MeterFields key={meter.meterId} meter={meter} state={{ first: starts[n]!, errors, values }} />
        ))}
      </div>
      {home.can.submit && (
        <>
          <details className="more" open={Boolean(values['takenOn'])}>
            <summary>
              Снимали показания в другой день
              <Icon of={ChevronDown} turn />
            </summary>
            <TextInput
              name="takenOn"
              type="date"
              label="Когда сняли"
              hint="День решает, за какой месяц учтём"
              max={home.today}
              short
              defaultValue={values['takenOn']}
            />
          </details>
          <Actions>
            <Button big>Передать показания</Button>
          </Actions>
        </>
      )}
    </Form>
  );
}
