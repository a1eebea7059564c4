// A meter as its organization sees it (MTR-1, MTR-8): readings, a reading of its own, verification, another meter in its place.
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { Problem } from '#contract/errors';
import { PLAIN_FAULTS } from '#contract/meter-fault-words';
import { READING_SOURCES, type ZONES } from '#contract/meter-words';
import { endFault, noteFault, noteTampering, previewTampering } from '#contract/meter-faults';
import { enterControl, enterReadings, getWorkMeter, METER_PLACES, setVerification } from '#contract/meters-park';
import { declineReplacement, replaceMeter } from '#contract/meters-work';
import { formatDecimal, formatMonthName } from '#contract/russian';
import { readingStatuses, verificationStates } from '#contract/statuses/meters';
import { newMeterOf } from '#features/meters/new-meter-fields.tsx';
import { FaultForm, PastFaults } from '#features/meters/fault-form.tsx';
import { TamperingEffect } from '#features/meters/tampering-effect.tsx';
import { Control, EnterReading, Replace, Requests, Verify } from '#features/meters/work-meter-forms.tsx';
import { dialText } from '#features/meters/words.ts';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Day, Month } from '#ui/format.tsx';
import { newKey } from '#ui/new-key.ts';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { wrongFields } from '#ui/problem.ts';
import { lookOf, Status, StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { type Answered, keyOf, refused, textOf } from '#web/form.ts';

type Meter = AnswerOf<typeof getWorkMeter>;
type Done = Answered & { effect?: AnswerOf<typeof previewTampering> };
const keysOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId'] ?? '', meterId: params['meterId'] ?? '' });

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  return {
    meter: await load(context, getWorkMeter, { params: keysOf(params) }),
    done: ['put', 'read', 'verified', 'declined', 'marked', 'tampered', 'unmarked'].find((one) => searchParams.has(one)) ?? null,
    month: searchParams.get('read'),
  };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const keys = keysOf(params);
  const at = `/work/meters/${keys.houseId}`;
  const [version, key] = [Number(textOf(form, 'version')), { key: keyOf(form) }];
  switch (textOf(form, 'what')) {
    case 'replace': {
      const done = await attempt(
        context,
        replaceMeter,
        { params: keys, body: { ...newMeterOf(form), version, lastReadings: zonesOf(form, 'lastReadings') } },
        key,
      );
      return done.ok ? redirect(`${at}/${done.value.meterId}?put`, 303) : refused(done.problem, form);
    }
    case 'control': {
      const done = await attempt(
        context,
        enterControl,
        {
          params: keys,
          body: {
            readings: zonesOf(form, 'control.readings'),
            takenOn: textOf(form, 'control.takenOn'),
            act: textOf(form, 'control.act'),
            confirmed: form.has('confirmed'),
          },
        },
        key,
      );
      return done.ok ? redirect(`${at}/${keys.meterId}?read=${done.value.countsFor}`, 303) : refused(under('control', done.problem), form);
    }
    case 'verify': {
      const sealedOn = textOf(form, 'verify.sealedOn');
      const done = await attempt(
        context,
        setVerification,
        {
          params: keys,
          body: {
            version,
            verifiedOn: textOf(form, 'verify.verifiedOn'),
            nextVerificationOn: textOf(form, 'verify.nextVerificationOn'),
            ...(sealedOn !== '' && { sealedOn }),
          },
        },
        key,
      );
      if (done.ok) return redirect(`${at}/${keys.meterId}?verified`, 303);
      return refused(under('verify', done.problem), form);
    }
    case 'fault': {
      const kind = PLAIN_FAULTS.find((one) => one === textOf(form, 'fault.kind'));
      if (kind === undefined) return refused(wrongFields({ 'fault.kind': 'Выберите, что случилось' }), form);
      const done = await attempt(
        context,
        noteFault,
        { params: keys, body: { version, kind, fromDay: textOf(form, 'fault.fromDay'), act: textOf(form, 'fault.act') } },
        key,
      );
      return done.ok ? redirect(`${at}/${keys.meterId}?marked`, 303) : refused(under('fault', done.problem), form);
    }
    case 'tampering':
      return tampering(context, keys, form);
    case 'endFault': {
      const done = await attempt(
        context,
        endFault,
        { params: keys, body: { version, toDay: textOf(form, 'end.toDay'), readings: zonesOf(form, 'end.readings') } },
        key,
      );
      return done.ok ? redirect(`${at}/${keys.meterId}?unmarked`, 303) : refused(under('end', done.problem), form);
    }
    case 'decline': {
      const done = await attempt(
        context,
        declineReplacement,
        { params: { houseId: keys.houseId, requestId: textOf(form, 'requestId') }, body: { answer: textOf(form, 'answer'), version } },
        key,
      );
      return done.ok ? redirect(`${at}/${keys.meterId}?declined`, 303) : refused(done.problem, form);
    }
    default: {
      const takenOn = textOf(form, 'takenOn');
      const done = await attempt(
        context,
        enterReadings,
        { params: keys, body: { readings: zonesOf(form, 'readings'), confirmed: form.has('confirmed'), ...(takenOn !== '' && { takenOn }) } },
        key,
      );
      return done.ok ? redirect(`${at}/${keys.meterId}?read=${done.value.countsFor}`, 303) : refused(done.problem, form);
    }
  }
}

/** First what the mark would charge is shown, with the way to put it. */
async function tampering(context: ActionFunctionArgs['context'], keys: ReturnType<typeof keysOf>, form: FormData) {
  const [foundOn, act] = [textOf(form, 'tampering.foundOn'), textOf(form, 'tampering.act')];
  const wrong = { ...(foundOn === '' && { 'tampering.foundOn': 'Укажите день' }), ...(act === '' && { 'tampering.act': 'Назовите акт' }) };
  if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const body = { foundOn, fromDay: textOf(form, 'tampering.fromDay') || null, act };
  if (textOf(form, 'step') !== 'mark') {
    const seen = await attempt(context, previewTampering, { params: keys, body }, { key: newKey() });
    if (!seen.ok) return refused(under('tampering', seen.problem), form);
    const { values, key } = refused(wrongFields({}), form).data;
    return data<Done>({ effect: seen.value, values, key });
  }
  const done = await attempt(context, noteTampering, { params: keys, body: { ...body, version: Number(textOf(form, 'version')) } }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/meters/${keys.houseId}/${keys.meterId}?tampered`, 303) : refused(under('tampering', done.problem), form);
}

/** Forms of this page have days of the same names: each says its errors under its own. */
const under = (name: string, problem: Problem): Problem => ({
  ...problem,
  ...(problem.fields && { fields: problem.fields.map((field) => ({ ...field, pointer: `/${name}${field.pointer}` as const })) }),
});

/** The zones of a form's list, in its order. */
function zonesOf(form: FormData, list: string): { zone: (typeof ZONES)[number]; value: string }[] {
  const zones = [];
  for (let n = 0; form.has(`${list}.${n}.zone`); n++)
    zones.push({ zone: textOf(form, `${list}.${n}.zone`) as (typeof ZONES)[number], value: textOf(form, `${list}.${n}.value`) });
  return zones;
}

const DONE: Readonly<Record<string, { heading: string; says: string }>> = {
  put: { heading: 'Счётчик поставлен', says: 'Жители видят его в «Счётчиках».' },
  verified: { heading: 'Поверка записана', says: 'Следующее напоминание уйдёт по новому сроку.' },
  marked: { heading: 'Отметка поставлена', says: 'Следующий расчёт возьмёт среднее, а не показания.' },
  tampered: {
    heading: 'Вмешательство отмечено',
    says: 'Следующий расчёт возьмёт норматив с коэффициентом 10 и исправит начисленные месяцы. С какого дня, видно ниже.',
  },
  unmarked: { heading: 'Отметка снята', says: 'Снова считаем по показаниям.' },
  declined: { heading: 'Ответ отправлен', says: 'Житель получит его уведомлением.' },
};

type ReadingRow = Meter['readings'][number];
const columnsOf = (meter: Meter): readonly Column<ReadingRow>[] => [
  { key: 'month', name: 'За месяц', head: true, cell: (row) => <Month month={row.month} /> },
  ...(meter.registers.length > 1 ? [{ key: 'zone', name: 'Зона', cell: (row: ReadingRow) => row.zoneName }] : []),
  { key: 'takenOn', name: 'Снято', cell: (row) => <Day day={row.takenOn} /> },
  { key: 'value', name: 'Показание', numeric: true, cell: (row) => dialText(row.value, meter) },
  {
    key: 'use',
    name: 'Расход',
    numeric: true,
    cell: (row) => (row.use === null ? '—' : formatDecimal(row.use, { minDecimals: meter.decimals, maxDecimals: Math.max(meter.decimals, 3) })),
  },
  { key: 'source', name: 'Откуда', cell: (row) => READING_SOURCES[row.source] },
  {
    key: 'status',
    name: 'Состояние',
    plain: true,
    cell: (row) => (
      <>
        <StatusOf rows={readingStatuses} is={row.status} />
        {row.photoId && (
          <>
            {' '}
            <a href={`/api/v1/meters/${meter.houseId}/${meter.meterId}/photos/${row.photoId}`} download>
              Фото<span className="vh">{` за ${formatMonthName(row.month)}`}</span>
            </a>
          </>
        )}
        {row.confirmed && <span className="mut sml"> необычное, подтверждено</span>}
      </>
    ),
  },
];

export default function WorkMeter() {
  const { meter, done, month } = useLoaderData<typeof loader>();
  const answer = useActionData<Done>();
  const said = done === null ? undefined : DONE[done];
  return (
    <Page title={`${meter.serviceName}, № ${meter.serial}`} problem={answer?.problem} back={{ to: '/work/meters', name: 'Счётчики' }}>
      <ErrorSummary problem={answer?.problem} />
      {answer?.effect && <TamperingEffect effect={answer.effect} version={meter.version} values={answer.values} />}
      {said && !answer && (
        <Notice tone="ok" heading={said.heading} announce>
          <p>{said.says}</p>
        </Notice>
      )}
      {month && !answer && (
        <Notice tone="ok" heading="Показание записано" announce>
          <p>{`Учтём за ${formatMonthName(month)}.`}</p>
        </Notice>
      )}
      {meter.removedOn && (
        <Notice heading="Счётчик снят">
          <p>
            Он стоял до <Day day={meter.removedOn} />. История сохранена.
          </p>
        </Notice>
      )}
      <Requests meter={meter} answer={answer} />
      <Card heading="Счётчик" aside={<Status tone={lookOf({ rows: verificationStates, is: meter.verification.state }).tone}>{meter.verification.text}</Status>}>
        <DefinitionList
          items={[
            { name: 'Адрес', value: meter.address },
            { name: 'Вид', value: meter.isOfHouse ? METER_PLACES.house : METER_PLACES.flat },
            { name: 'Где стоит', value: meter.place || 'не указано' },
            { name: 'Марка', value: [meter.make, meter.model].filter(Boolean).join(' ') || 'не указана' },
            { name: 'Номер в ГИС ЖКХ', value: meter.stateNumber ?? 'не указан' },
            { name: 'Показания принимает', value: meter.organization },
            { name: 'Установлен', value: <Day day={meter.installedOn} /> },
            { name: 'Последняя поверка', value: meter.verifiedOn ? <Day day={meter.verifiedOn} /> : 'не указана' },
            { name: 'Следующая поверка', value: meter.nextVerificationOn ? <Day day={meter.nextVerificationOn} /> : 'не указана' },
            { name: 'Опломбирован', value: meter.sealedOn ? <Day day={meter.sealedOn} /> : 'не указано' },
          ]}
        />
      </Card>
      {meter.removedOn === null && meter.fault && <FaultForm meter={meter} answer={answer} />}
      {meter.removedOn === null && <EnterReading meter={meter} answer={answer} />}
      {meter.readings.length > 0 && (
        <DataTable
          caption="Показания за два года"
          columns={columnsOf(meter)}
          rows={meter.readings}
          rowKey={(row) => `${row.month} ${row.zone} ${row.at} ${row.status}`}
        />
      )}
      <PastFaults meter={meter} />
      {meter.removedOn === null && (
        <>
          {!meter.fault && <FaultForm meter={meter} answer={answer} />}
          <Control meter={meter} answer={answer} />
          <Verify meter={meter} answer={answer} />
          <Replace meter={meter} answer={answer} />
        </>
      )}
    </Page>
  );
}
