// Invitations to work that wait for the person's answer (ROLE-1).
import { BriefcaseBusiness } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { answerStaffInvitation, getStaffInvitations } from '#contract/staff';
import { POST_WORDS } from '#features/staff/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { ...(await load(context, getStaffInvitations, {})), isRefused: new URL(request.url).searchParams.get('done') === 'refused' };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const accept = textOf(form, 'intent') === 'accept';
  const done = await attempt(
    context,
    answerStaffInvitation,
    { params: { invitationId: textOf(form, 'invitationId') }, body: { accept } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(accept ? '/work' : '/profile/invitations?done=refused', 303) : refused(done.problem, form);
}

export default function ProfileInvitations() {
  const { invitations, isRefused } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Приглашения на работу" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} />
      {isRefused && !answer && (
        <Notice tone="ok" announce>
          <p>Вы отказались. Пригласивший это увидит.</p>
        </Notice>
      )}
      {invitations.length === 0 && (
        <EmptyState icon={BriefcaseBusiness} heading="Приглашений нет">
          <p>Когда организация пригласит вас по вашему телефону или почте, приглашение появится здесь.</p>
        </EmptyState>
      )}
      {invitations.map(({ id, organization, role, toDay, invitedBy, until }) => (
        <Card key={id} heading={`${organization}: ${POST_WORDS[role]}`}>
          <p>
            Пригласил: {invitedBy}.{' '}
            {toDay === null ? (
              'Роль без срока.'
            ) : (
              <>
                Роль до <Day day={toDay} />.
              </>
            )}{' '}
            Ответить можно до <When instant={until} timeZone="Europe/Moscow" />.
          </p>
          <Form method="post">
            <FormKey answer={{}} />
            <input type="hidden" name="invitationId" value={id} />
            <Actions>
              <Button kind="alt" name="intent" value="accept">
                Принять
                <span className="vh">
                  : {organization}, {POST_WORDS[role]}
                </span>
              </Button>
              <Button kind="bare" name="intent" value="refuse">
                Отказаться
                <span className="vh">
                  : {organization}, {POST_WORDS[role]}
                </span>
              </Button>
            </Actions>
          </Form>
        </Card>
      ))}
    </Page>
  );
}
