// Devices that take notices, and which of them take codes.
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getPushDevices } from '#contract/push';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Status } from '#ui/status.tsx';
import { PushButton, useCanPush } from './push-button.tsx';

type Push = AnswerOf<typeof getPushDevices>;
type Device = Push['devices'][number];

export function PushDevices({ push: { devices, publicKey, can } }: { push: Push }) {
  const canPush = useCanPush();
  const isHere = devices.some(({ isThis }) => isThis);
  return (
    <Card heading="Уведомления на устройствах">
      <p>Приходят сразу, даже когда портал закрыт. Если выйти из кабинета, на это устройство больше ничего не придёт.</p>
      {devices.map((device) => (
        <OneDevice key={device.id} device={device} canChoose={can.chooseCodes} />
      ))}
      {devices.length > 0 && !can.chooseCodes && (
        <p>
          Чтобы менять, куда приходят коды, <GoLink to={`/sign-in/code?next=${encodeURIComponent('/profile/notices')}`}>подтвердите, что это вы</GoLink>
        </p>
      )}
      {canPush && publicKey !== null && !isHere && (
        <Form method="post">
          <FormKey />
          <input type="hidden" name="intent" value="connect" />
          <Actions>
            <PushButton publicKey={publicKey} />
          </Actions>
        </Form>
      )}
      {!canPush && <p className="mut">Этот браузер не подключить: нужен современный браузер с включённым JavaScript.</p>}
    </Card>
  );
}

function OneDevice({ device: { id, name, madeAt, takesCodes, isThis }, canChoose }: { device: Device; canChoose: boolean }) {
  return (
    <Form method="post" className="stack near">
      <FormKey />
      <input type="hidden" name="device" value={id} />
      <p className="row apart">
        <span>
          <b>{name}</b>
          {isThis && ', это устройство'}
          <br />
          <span className="mut sml">
            Подключено <When instant={madeAt} timeZone="Europe/Moscow" />
          </span>
        </span>
        {takesCodes && <Status tone="ok">Сюда приходят коды</Status>}
      </p>
      {takesCodes && <p className="hint">Если за несколько секунд уведомление не покажется, код придёт в СМС.</p>}
      <Actions>
        {canChoose && (
          <Button kind="alt" name="intent" value={takesCodes ? 'codesOff' : 'codesOn'}>
            {takesCodes ? 'Коды снова в СМС' : 'Присылать сюда и коды'}
            <span className="vh">{`: ${name}`}</span>
          </Button>
        )}
        <Button kind="bare" name="intent" value="disconnect">
          Отключить<span className="vh">{` ${name}`}</span>
        </Button>
      </Actions>
    </Form>
  );
}
