// Papers by e-mail: where to, and from which address (DOCS-1).
import { Form, Link } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getMailAddress } from '#contract/documents';
import { Actions, Button } from '#ui/button.tsx';
import { FormKey } from '#ui/form-key.tsx';

export function MailAddress({ mail: { isOffered, address, sender } }: { mail: AnswerOf<typeof getMailAddress> }) {
  if (!isOffered) return null;
  return (
    <details className="card more" open={address !== null}>
      <summary>Присылать документы письмом</summary>
      {sender === null ? (
        <p>
          <Link to="/profile/contacts">Подтвердите свою почту</Link>: письма принимаем только с неё.
        </p>
      ) : (
        <Form method="post" className="stack">
          <FormKey />
          {address === null ? (
            <p>
              Заведём вам адрес. Файлы из писем с вашей почты <span className="code">{sender}</span> лягут в личные документы.
            </p>
          ) : (
            <p>
              Пишите на <b className="code">{address}</b> со своей почты <span className="code">{sender}</span>: файлы из письма лягут в личные документы.
              Письма с других адресов не принимаем.
            </p>
          )}
          <Actions>
            <Button kind="alt">{address === null ? 'Завести адрес' : 'Сменить адрес'}</Button>
          </Actions>
        </Form>
      )}
    </details>
  );
}
