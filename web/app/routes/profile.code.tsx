// «Как прислать код»: a new code for the same operation by the way that the person chooses. The page that asked for it stays open beside.
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { getConfirmation, sendConfirmation } from '#contract/confirmations';
import type { BodyOf } from '#contract/endpoint';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Way = BodyOf<typeof sendConfirmation>['channel'];
const WAYS: Readonly<Record<Way, string>> = { push: 'Прислать уведомление', sms: 'Прислать СМС', email: 'Прислать письмо', totp: 'Взять код из приложения' };

export async function loader({ context, params }: LoaderFunctionArgs) {
  return load(context, getConfirmation, { params: { confirmationId: params['id']! } });
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(
    context,
    sendConfirmation,
    { params: { confirmationId: params['id']! }, body: { channel: textOf(form, 'channel') as Way } },
    { key: keyOf(form) },
  );
  return done.ok ? data({ sentTo: done.value.sentTo }) : refused(done.problem, form);
}

export default function Code() {
  const { words, ways, channel, isOpen } = useLoaderData<typeof loader>();
  const answer = useActionData<Partial<Refused> & { sentTo?: string }>();
  return (
    <Page title="Как прислать код" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} />
      {answer?.sentTo !== undefined && (
        <Notice tone="ok" heading="Новый код в пути" announce>
          <p>{`Куда: ${answer.sentTo}. Прежний код больше не действует. Вернитесь на вкладку, где его спросили, и введите новый.`}</p>
        </Notice>
      )}
      <Card heading="Что подтверждаете">
        <p>{words}</p>
        {isOpen ? (
          <Form className="stack" method="post">
            <FormKey />
            {ways.map((way) => (
              <div key={way.channel} className="stack">
                <p>{`${way.sentTo}${way.channel === channel ? ', последний код ушёл сюда' : ''}`}</p>
                <Actions>
                  <Button kind="alt" name="channel" value={way.channel}>
                    {WAYS[way.channel]}
                  </Button>
                </Actions>
              </div>
            ))}
          </Form>
        ) : (
          <p>Этот код уже не действует. Вернитесь на вкладку, где его спросили, и запросите новый.</p>
        )}
        <p className="hint">Если подключили ключ доступа, кнопка для него стоит рядом с полем кода.</p>
      </Card>
    </Page>
  );
}
