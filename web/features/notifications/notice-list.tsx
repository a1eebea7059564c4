import { Bell } from 'lucide-react';
import { Form, useSearchParams } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getNotices } from '#contract/notifications';
import { noticeStates } from '#contract/statuses/notifications';
import { Actions, Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Select, TextInput } from '#ui/inputs.tsx';
import { Pager } from '#ui/pager.tsx';
import { StatusOf } from '#ui/status.tsx';

type Notices = AnswerOf<typeof getNotices>;

/** Notices, newest first; new ones are lit. */
export function NoticeList({ list, unread, timeZone }: Notices & { timeZone: string }) {
  const [query] = useSearchParams();
  const state = query.get('state') ?? '';
  return (
    <>
      {unread > 0 && (
        <Form method="post">
          <FormKey />
          <Actions>
            <Button kind="alt">Отметить всё прочитанным</Button>
          </Actions>
        </Form>
      )}
      {(query.size > 0 || list.count > 0) && (
        <Filters label="Отбор уведомлений" summary={state === 'unread' ? 'Только новые' : 'Все уведомления'}>
          <Select
            name="state"
            label="Какие"
            defaultValue={state}
            options={[
              { value: '', name: 'Все' },
              { value: 'unread', name: 'Новые' },
              { value: 'read', name: 'Прочитанные' },
            ]}
          />
          <TextInput name="search" label="Найти в тексте" defaultValue={query.get('search') ?? ''} />
        </Filters>
      )}
      {list.rows.length === 0 && (
        <EmptyState icon={Bell} heading="Уведомлений нет">
          <p>Здесь появится то, что касается вашей квартиры, платежей и входа.</p>
        </EmptyState>
      )}
      {list.rows.map(({ id, at, title, text, link, state }) => (
        <Card key={id} ofMany heading={title} aside={state === 'unread' && <StatusOf rows={noticeStates} is={state} />}>
          <p>{text}</p>
          <p className="row apart">
            <span className="mut sml">
              <When instant={at} timeZone={timeZone} />
            </span>
            {link && (
              <GoLink to={link}>
                Открыть<span className="vh">{`: ${title}`}</span>
              </GoLink>
            )}
          </p>
        </Card>
      ))}
      <Pager previous={list.previous} next={list.next}>{`Показано ${list.rows.length} из ${list.count}`}</Pager>
    </>
  );
}
