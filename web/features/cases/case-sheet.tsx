// One case for both sides: what it is about, the line as it stood, what was written, the decision.
import { Form } from 'react-router';
import { type Case, caseKinds, wrongWords } from '#contract/cases';
import { formatKopecks, formatMonth } from '#contract/russian';
import { caseStatuses } from '#contract/statuses/cases';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, unbroken, When } from '#ui/format.tsx';
import { Formula } from '#ui/formula.tsx';
import { TextArea } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { StatusOf } from '#ui/status.tsx';
import type { Refused } from '#web/form.ts';
import { outcomeWords } from './words.ts';

export function CaseFacts({ shown }: { shown: Case }) {
  const { kind, status, wrong, organization, address, account, person, isMine, openedAt, decideBy, isLate } = shown;
  return (
    <Card heading={caseKinds[kind]} aside={<StatusOf rows={caseStatuses} is={status} side={isMine ? 'person' : 'work'} />}>
      <DefinitionList
        items={[
          ...(wrong === null ? [] : [{ name: 'Что не так', value: wrongWords[wrong] }]),
          isMine ? { name: 'Кто ответит', value: organization } : { name: 'Кто спрашивает', value: person },
          account === ''
            ? { name: 'Дом', value: unbroken(address) }
            : {
                name: 'Счёт',
                value: (
                  <>
                    <span className="num">{account}</span>, {unbroken(address)}
                  </>
                ),
              },
          { name: 'Спросили', value: <When instant={openedAt} timeZone="Europe/Moscow" /> },
          ...(status === 'open'
            ? [
                {
                  name: 'Ответить до',
                  value: (
                    <>
                      <Day day={decideBy} />
                      {isLate && ', срок прошёл'}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

/** The line with its terms on the day of asking. */
export function LineAsItStood({ line, heading = 'Строка, какой она была' }: { line: NonNullable<Case['line']>; heading?: string }) {
  return (
    <Card heading={heading} aside={<b className="num">{formatKopecks(line.totalKopecks)}</b>}>
      <p>{`${line.service}, ${formatMonth(line.period)}. ${line.explanation.counted}`}</p>
      {line.explanation.formula.map((row) => (
        <Formula
          key={row.map((box) => box.value).join(' ')}
          parts={row.map(({ operator, value, caption }) => ({ ...(operator !== '' && { sign: operator }), value, says: caption }))}
        />
      ))}
      <DefinitionList
        items={[
          { name: 'Откуда тариф', value: line.explanation.tariffFrom },
          { name: 'Откуда объём', value: line.explanation.volumeFrom },
        ].filter(({ value }) => value !== null)}
      />
    </Card>
  );
}

export function Decision({ shown }: { shown: Case }) {
  if (shown.decision === null) return null;
  return (
    <Notice tone={shown.status === 'agreed' ? 'ok' : 'bad'} heading={outcomeWords(shown)}>
      <p>{shown.decision}</p>
    </Notice>
  );
}

export function Messages({ shown }: { shown: Case }) {
  return (
    <Card heading="Переписка">
      <ol className="plain stack">
        {shown.messages.map(({ id, author, isMine, text, writtenAt }) => (
          <li key={id} className="stack near">
            <p className="mut sml">
              {isMine ? 'Вы' : author}, <When instant={writtenAt} timeZone="Europe/Moscow" />
            </p>
            <p className="said">{text}</p>
          </li>
        ))}
      </ol>
      <ReadMark shown={shown} />
    </Card>
  );
}

/** Under the own last words: whether the other side has seen them. The page is live, so it appears by itself. */
function ReadMark({ shown: { messages, isMine, readAt } }: { shown: Case }) {
  const last = messages.at(-1);
  if (!last || (last.side === 'person') !== isMine) return null;
  return (
    <p className="mut sml">
      {readAt !== null && Date.parse(readAt) >= Date.parse(last.writtenAt) ? (
        <>
          {isMine ? 'Организация прочитала' : 'Житель прочитал'} <When instant={readAt} timeZone="Europe/Moscow" />
        </>
      ) : (
        'Ещё не прочитано'
      )}
    </p>
  );
}

/** Closing a case without more words. */
export function CloseForm({ shown }: { shown: Case }) {
  if (!shown.can.close) return null;
  return (
    <Form method="post">
      <FormKey />
      <input type="hidden" name="intent" value="close" />
      <input type="hidden" name="version" value={shown.version} />
      <Actions>
        <Button kind="bare">{shown.isMine ? 'Вопрос решён, закрыть' : 'Закрыть вопрос'}</Button>
      </Actions>
    </Form>
  );
}

/** Writing on; `extra` holds the second button of the side. */
export function WriteForm({ shown, answer, error }: { shown: Case; answer: Refused | undefined; error: string | undefined }) {
  if (!shown.can.write) return null;
  return (
    <Card heading={!shown.isMine ? 'Ответить' : shown.status === 'closed' ? 'Вопрос остался?' : 'Дописать'}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="intent" value="write" />
        <TextArea
          name="text"
          label={shown.isMine ? 'Что ещё сказать' : 'Ответ жителю'}
          hint={shown.isMine && shown.status === 'closed' ? 'Напишите, и вопрос снова откроется' : undefined}
          rows={4}
          maxLength={4_000}
          defaultValue={answer?.values['intent'] === 'write' ? answer.values['text'] : undefined}
          error={error}
        />
        <Actions>
          <Button kind={shown.can.decide ? 'alt' : 'main'}>Отправить</Button>
        </Actions>
      </Form>
    </Card>
  );
}
