// «Проверить подпись» (SIGN-4): who signed a document, when, by whose certificate, and whether it was changed. No sign-in, the files are not kept.
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import { refusals, type RefusalText } from '#contract/errors';
import { getExamined } from '#contract/signing';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Day, When } from '#ui/format.tsx';
import { FileInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Status } from '#ui/status.tsx';
import { load } from '#web/api.ts';

const ZONE = 'Europe/Moscow';
const SIGNATURE_FIELD = new Set(['verify.noSignature', 'verify.unreadable']);
type Report = AnswerOf<typeof getExamined>;
type Signed = Report['signatures'][number];

function problemOf(code: string | null) {
  if (code === null) return undefined;
  const { text }: RefusalText = code in refusals ? refusals[code as keyof typeof refusals] : refusals['input.invalid'];
  return wrongFields({ [SIGNATURE_FIELD.has(code) ? 'signature' : 'document']: text({ limit: '20 МБ' }) });
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const checkId = query.get('check');
  return { report: checkId === null ? null : await load(context, getExamined, { params: { checkId } }), problem: problemOf(query.get('refused')) };
}

export default function Verify() {
  const { report, problem } = useLoaderData<typeof loader>();
  const errors = errorsOf(problem);
  return (
    <Page title="Проверить подпись" problem={problem}>
      <ErrorSummary problem={problem} />
      {report && <Found report={report} />}
      <form className="card stack" method="post" encType="multipart/form-data" action="/api/v1/signing/verify" aria-label="Проверка подписи">
        <p>
          Подойдёт PDF с подписью внутри или любой файл с отдельной подписью: портала, другой организации, квалифицированной по ГОСТ. Файлы мы не сохраняем.
        </p>
        <FileInput name="document" label="Документ" hint="До 20 МБ" error={errors['document']} />
        <FileInput name="signature" label="Файл подписи, если она отдельно" hint=".sig, .p7s, .sgn" error={errors['signature']} />
        <Actions>
          <Button kind={report ? 'alt' : 'main'}>Проверить подпись</Button>
        </Actions>
      </form>
      <p className="mut">
        Это техническая проверка: сходится ли подпись и чей сертификат. Юридическую силу квалифицированной подписи подтверждает{' '}
        <a href="https://www.gosuslugi.ru/eds">сервис Госуслуг</a>.
      </p>
    </Page>
  );
}

const verdicts = {
  valid: { tone: 'ok', word: 'Подпись верна', heading: 'Подпись верна, документ не меняли' },
  unproven: { tone: 'wait', word: 'Не доверена', heading: 'Документ не меняли, но кто подписал, не подтверждено' },
  broken: { tone: 'bad', word: 'Не верна', heading: 'Подпись не верна' },
} as const;

const reasons: Readonly<Record<NonNullable<Signed['why']>, string>> = {
  changed: 'Документ изменён после подписи, или подписан другой файл.',
  signature: 'Подпись испорчена или сделана не этим сертификатом.',
  certificate: 'Сертификат в подписи подменён.',
  unreadable: 'Подпись устроена так, что её не прочитать.',
  algorithm: 'Подпись сделана устаревшим или неизвестным порталу способом: на неё нельзя положиться.',
  expired: 'Срок сертификата вышел, а отметки времени, что подпись поставлена раньше, нет.',
  issuerExpired: 'Срок сертификата самого удостоверяющего центра вышел, а отметки времени, что подпись поставлена раньше, нет.',
  untrusted: 'Портал не знает удостоверяющий центр, который выдал сертификат.',
  revoked: 'Сертификат был отозван до подписи.',
  revocationUnknown: 'Сейчас не проверить, не отозван ли сертификат.',
  purpose: 'Сертификат выдан не для подписи документов.',
};
const trusts = {
  portal: 'Удостоверяющий центр портала',
  trusted: 'Доверенный удостоверяющий центр',
  test: 'Тестовый удостоверяющий центр',
  unknown: 'Неизвестный портал удостоверяющий центр',
} as const;
const algorithms = { gost: 'ГОСТ Р 34.10-2012', rsa: 'RSA', ecdsa: 'ECDSA' } as const;

function Found({ report: { name, sha256, signatures, addedAfter } }: { report: Report }) {
  const worst = (['broken', 'unproven', 'valid'] as const).find((verdict) => signatures.some((one) => one.verdict === verdict)) ?? 'broken';
  const isWhole = !addedAfter || worst !== 'valid';
  return (
    <>
      {isWhole ? (
        <Notice
          tone={verdicts[worst].tone}
          heading={signatures.length > 1 && worst === 'valid' ? `Все подписи верны: ${signatures.length}. Документ не меняли` : verdicts[worst].heading}
          announce
        >
          <p>{name}</p>
        </Notice>
      ) : (
        <Notice tone="wait" heading="После подписи файл дополнили" announce>
          <p>
            Подписанное не изменено, но в файле есть то, чего {signatures.every((one) => one.addedAfter) ? 'подписавшие' : 'первые из подписавших'} не видели:{' '}
            {name}
          </p>
        </Notice>
      )}
      {signatures.map((one, place) => (
        <OneSignature key={`${one.certificateNumber} ${place}`} signed={one} place={place + 1} />
      ))}
      <p className="mut sml">
        Хеш файла (SHA-256): <span className="code">{sha256}</span>
      </p>
    </>
  );
}

function OneSignature({ signed, place }: { signed: Signed; place: number }) {
  const {
    name,
    organization,
    inn,
    certificateNumber,
    issuer,
    validFrom,
    validUntil,
    algorithm,
    verdict,
    why,
    trust,
    claimedAt,
    stampedAt,
    addedAfter,
    revokedAt,
  } = signed;
  return (
    <Card
      heading={
        <>
          {name}
          <span className="vh">, подпись {place}</span>
        </>
      }
      aside={
        addedAfter && verdict === 'valid' ? (
          <Status tone="wait">Верна, файл дополнили</Status>
        ) : (
          <Status tone={verdicts[verdict].tone}>{verdicts[verdict].word}</Status>
        )
      }
    >
      {why !== null && <p>{reasons[why]}</p>}
      {addedAfter && <p>После этой подписи в файл внесли то, чего подписавший не видел. Подписано то, что было до этого.</p>}
      <DefinitionList
        items={[
          ...(organization !== null && organization !== name ? [{ name: 'Организация', value: organization }] : []),
          ...(inn === null ? [] : [{ name: 'ИНН', value: <span className="num">{inn}</span> }]),
          {
            name: 'Когда',
            value:
              stampedAt === null ? (
                claimedAt === null ? (
                  'в подписи не сказано'
                ) : (
                  <>
                    <When instant={claimedAt} timeZone={ZONE} />, по часам подписавшего
                  </>
                )
              ) : (
                <>
                  <When instant={stampedAt} timeZone={ZONE} />, отметка времени
                </>
              ),
          },
          {
            name: 'Кто выдал сертификат',
            value: (
              <>
                {issuer}
                <br />
                <span className="mut">{trusts[trust]}</span>
              </>
            ),
          },
          {
            name: 'Сертификат действует',
            value: (
              <>
                <Day day={validFrom.slice(0, 10)} /> – <Day day={validUntil.slice(0, 10)} />
                {revokedAt !== null && (
                  <>
                    <br />
                    Отозван <When instant={revokedAt} timeZone={ZONE} />
                    {verdict === 'valid' && ': подписано раньше, подпись остаётся верной'}
                  </>
                )}
              </>
            ),
          },
          { name: 'Номер сертификата', value: <span className="code">{certificateNumber}</span> },
          { name: 'Вид подписи', value: algorithms[algorithm] },
        ]}
      />
    </Card>
  );
}
