// One paper: what kind it is, what was read in it, its term, versions, removal (DOCS-1, DOCS-2).
import { Download } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import {
  changeDocument,
  DOCUMENT_KINDS,
  documentKinds,
  type DocumentKind,
  documentPlaces,
  getDocument,
  removeDocument,
  revokeShare,
  shareDocument,
  withdrawHousePaper,
} from '#contract/documents';
import { type ErrorCode, refusals } from '#contract/errors';
import { formatKopecks } from '#contract/russian';
import { Change, Sharing, Versions, Withdraw } from '#features/documents/document-forms.tsx';
import { type DocumentCard, fileHref, stateLook, termLook } from '#features/documents/words.ts';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Definition, DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, unbroken, When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

const ZONE = 'Europe/Moscow';
const DONE: Readonly<Record<string, string>> = {
  changed: 'Сохранили',
  shared: 'Документ открыт. Закрыть его можно в любой день',
  revoked: 'Документ закрыт',
  version: 'Новая версия на месте, прежняя осталась в списке',
};

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const code = new URL(request.url).searchParams.get('refused');
  return {
    document: await load(context, getDocument, { params: { documentId: params['documentId']! } }),
    refusal: code !== null && code in refusals ? refusals[code as ErrorCode].text({}) : null,
  };
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
  const body = {
    version,
    ...(kind && { kind }),
    ...(form.has('name') && { name: textOf(form, 'name') }),
    ...(form.has('expiresOn') && { expiresOn: textOf(form, 'expiresOn') }),
  };
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
      {said && (
        <Notice tone="ok" announce>
          <p>{said}.</p>
        </Notice>
      )}
      {refusal && !answer && (
        <Notice tone="bad" heading="Файл не приняли" announce>
          <p>{refusal}.</p>
        </Notice>
      )}
      {document.withdrawnWhy !== null && (
        <Notice tone="bad" heading="Документ отозван">
          <p>{document.withdrawnWhy}</p>
        </Notice>
      )}
      {document.state === 'infected' && (
        <Notice tone="bad" heading="В файле нашли вирус">
          <p>Файл мы удалили, никто его не открывал. Положите чистый файл новой версией или уберите документ.</p>
        </Notice>
      )}
      {document.state === 'checking' && (
        <Notice heading="Проверяем на вирусы">
          <p>Открыть файл и показать его другим можно после проверки. Если она сейчас недоступна, повторим сами.</p>
        </Notice>
      )}
      {document.can.change && document.sureness !== null && <Guess document={document} />}
      <Card heading={documentKinds[document.kind]} aside={looks[0] && <Status tone={looks[0].tone}>{looks[0].word}</Status>}>
        <DefinitionList items={factsOf(document)} />
        {document.state === 'ready' && document.withdrawnWhy === null && (
          <Actions>
            <a className="btn" href={fileHref(document.id, document.current)} download>
              <Icon of={Download} /> Скачать
            </a>
          </Actions>
        )}
        {document.mediaType.startsWith('image/') && document.state === 'ready' && (
          <img className="proof" src={fileHref(document.id, document.current)} alt={document.name} />
        )}
      </Card>
      <Versions document={document} />
      {document.can.share && <Sharing document={document} answer={answer} />}
      {document.can.change && <Change document={document} answer={answer} />}
      {document.can.withdraw && <Withdraw document={document} answer={answer} />}
    </Page>
  );
}

const READING: Readonly<Record<DocumentCard['reading'], string>> = {
  waiting: 'читаем',
  read: 'прочитан, документ находится по словам',
  none: 'текста в файле нет',
  withheld: 'не читаем: удостоверения ищутся только по названию',
  unable: 'прочитать не удалось, документ находится по названию',
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
      <p className="mut">
        {kind === 'other' ? 'Сами не поняли. Нажмите на вид, и положим в нужную папку.' : `Уверены на ${sureness}%. Если ошиблись, нажмите на верный вид.`}
      </p>
      <div className="row">
        {kind !== 'other' && <KindButton kind={kind} name="Да, верно" look="main" />}
        {others.map((one) => (
          <KindButton key={one} kind={one} name={documentKinds[one]} look="alt" />
        ))}
      </div>
    </Form>
  );
}

const KindButton = ({ kind, name, look }: { kind: DocumentKind; name: string; look: 'main' | 'alt' }) => (
  <Button kind={look} name="kind" value={kind}>
    {name}
  </Button>
);
