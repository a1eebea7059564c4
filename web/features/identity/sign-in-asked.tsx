// The question «Это вы входите?», on its page and above any page that is open when a new browser asks.
import { useEffect } from 'react';
import { Form, useFetcher, useLocation } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getAsked } from '#contract/devices';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';

type Asked = AnswerOf<typeof getAsked>['asked'];
const PAGE = '/profile/asked';
/** Told by the live events of the shell. */
export const ASKED_EVENT = 'signIn.asked';

export function AskedCards({ asked }: { asked: Asked }) {
  return asked.map(({ id, device, ip, place, at }) => (
    <Card key={id} heading="Это вы входите?" due>
      <p>
        {device}, адрес {ip}
        {place !== null && `, ${place}`}. <When instant={at} timeZone="Europe/Moscow" />.
      </p>
      <Form method="post" action={PAGE}>
        <FormKey />
        <input type="hidden" name="asked" value={id} />
        <Actions>
          <Button name="answer" value="yes">
            Это я
          </Button>
          <Button kind="bad" name="answer" value="no">
            Это не я
          </Button>
        </Actions>
      </Form>
    </Card>
  ));
}

/** Empty until a live event says that somebody asks. */
export function SignInAsked() {
  const { pathname } = useLocation();
  const { load, data } = useFetcher<{ asked: Asked }>();
  useEffect(() => {
    const look = (): void => void load(PAGE);
    addEventListener(ASKED_EVENT, look);
    return () => removeEventListener(ASKED_EVENT, look);
  }, [load]);
  return pathname === PAGE || !data?.asked ? null : (
    <div role="alert">
      <AskedCards asked={data.asked} />
    </div>
  );
}
