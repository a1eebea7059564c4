// Signing in by a certificate: a key of this browser, or one of an outside authority by a signed file.
import { type ActionFunctionArgs, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { challengeToEnter, enterByCertificate } from '#contract/certificates';
import { EnterByBrowserKey, SignOutside } from '#features/identity/certificate-parts.tsx';
import { goOn } from '#features/identity/sign-in-cookie.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { newKey } from '#ui/new-key.ts';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { samePath } from '#web/view.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const given = await attempt(context, challengeToEnter, {}, { key: newKey() });
  if (!given.ok) throw Response.json(given.problem, { status: given.problem.status });
  return { challenge: given.value, next: samePath(new URL(request.url).searchParams.get('next')) };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const next = samePath(new URL(request.url).searchParams.get('next'));
  const cms = textOf(form, 'cms');
  const isOutside = textOf(form, 'intent') === 'outside';
  if (isOutside && cms === '') return refused(wrongFields({ cms: 'Добавьте файл подписи' }), form);
  const key = isOutside ? { cms } : { keyHash: textOf(form, 'keyHash'), signature: textOf(form, 'signature') };
  const done = await attempt(context, enterByCertificate, { body: { challengeId: textOf(form, 'challengeId'), ...key } }, { key: keyOf(form) });
  return done.ok ? goOn(done.value, next, request) : refused(done.problem, form);
}

export default function EnterByCertificate() {
  const { challenge, next } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const unknown = answer?.problem.code === 'certificate.unknown' ? (answer.values['keyHash'] ?? null) : null;
  return (
    <Page title="Вход по сертификату" problem={answer?.problem} back={{ to: `/sign-in?next=${encodeURIComponent(next)}`, name: 'Вход' }}>
      <ErrorSummary problem={answer?.problem} secret />
      <Card heading="Ключ этого браузера">
        <EnterByBrowserKey unknown={unknown} />
      </Card>
      {challenge.takesOutside && (
        <Card heading="Токен, карта или файл с ключом">
          <SignOutside challenge={challenge} intent="outside" error={errorsOf(answer?.problem)['cms']}>
            <Actions>
              <Button kind="alt">Войти по подписи</Button>
            </Actions>
          </SignOutside>
        </Card>
      )}
    </Page>
  );
}
