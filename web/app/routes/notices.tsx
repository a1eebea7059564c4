// What the person was told.
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { getNotices, noticeColumns, readNotices } from '#contract/notifications';
import { NoticeList } from '#features/notifications/notice-list.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused } from '#web/form.ts';
import { listQueryOf } from '#web/list-query.ts';
import { ButtonLink } from '#ui/button.tsx';
import { Page } from '#ui/page.tsx';

export function loader({ context, request }: LoaderFunctionArgs) {
  return load(context, getNotices, { query: listQueryOf(request, noticeColumns) });
}

/** Marks all as read. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, readNotices, { body: {} }, { key: keyOf(form) });
  return done.ok ? redirect('/notices') : refused(done.problem, form);
}

export default function Notices() {
  return (
    <Page
      title="Уведомления"
      action={
        <ButtonLink kind="alt" to="/profile/notices">
          Что и куда присылать
        </ButtonLink>
      }
    >
      <NoticeList {...useLoaderData<typeof loader>()} timeZone="Europe/Moscow" />
    </Page>
  );
}
