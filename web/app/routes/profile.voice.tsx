// Connecting a voice: the consent, three readings of ten words, taking it off.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useRevalidator } from 'react-router';
import { getSecurity } from '#contract/identity';
import { getConsents } from '#contract/privacy';
import { getVoice, removeVoice, VOICE_ROUNDS, VOICE_WORD_SECONDS, VOICE_WORDS } from '#contract/voice';
import { Prove } from '#features/identity/prove.tsx';
import { AskConsent } from '#features/privacy/ask-consent.tsx';
import { askPortal, markVoice, ReadAloud } from '#features/voice/read-aloud.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused } from '#web/form.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  const [voice, { can, secondFactor }, { purposes }] = await Promise.all([
    load(context, getVoice, {}),
    load(context, getSecurity, {}),
    load(context, getConsents, {}),
  ]);
  return {
    voice,
    canChange: can.changeFactors,
    isTotp: secondFactor === 'totp',
    consent: purposes.find(({ code }) => code === 'voice')!,
    words: VOICE_WORDS,
    all: VOICE_ROUNDS,
    seconds: VOICE_WORD_SECONDS,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, removeVoice, {}, { key: keyOf(form) });
  return done.ok ? redirect('/profile/voice', 303) : refused(done.problem, form);
}

export default function Voice() {
  const { voice, canChange, isTotp, consent } = useLoaderData<typeof loader>();
  const problem = useActionData<Refused>()?.problem;
  return (
    <Page title="Вход по голосу" problem={problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={problem} />
      <p className="lead">
        Голос заменяет код из сообщения, если вы уже ввели пароль и входите с этого браузера. Это дополнение, а не защита сама по себе: платежи, голосования и
        подписи голосом не подтвердить, а запись голоса можно подделать.
      </p>
      {isTotp && <p>У вас приложение для кодов: оно надёжнее, и голос вместо него мы не примем.</p>}
      {consent.state !== 'given' ? (
        <AskConsent consent={consent} heading="Сначала согласие" />
      ) : !canChange ? (
        <Prove next="/profile/voice" />
      ) : voice.enrolledAt === null ? (
        <Read />
      ) : (
        <On since={voice.enrolledAt} />
      )}
    </Page>
  );
}

function Read() {
  const {
    voice: { rounds },
    words,
    all,
    seconds,
  } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  const give = async (sound: Blob): Promise<void> => {
    const { base64Of } = await import('#features/voice/record.ts');
    const answer = await askPortal<{ enrolledAt: string | null }>('/api/v1/voice/rounds', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sound: await base64Of(sound) }),
    });
    if (answer.enrolledAt !== null) markVoice(true);
    await revalidate();
  };
  return (
    <Card heading={`Прочитайте десять слов, раз ${rounds + 1} из ${all}`}>
      <p>Слова появятся по одному, на каждое чуть больше секунды. Читайте обычным голосом, в тихом месте: {words.join(', ')}.</p>
      <ReadAloud kind="main" seconds={seconds} words={async () => words} give={give}>
        Начать запись
      </ReadAloud>
    </Card>
  );
}

function On({ since }: { since: string }) {
  return (
    <Card heading="Голос подключён">
      <p>
        С <When instant={since} timeZone="Europe/Moscow" />. Звук мы не храним, образец удалится, как только вы отключите голос или отзовёте согласие.
      </p>
      <Form method="post" onSubmit={() => markVoice(false)}>
        <FormKey />
        <Actions>
          <Button kind="alt">Отключить и удалить образец</Button>
        </Actions>
      </Form>
    </Card>
  );
}
