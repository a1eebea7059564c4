// A photograph of the dial (MTR-4): take it, check what was read, hand in. What was read is only written into the field.
import { Camera } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getMeterPhotos } from '#contract/meter-photos';
import { ZONES } from '#contract/meter-words';
import { getMeter, submitReadings } from '#contract/meters';
import { getConsents } from '#contract/privacy';
import { photoStatuses } from '#contract/statuses/meters';
import { dialText, type Register } from '#features/meters/words.ts';
import { AskConsent } from '#features/privacy/ask-consent.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput, NumberInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const keysOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId'] ?? '', meterId: params['meterId'] ?? '' });
const REFUSED: Readonly<Record<string, string>> = {
  'file.type': 'Такой снимок мы не читаем. Подойдут JPEG и PNG: в настройках камеры выберите «Наиболее совместимый» или пришлите снимок экрана',
  'file.mismatch': 'В файле не снимок JPEG и не PNG. Сфотографируйте счётчик ещё раз',
  'file.tooLarge': 'Снимок больше 15 МБ. Сделайте его поменьше',
  'file.missing': 'Выберите снимок',
  'file.empty': 'Файл пустой. Сфотографируйте счётчик ещё раз',
  'file.damaged': 'Снимок повреждён. Сфотографируйте счётчик ещё раз',
};

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const key = keysOf(params);
  const [meter, { photos }, { purposes }] = await Promise.all([
    load(context, getMeter, { params: key }),
    load(context, getMeterPhotos, { params: key }),
    load(context, getConsents, {}),
  ]);
  const code = new URL(request.url).searchParams.get('refused');
  return {
    meter,
    photos,
    consent: purposes.find((one) => one.code === 'photos' && one.state !== 'given') ?? null,
    refusal: code === null ? null : (REFUSED[code] ?? 'Снимок не подошёл. Сфотографируйте счётчик ещё раз'),
  };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const { houseId, meterId } = keysOf(params);
  const readings = ZONES.flatMap((_, n) => {
    if (!form.has(`readings.${n}.zone`)) return [];
    const photoId = textOf(form, `readings.${n}.photoId`);
    return [
      {
        meterId,
        zone: textOf(form, `readings.${n}.zone`) as '',
        value: textOf(form, `readings.${n}.value`),
        confirmed: form.has(`readings.${n}.confirmed`),
        ...(photoId !== '' && { photoId }),
      },
    ];
  });
  const { premisesId } = await load(context, getMeter, { params: { houseId, meterId } });
  const sent = await attempt(context, submitReadings, { params: { houseId, premisesId: premisesId ?? '' }, body: { readings } }, { key: keyOf(form) });
  return sent.ok
    ? redirect(`/meters?done=${sent.value.submissions.map(({ submissionId }) => submissionId).join(',')}${sent.value.unchanged ? '&same=1' : ''}`, 303)
    : refused(sent.problem, form);
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function MeterPhoto() {
  const { meter, photos, consent, refusal } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const isReading = photos.some(({ status }) => status === 'reading');
  return (
    <Page
      title={`Фото счётчика № ${meter.serial}`}
      heading={`${meter.serviceName}: показание по фото`}
      problem={answer?.problem}
      back={{ to: '/meters', name: 'Счётчики' }}
    >
      <ErrorSummary problem={answer?.problem} />
      {refusal && !answer && (
        <Notice tone="bad" heading="Снимок не принят" announce>
          <p>{refusal}.</p>
        </Notice>
      )}
      {!meter.can.submit ? (
        <Notice heading="Показания этого счётчика передаёте не вы">
          <p>Это делают собственник, наниматель и члены семьи.</p>
        </Notice>
      ) : (
        <>
          {consent ? (
            <AskConsent consent={consent} heading="Прочитать цифры со снимка?" />
          ) : (
            meter.registers.map((register) => (
              <TakePhoto key={register.zone} meter={meter} register={register} isAgain={photos.some(({ zone }) => zone === register.zone)} />
            ))
          )}
          {photos.length > 0 && (
            <Card heading="Проверьте и передайте">
              {isReading && (
                <p className="row">
                  <StatusOf rows={photoStatuses} is="reading" />
                  <Link to="." replace>
                    Обновить страницу
                  </Link>
                </p>
              )}
              {/* A suggestion that comes later is a new field: what a field shows first cannot be changed from outside. */}
              <Form method="post" noValidate className="stack" key={photos.map(({ photoId, status }) => photoId + status).join()}>
                <FormKey />
                {meter.registers.map((register, n) => (
                  <Suggested key={register.zone} data={{ meter, photos }} register={register} n={n} answer={answer} />
                ))}
                <Actions>
                  <Button big>Передать показание</Button>
                </Actions>
              </Form>
            </Card>
          )}
          {photos.length === 0 && (
            <p>
              <ButtonLink kind="bare" to="/meters">
                Ввести без фото
              </ButtonLink>
            </p>
          )}
        </>
      )}
    </Page>
  );
}

function TakePhoto({ meter, register, isAgain }: { meter: Data['meter']; register: Register; isAgain: boolean }) {
  return (
    <form
      className="card stack"
      method="post"
      encType="multipart/form-data"
      action={`/api/v1/meters/${meter.houseId}/${meter.meterId}/photos`}
      aria-label={`Снимок${register.name ? `, ${register.name}` : ''}`}
    >
      <FormKey />
      <input type="hidden" name="zone" value={register.zone} />
      <FileInput
        name="photo"
        label={`${isAgain ? 'Другой снимок' : 'Снимок'}${register.name ? `, ${register.name}` : ''}`}
        hint="Цифры во весь кадр, прямо и без бликов. Цифры из чёрточек на электронном табло пока не читаем: снимок сохраним, число введите сами. JPEG или PNG до 15 МБ"
        accept="image/jpeg,image/png"
        capture="environment"
        required
      />
      <Actions>
        <Button kind={isAgain ? 'alt' : 'main'}>
          <Icon of={Camera} /> Прочитать цифры
        </Button>
      </Actions>
    </form>
  );
}

function Suggested({
  data: { meter, photos },
  register,
  n,
  answer,
}: {
  data: Pick<Data, 'meter' | 'photos'>;
  register: Register;
  n: number;
  answer: Refused | undefined;
}) {
  const photo = photos.find(({ zone }) => zone === register.zone);
  const name = `readings.${n}`;
  const errors = errorsOf(answer?.problem);
  const warning = errors[`${name}.confirmed`];
  const hint =
    photo?.status === 'read'
      ? 'Прочитали на фото. Сверьте каждую цифру и исправьте, если ошиблись'
      : photo?.status === 'unread'
        ? 'Цифры разобрать не удалось, введите их сами. Фото приложим'
        : 'Введите, что на счётчике';
  return (
    <div className="stack near">
      <input type="hidden" name={`${name}.zone`} value={register.zone} />
      {photo && <input type="hidden" name={`${name}.photoId`} value={photo.photoId} />}
      {photo && (
        <img
          className="proof"
          src={`/api/v1/meters/${meter.houseId}/${meter.meterId}/photos/${photo.photoId}`}
          alt={`Ваш снимок${register.name ? `, ${register.name}` : ''}`}
        />
      )}
      <NumberInput
        name={`${name}.value`}
        label={`${register.name || 'Показание'}, ${meter.unit}`}
        hint={`${hint}. Было ${dialText(register.previous.value, meter)}`}
        defaultValue={answer?.values[`${name}.value`] ?? photo?.suggestion?.replace('.', ',')}
        error={errors[`${name}.value`]}
      />
      {warning && (
        <Notice tone="wait">
          <p>{warning}</p>
          <label className="check">
            <input type="checkbox" id={`${name}.confirmed`} name={`${name}.confirmed`} />
            <span>Всё верно, так и есть</span>
          </label>
        </Notice>
      )}
    </div>
  );
}
