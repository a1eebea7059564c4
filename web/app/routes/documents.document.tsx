// One paper: what kind it is, what was read in it, its term, versions, removal (DOCS-1, DOCS-2).
import { Download, Upload } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { changeDocument, DOCUMENT_KINDS, documentKinds, type DocumentKind, documentPlaces, getDocument, removeDocument, revokeShare, shareDocument, withdrawHousePaper } from '#contract/documents';
import { type ErrorCode, refusals } from '#contract/errors';
import { formatKopecks } from '#contract/russian';
import { ACCEPTED, type DocumentCard, fileHref, sizeText, stateLook, termLook } from '#features/documents/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Definition, DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, unbroken, When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput, Select, TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const ZONE = 'Europe/Moscow';
const DONE: Readonly<Record<string, string>> = { changed: 'Сохранили', shared: 'Документ открыт. Закрыть его можно в любой день', revoked: 'Документ закрыт', version: 'Новая версия на месте, прежняя осталась в списке' };

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const code = new URL(request.url).searchParams.get('refused');
  return { document: await load(context, getDocument, { params: { documentId: params['documentId']! } }), refusal: code !== null && code in refusals ? refusals[code as ErrorCode].text({}) : null };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = { documentId: params['documentId']! };
  const version = Number(textOf(form, 'version'));
  if (textOf(form, 'intent') === 'remove') {
    const removed = await attempt(context, removeDocument, { params: of, body: { version } }, { key: keyOf(form) });
    return removed.ok ? redirect('/documents', 303) : refused(removed.problem, form);
  }
  if (textOf(form, 'intent') === 'withdraw') {
    const withdrawn = await attempt(context, withdrawHousePaper, { params: of, body: { version, reason: textOf(form, 'reason') } }, { key: keyOf(form) });
    return withdrawn.ok ? redirect(`/documents/${of.documentId}`, 303) : refused(withdrawn.problem, form);
  }
  if (textOf(form, 'intent') === 'share') {
    const whom = textOf(form, 'organizationId') === '' ? { phone: textOf(form, 'phone') } : { organizationId: textOf(form, 'organizationId') };
    const shared = await attempt(context, shareDocument, { params: of, body: { ...whom, until: textOf(form, 'until') } }, { key: keyOf(form) });
    return shared.ok ? redirect(`/documents/${of.documentId}?done=shared`, 303) : refused(shared.problem, form);
  }
  if (textOf(form, 'intent') === 'revoke') {
    const revoked = await attempt(context, revokeShare, { params: { ...of, shareId: textOf(form, 'share') } }, { key: keyOf(form) });
    return revoked.ok ? redirect(`/documents/${of.documentId}?done=revoked`, 303) : refused(revoked.problem, form);
  }
  // Of a form that was opened before the paper was read only what the person chose counts: a passport must not become «other» because it was renamed.
  const kind = DOCUMENT_KINDS.find((one) => one === textOf(form, 'kind') && one !== textOf(form, 'kindShown'));
  const body = { version, ...(kind && { kind }), ...(form.has('name') && { name: textOf(form, 'name') }), ...(form.has('expiresOn') && { expiresOn: textOf(form, 'expiresOn') }) };
  const changed = await attempt(context, changeDocument, { params: of, body }, { key: keyOf(form) });
  return changed.ok ? redirect(`/documents/${of.documentId}?done=changed`, 303) : refused(changed.problem, form);
}

export default function DocumentPage() {
  const { document, refusal } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const said = answer ? undefined : DONE[query.get('done') ?? ''];
  const looks = [stateLook(document), termLook(document.expiresOn, document.today)].filter((look) => look !== null);
  return (
    <Page title={document.name} problem={answer?.problem} back={{ to: '/documents', name: 'Документы' }}>
      <ErrorSummary problem={answer?.problem} />
      {said && <Notice tone="ok" announce><p>{said}.</p></Notice>}
      {refusal && !answer && <Notice tone="bad" heading="Файл не приняли" announce><p>{refusal}.</p></Notice>}
      {document.withdrawnWhy !== null && <Notice tone="bad" heading="Документ отозван"><p>{document.withdrawnWhy}</p></Notice>}
      {document.state === 'infected' && <Notice tone="bad" heading="В файле нашли вирус"><p>Файл мы удалили, никто его не открывал. Положите чистый файл новой версией или уберите документ.</p></Notice>}
      {document.state === 'checking' && <Notice heading="Проверяем на вирусы"><p>Открыть файл и показать его другим можно после проверки. Если она сейчас недоступна, повторим сами.</p></Notice>}
      {document.can.change && document.sureness !== null && <Guess document={document} />}
      <Card heading={documentKinds[document.kind]} aside={looks[0] && <Status tone={looks[0].tone}>{looks[0].word}</Status>}>
        <DefinitionList items={factsOf(document)} />
        {document.state === 'ready' && document.withdrawnWhy === null && <Actions><a className="btn" href={fileHref(document.id, document.current)} download><Icon of={Download} /> Скачать</a></Actions>}
        {document.mediaType.startsWith('image/') && document.state === 'ready' && <img className="proof" src={fileHref(document.id, document.current)} alt={document.name} />}
      </Card>
      <Versions document={document} />
      {document.can.share && <Sharing document={document} answer={answer} />}
      {document.can.change && <Change document={document} answer={answer} />}
      {document.can.withdraw && <Withdraw document={document} answer={answer} />}
    </Page>
  );
}

const READING: Readonly<Record<DocumentCard['reading'], string>> = {
  waiting: 'читаем', read: 'прочитан, документ находится по словам', none: 'текста в файле нет', withheld: 'не читаем: удостоверения ищутся только по названию', unable: 'прочитать не удалось, документ находится по названию',
};

function factsOf(document: DocumentCard): Definition[] {
  const { number, datedOn, sumKopecks, cadastralNumber, expiresOn, place, address, at } = document;
  return [
    ...(number === null ? [] : [{ name: 'Номер', value: number }]),
    ...(datedOn === null ? [] : [{ name: 'От', value: <Day day={datedOn} /> }]),
    ...(sumKopecks === null ? [] : [{ name: 'Сумма', value: <span className="num">{formatKopecks(sumKopecks)}</span> }]),
    ...(cadastralNumber === null ? [] : [{ name: 'Кадастровый номер', value: <span className="num nw">{cadastralNumber}</span> }]),
    ...(expiresOn === null ? [] : [{ name: 'Действует до', value: <Day day={expiresOn} /> }]),
    { name: 'Где лежит', value: address === null ? documentPlaces[place] : unbroken(address) },
    { name: 'Добавлен', value: <When instant={at} timeZone={ZONE} /> },
    { name: 'Текст', value: READING[document.reading] },
  ];
}

/** What the portal thinks it is; one tap says that it is right, another what it is. */
function Guess({ document: { version, kind, sureness } }: { document: DocumentCard }) {
  const others = DOCUMENT_KINDS.filter((one) => one !== kind);
  return (
    <Form method="post" className="card stack" aria-label="Вид документа">
      <FormKey />
      <input type="hidden" name="version" value={version} />
      <h2 className="t2">{kind === 'other' ? 'Что это за документ?' : `Похоже, это «${documentKinds[kind]}». Верно?`}</h2>
      <p className="mut">{kind === 'other' ? 'Сами не поняли. Нажмите на вид, и положим в нужную папку.' : `Уверены на ${sureness}%. Если ошиблись, нажмите на верный вид.`}</p>
      <div className="row">
        {kind !== 'other' && <KindButton kind={kind} name="Да, верно" look="main" />}
        {others.map((one) => <KindButton key={one} kind={one} name={documentKinds[one]} look="alt" />)}
      </div>
    </Form>
  );
}

const KindButton = ({ kind, name, look }: { kind: DocumentKind; name: string; look: 'main' | 'alt' }) => <Button kind={look} name="kind" value={kind}>{name}</Button>;

const VERSION_STATE = { checking: ', проверяем на вирусы', ready: '', infected: ', с вирусом, удалён' } as const;

function Versions({ document: { id, versions, can, withdrawnWhy } }: { document: DocumentCard }) {
  return (
    <Card heading={versions.length > 1 ? 'Версии' : 'Файл'}>
      <ul className="stack near plain">
        {versions.map((one) => (
          <li key={one.number}>
            {one.state === 'ready' && withdrawnWhy === null ? <a href={fileHref(id, one.number)} download>{one.fileName}</a> : one.fileName} <span className="mut sml">{sizeText(one.bytes)}, <When instant={one.at} timeZone={ZONE} />{VERSION_STATE[one.state]}</span>
            {one.hasSignature && <> <a className="go" href={fileHref(id, one.number, 'signature')} download>Подпись</a></>}
          </li>
        ))}
      </ul>
      {can.change && (
        <details className="more">
          <summary>Положить новую версию</summary>
          <form className="stack" method="post" encType="multipart/form-data" action={`/api/v1/documents/${id}/versions`}>
            <FormKey />
            <FileInput name="file" label="Файл" hint="Прежние версии останутся здесь же" accept={ACCEPTED} required />
            <Actions><Button kind="alt"><Icon of={Upload} /> Положить</Button></Actions>
          </form>
        </details>
      )}
    </Card>
  );
}

/** Who sees it besides, and until when. */
function Sharing({ document: { shares, organizations, today }, answer }: { document: DocumentCard; answer: Refused | undefined }) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Card heading="Кому открыт">
      {shares.length === 0 ? <p className="mut">Только тем, чьё это хранилище.</p> : (
        <ul className="stack near plain">
          {shares.map(({ id, to, until }) => (
            <li key={id}>
              <Form method="post" className="row"><FormKey /><input type="hidden" name="share" value={id} /><span>{to}, до <Day day={until} /></span><Button kind="bare" name="intent" value="revoke">Закрыть<span className="vh">{` для ${to}`}</span></Button></Form>
            </li>
          ))}
        </ul>
      )}
      <details className="more" open={errors['phone'] !== undefined || errors['until'] !== undefined}>
        <summary>Открыть на время</summary>
        <Form method="post" noValidate className="stack">
          <FormKey />
          {organizations.length > 0 && <Select name="organizationId" label="Кому" defaultValue={values['organizationId'] ?? ''} options={[{ value: '', name: 'Человеку по телефону' }, ...organizations.map(({ id, name }) => ({ value: id, name }))]} />}
          <TextInput name="phone" type="tel" label="Телефон" hint="Увидит тот, кто входит на портал по этому телефону. Для организации не нужен" short autoComplete="off" defaultValue={values['phone']} error={errors['phone']} />
          <TextInput name="until" type="date" label="Последний день" hint="Не дальше года" short min={today} defaultValue={values['until']} error={errors['until']} />
          <Actions><Button kind="alt" name="intent" value="share">Открыть документ</Button></Actions>
        </Form>
      </details>
    </Card>
  );
}

function Change({ document, answer }: { document: DocumentCard; answer: Refused | undefined }) {
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
          <Select key={kind} name="kind" label="Вид" defaultValue={values['kind'] ?? kind} options={DOCUMENT_KINDS.map((one) => ({ value: one, name: documentKinds[one] }))} />
          <TextInput name="expiresOn" type="date" label="Действует до" hint="Напомним за месяц, за неделю и за день. Если срока нет, оставьте пустым" short defaultValue={values['expiresOn'] ?? expiresOn ?? ''} error={errors['expiresOn']} />
          <Actions><Button kind="alt">Сохранить</Button></Actions>
        </Form>
      </details>
      {!document.can.withdraw && <details className="card more">
        <summary>Убрать документ</summary>
        <Form method="post" className="stack">
          <FormKey />
          <input type="hidden" name="version" value={version} />
          <p>Уберём все версии без возможности вернуть.</p>
          <Actions><Button kind="bad" name="intent" value="remove">Убрать насовсем</Button></Actions>
        </Form>
      </details>}
    </>
  );
}

/** In place of removal, where others were shown the paper. */
function Withdraw({ document: { version }, answer }: { document: DocumentCard; answer: Refused | undefined }) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <details className="card more" open={errors['reason'] !== undefined}>
      <summary>Отозвать документ</summary>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="version" value={version} />
        <p>Отзовём во всех домах, куда его положили вместе. Собственники увидят причину, файл откроете только вы.</p>
        <TextInput name="reason" label="Почему" maxLength={300} defaultValue={values['reason']} error={errors['reason']} />
        <Actions><Button kind="bad" name="intent" value="withdraw">Отозвать</Button></Actions>
      </Form>
    </details>
  );
}
