// Closing and opening the portal to a person, ending his sessions.
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getPerson } from '#contract/people';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { Refused } from '#web/form.ts';

export type PersonShown = { person: AnswerOf<typeof getPerson>; answer: Refused | undefined };

/** One reason for whichever button is pressed. */
export function PersonActions({ person, answer }: PersonShown) {
  const isMine = ['block', 'unblock', 'sessions'].includes(answer?.values['intent'] ?? '');
  return (
    <Card heading="Что сделать">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <TextInput
          name="reason"
          label="Почему"
          hint="Человек увидит это в своём журнале"
          maxLength={300}
          defaultValue={isMine ? answer?.values['reason'] : undefined}
          error={isMine ? errorsOf(answer?.problem)['reason'] : undefined}
        />
        <Actions>
          {person.isBlocked ? (
            <Button kind="alt" name="intent" value="unblock">
              Открыть кабинет
            </Button>
          ) : (
            <Button kind="bad" name="intent" value="block">
              Закрыть кабинет
            </Button>
          )}
          {!person.isBlocked && (
            <Button kind="alt" name="intent" value="sessions">
              Завершить все входы
            </Button>
          )}
        </Actions>
      </Form>
    </Card>
  );
}
