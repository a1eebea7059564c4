// Homes added by address: what to do next with each, and those taken away before (ADDR-5).
import { Form, Link } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getAddedHomes } from '#contract/addresses';
import { Button, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, unbroken } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { ADDED_ROLE_WORDS } from './words.ts';

type Home = AnswerOf<typeof getAddedHomes>['homes'][number];
const wordsOf = ({ address, flat }: Home): string => (flat === null ? address : `${address}, кв. ${flat}`);

export function AddedHomes({ homes, isAdded }: { homes: readonly Home[]; isAdded: boolean }) {
  const waiting = homes.filter(({ removedAt }) => removedAt === null);
  const removed = homes.filter(({ removedAt }) => removedAt !== null);
  return (
    <>
      {isAdded && waiting.length > 0 && (
        <Notice tone="ok" announce>
          <p>Дом добавлен. Чтобы видеть счета и показания, подтвердите, что он ваш.</p>
        </Notice>
      )}
      {waiting.map((home) => (
        <Card key={home.id} ofMany heading={unbroken(wordsOf(home))}>
          <p className="mut">{ADDED_ROLE_WORDS[home.role]} · ждёт подтверждения, видны только открытые сведения</p>
          {home.role !== 'owner' && (
            <p>
              Или попросите собственника пригласить вас: <Link to="/profile/invitations">приглашения</Link> придут сюда.
            </p>
          )}
          {home.houseId !== null && (
            <p className="row">
              <Link className="go" to={`/houses/${home.houseId}`}>
                Паспорт дома<span className="vh">: {wordsOf(home)}</span>
              </Link>
              <Link className="go" to={`/homes/add/h-${home.houseId}`}>
                Сообщить об ошибке в доме<span className="vh">: {wordsOf(home)}</span>
              </Link>
            </p>
          )}
          <div className="row acts">
            <GoLink to="/accounts/add">
              Подтвердить по квитанции<span className="vh">: {wordsOf(home)}</span>
            </GoLink>
            {home.role === 'owner' && (
              <GoLink to="/home/ownership">
                Подтвердить по выписке<span className="vh">: {wordsOf(home)}</span>
              </GoLink>
            )}
            <GoLink to="/profile/records">
              Исправить данные<span className="vh">: {wordsOf(home)}</span>
            </GoLink>
            <Form method="post">
              <FormKey />
              <input type="hidden" name="id" value={home.id} />
              <Button kind="bare">
                Убрать<span className="vh"> {wordsOf(home)}</span>
              </Button>
            </Form>
          </div>
        </Card>
      ))}
      {removed.length > 0 && (
        <details className="more">
          <summary>Убранные адреса: {removed.length}</summary>
          <ul>
            {removed.map((home) => (
              <li key={home.id}>
                {wordsOf(home)}, убран <Day day={home.removedAt!.slice(0, 10)} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
