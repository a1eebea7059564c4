// The parts of a paper's page that change it: versions, who else sees it, its name and kind, its end.
import { Upload } from 'lucide-react';
import { Form } from 'react-router';
import { DOCUMENT_KINDS, documentKinds } from '#contract/documents';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput, Select, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';
import { ACCEPTED, type DocumentCard, fileHref, sizeText } from './words.ts';

const ZONE = 'Europe/Moscow';
const VERSION_STATE = { checking: ', проверяем на вирусы', ready: '', infected: ', с вирусом, удалён' } as const;

export function Versions({ document: { id, versions, can, withdrawnWhy } }: { document: DocumentCard }) {
  return (
    <Card heading={versions.length > 1 ? 'Версии' : 'Файл'}>
      <ul className="stack near plain">
        {versions.map((one) => (
          <li key={one.number}>
            {one.state === 'ready' && withdrawnWhy === null ? (
              <a href={fileHref(id, one.number)} download>
                {one.fileName}
              </a>
            ) : (
              one.fileName
            )}{' '}
            <span className="mut sml">
              {sizeText(one.bytes)}, <When instant={one.at} timeZone={ZONE} />
              {VERSION_STATE[one.state]}
            </span>
            {one.hasSignature && (
              <>
                {' '}
                <a className="go" href={fileHref(id, one.number, 'signature')} download>
                  Подпись
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
      {can.change && (
        <details className="more">
          <summary>Положить новую версию</summary>
          <form className="stack" method="post" encType="multipart/form-data" action={`/api/v1/documents/${id}/versions`}>
            <FormKey />
            <FileInput name="file" label="Файл" hint="Прежние версии останутся здесь же" accept={ACCEPTED} required />
            <Actions>
              <Button kind="alt">
                <Icon of={Upload} /> Положить
              </Button>
            </Actions>
          </form>
        </details>
      )}
    </Card>
  );
}

/** Who sees it besides, and until when. */
export function Sharing({ document: { shares, organizations, today }, answer }: { document: DocumentCard; answer: Refused | undefined }) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Card heading="Кому открыт">
      {shares.length === 0 ? (
        <p className="mut">Только тем, чьё это хранилище.</p>
      ) : (
        <ul className="stack near plain">
          {shares.map(({ id, to, until }) => (
            <li key={id}>
              <Form method="post" className="row">
                <FormKey />
                <input type="hidden" name="share" value={id} />
                <span>
                  {to}, до <Day day={until} />
                </span>
                <Button kind="bare" name="intent" value="revoke">
                  Закрыть<span className="vh">{` для ${to}`}</span>
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      <details className="more" open={errors['phone'] !== undefined || errors['until'] !== undefined}>
        <summary>Открыть на время</summary>
        <Form method="post" noValidate className="stack">
          <FormKey />
          {organizations.length > 0 && (
            <Select
              name="organizationId"
              label="Кому"
              defaultValue={values['organizationId'] ?? ''}
              options={[{ value: '', name: 'Человеку по телефону' }, ...organizations.map(({ id, name }) => ({ value: id, name }))]}
            />
          )}
          <TextInput
            name="phone"
            type="tel"
            label="Телефон"
            hint="Увидит тот, кто входит на портал по этому телефону. Для организации не нужен"
            short
            autoComplete="off"
            defaultValue={values['phone']}
            error={errors['phone']}
          />
          <TextInput
            name="until"
            type="date"
            label="Последний день"
            hint="Не дальше года"
            short
            min={today}
            defaultValue={values['until']}
            error={errors['until']}
          />
          <Actions>
            <Button kind="alt" name="intent" value="share">
              Открыть документ
            </Button>
          </Actions>
        </Form>
      </details>
    </Card>
  );
}

export function Change({ document, answer }: { document: DocumentCard; answer: Refused | undefined }) {
  const { version, name, kind, expiresOn } = document;
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <>
      <details className="card more" open={answer !== undefined}>
        <summary>Название, вид и срок</summary>
        <Form method="post" noValidate className="stack">
          <FormKey />
          <input type="hidden" name="version" value={version} />
          <TextInput name="name" label="Название" maxLength={200} defaultValue={values['name'] ?? name} error={errors['name']} />
          <input type="hidden" name="kindShown" value={kind} />
          <Select
            key={kind}
            name="kind"
            label="Вид"
            defaultValue={values['kind'] ?? kind}
            options={DOCUMENT_KINDS.map((one) => ({ value: one, name: documentKinds[one] }))}
          />
          <TextInput
            name="expiresOn"
            type="date"
            label="Действует до"
            hint="Напомним за месяц, за неделю и за день. Если срока нет, оставьте пустым"
            short
            defaultValue={values['expiresOn'] ?? expiresOn ?? ''}
            error={errors['expiresOn']}
          />
          <Actions>
            <Button kind="alt">Сохранить</Button>
          </Actions>
        </Form>
      </details>
      {!document.can.withdraw && (
        <details className="card more">
          <summary>Убрать документ</summary>
          <Form method="post" className="stack">
            <FormKey />
            <input type="hidden" name="version" value={version} />
            <p>Уберём все версии без возможности вернуть.</p>
            <Actions>
              <Button kind="bad" name="intent" value="remove">
                Убрать насовсем
              </Button>
            </Actions>
          </Form>
        </details>
      )}
    </>
  );
}

/** In place of removal, where others were shown the paper. */
export function Withdraw({ document: { version }, answer }: { document: DocumentCard; answer: Refused | undefined }) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <details className="card more" open={errors['reason'] !== undefined}>
      <summary>Отозвать документ</summary>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="version" value={version} />
        <p>Отзовём во всех домах, куда его положили вместе. Собственники увидят причину, файл откроете только вы.</p>
        <TextInput name="reason" label="Почему" maxLength={300} defaultValue={values['reason']} error={errors['reason']} />
        <Actions>
          <Button kind="bad" name="intent" value="withdraw">
            Отозвать
          </Button>
        </Actions>
      </Form>
    </details>
  );
}
