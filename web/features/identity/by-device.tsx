// The new browser waits for «Это я» on a known one: it looks every three seconds; without JavaScript a button looks.
import { useEffect, useRef } from 'react';
import { Form, useRevalidator } from 'react-router';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';

const LOOK_MS = 3_000;

export function ByDevice({ next, isApproved }: { next: string; isApproved: boolean }) {
  const { revalidate } = useRevalidator();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isApproved) form.current?.requestSubmit();
    const timer = setInterval(() => void revalidate(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isApproved, revalidate]);
  return (
    <Card heading="Или разрешите на другом устройстве">
      <p>Там, где вы уже вошли, портал спросил «Это вы входите?». Нажмите «Это я», и здесь откроется кабинет.</p>
      <Form method="post" ref={form}>
        <FormKey />
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name="intent" value="device" />
        <Actions>
          <Button kind="alt">Уже разрешили</Button>
        </Actions>
      </Form>
    </Card>
  );
}
