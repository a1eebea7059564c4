// «Сведения о вас»: sections of the profile, what registers say otherwise, one button to check and one to edit each (DATA).
import { IdCard, Landmark, MapPinHouse, UsersRound } from 'lucide-react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getConsents } from '#contract/privacy';
import { fieldWords, sectionWords } from '#contract/record-words';
import { checkRecords, getRecords, type Records, type RecordSection } from '#contract/records';
import { counted } from '#contract/russian';
import { recordCheckStates } from '#contract/statuses/records';
import { uploadTold } from '#features/documents/upload-told.ts';
import { AskConsent } from '#features/privacy/ask-consent.tsx';
import { FindingCard, Sources } from '#features/records/findings.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Status, StatusOf } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused } from '#web/form.ts';

const ZONE = 'Europe/Moscow';
const icons = { personal: IdCard, location: MapPinHouse, finance: Landmark, family: UsersRound } as const;
const told: Readonly<Record<string, string>> = { saved: 'Записано', forgotten: 'Раздел удалён вместе с историей' };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const [records, consents] = await Promise.all([load(context, getRecords, {}), load(context, getConsents, {})]);
  const query = new URL(request.url).searchParams;
  return {
    records,
    consent: consents.purposes.find(({ code }) => code === 'registers')!,
    done: told[query.get('done') ?? ''] ?? null,
    papers: uploadTold(query, records.mayAsk ? 'Сверяем сведения с реестрами' : 'Они в ваших документах'),
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const done = await attempt(context, checkRecords, {}, { key: keyOf(form) });
  return done.ok ? redirect('/profile/records', 303) : refused(done.problem, form);
}

export default function ProfileRecords() {
  const { records, consent, done, papers } = useLoaderData<typeof loader>();
  const problem = useActionData<Refused>()?.problem;
  return (
    <Page title="Сведения о вас" problem={problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={problem} secret />
      {done !== null && !problem && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      {papers.added && (
        <Notice tone="ok" announce>
          <p>{papers.added}.</p>
        </Notice>
      )}
      {papers.refused && (
        <Notice tone="bad" heading="Файл не приняли" announce>
          <p>{papers.refused}.</p>
        </Notice>
      )}
      <p className="lead">Хранится зашифрованным. Видите только вы; что и зачем запрашивали, записано в журнал.</p>
      {records.mayAsk ? <Check records={records} /> : <AskConsent consent={consent} heading="Проверить мои данные" />}
      {records.findings.length > 0 && <h2>Не совпадает: {records.findings.length}</h2>}
      {records.findings.map((finding) => (
        <FindingCard key={`${finding.field} ${finding.source} ${finding.about}`} finding={finding} />
      ))}
      <div className="two">
        {records.sections.map((one) => (
          <Section key={one.section} section={one} name={records.name} />
        ))}
      </div>
      <Scans />
      {records.mayAsk && (
        <section className="stack" aria-labelledby="sources">
          <h2 id="sources">Когда сверяли</h2>
          <Sources sources={records.sources} />
        </section>
      )}
    </Page>
  );
}

const DIFFERENCES = ['расхождение', 'расхождения', 'расхождений'] as const;
const SILENT = ['реестр', 'реестра', 'реестров'] as const;

function Check({ records: { check, findings, sources } }: { records: Records }) {
  const silent = sources.filter(({ state }) => state === 'silent').length;
  const isClear = check.state === 'done' && findings.length === 0;
  return (
    <Card
      heading="Проверить мои данные"
      aside={
        check.state === 'running' ? <StatusOf rows={recordCheckStates} is={check.state} /> : isClear ? <Status tone="ok">Всё совпадает</Status> : undefined
      }
    >
      <p>
        {check.state === 'never' && 'Сравним паспорт, ИНН, прописку, счёт и жильё с реестрами и покажем, что не совпало и чем это мешает.'}
        {check.state === 'running' && 'Спрашиваем реестры. Ответ появится здесь сам, страницу можно закрыть.'}
        {check.state === 'done' && (
          <>
            Сверили <When instant={check.finishedAt!} timeZone={ZONE} />.{' '}
            {findings.length > 0 ? `Нашли ${counted(findings.length, DIFFERENCES)}.` : 'Расхождений нет.'}{' '}
            {silent > 0 && `${silent === 1 ? 'Не ответил' : 'Не ответили'} ${counted(silent, SILENT)}: ниже видно, кто.`}{' '}
            {check.nextOn !== null && (
              <>
                Следующая проверка сама <Day day={check.nextOn} />.
              </>
            )}
          </>
        )}
      </p>
      <Form method="post">
        <FormKey />
        <Actions>
          {check.state === 'running' ? (
            <ButtonLink kind="alt" to="/profile/records">
              Посмотреть, готово ли
            </ButtonLink>
          ) : (
            <Button>{check.state === 'done' ? 'Обновить и проверить' : 'Проверить мои данные'}</Button>
          )}
        </Actions>
      </Form>
    </Card>
  );
}

function Section({ section: { section, version, changedAt, fields }, name }: { section: Records['sections'][number]; name: string }) {
  const { title, why } = sectionWords[section];
  return (
    <Card
      heading={
        <>
          <Icon of={icons[section]} /> {title}
        </>
      }
      aside={version === 0 ? <Status tone="none">Не заполнено</Status> : undefined}
    >
      {version === 0 ? (
        <p>{why}.</p>
      ) : (
        <DefinitionList
          items={[
            ...(section === 'personal' ? [{ name: 'Имя', value: name }] : []),
            ...fields.map(({ field, value }) => ({ name: wordOf(section, field), value: value === null ? 'Не указано' : shown(section, field, value) })),
          ]}
        />
      )}
      {changedAt !== null && (
        <p className="mut sml">
          Изменено <When instant={changedAt} timeZone={ZONE} />
        </p>
      )}
      <p>
        <ButtonLink kind="alt" to={`/profile/records/${section}`}>
          {version === 0 ? 'Заполнить' : 'Редактировать'}
          <span className="vh">: {title}</span>
        </ButtonLink>
      </p>
    </Card>
  );
}

/** Scans go into the own vault; with them the check begins anew. */
function Scans() {
  return (
    <Card heading="Документы">
      <p>
        Сканы паспорта, СНИЛС, ИНН, свидетельств. Лягут в <Link to="/documents?place=own">ваши документы</Link>, видите их только вы; после загрузки сверим
        сведения с реестрами и скажем, что исправить.
      </p>
      <form className="stack" method="post" encType="multipart/form-data" action="/api/v1/documents" aria-label="Документы">
        <FormKey answer={{}} />
        <input type="hidden" name="for" value="records" />
        <FileInput name="files" label="Сканы" hint="PDF или JPG, до 60 МБ каждый" accept=".pdf,.jpg,.jpeg,.png,.heic" multiple />
        <Actions>
          <Button kind="alt">Загрузить документы</Button>
        </Actions>
      </form>
    </Card>
  );
}

type Field = Records['sections'][number]['fields'][number]['field'];
const wordOf = (section: RecordSection, field: Field): string => fieldWords[section][field]?.name ?? field;
const shown = (section: RecordSection, field: Field, value: string) => (fieldWords[section][field]?.look === 'day' ? <Day day={value} /> : value);
