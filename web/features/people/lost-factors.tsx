// Lost ways of signing in: one operator writes down the proof, another agrees.
import { Form } from 'react-router';
import { RESET_PROOFS } from '#contract/factor-resets';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Select, TextArea, TextInput } from '#ui/inputs.tsx';
import { errorsOf } from '#ui/problem.ts';
import type { PersonShown } from './person-actions.tsx';

export const proofs: Readonly<Record<(typeof RESET_PROOFS)[number], string>> = {
  in_person: 'лично, с паспортом',
  video: 'по видеосвязи, с паспортом',
  notary: 'через нотариуса',
};

export function LostFactors({ person, answer }: PersonShown) {
  const { reset } = person;
  if (reset) {
    return (
      <Card heading="Потеряны способы входа">
        <DefinitionList
          items={[
            { name: 'Личность подтверждена', value: proofs[reset.proof] },
            { name: 'Что показал', value: reset.note },
            { name: 'Новый телефон', value: reset.newPhone ?? 'не меняется' },
            {
              name: 'Записал',
              value: (
                <>
                  {reset.askedBy}, <When instant={reset.askedAt} timeZone="Europe/Moscow" />
                </>
              ),
            },
            {
              name: 'Отключим прежние способы',
              value: reset.dueAt === null ? 'когда согласится другой сотрудник' : <When instant={reset.dueAt} timeZone="Europe/Moscow" />,
            },
          ]}
        />
        {reset.can.refuse && (
          <Form method="post">
            <FormKey answer={{}} />
            <input type="hidden" name="resetId" value={reset.id} />
            <Actions>
              {reset.can.approve && (
                <Button kind="alt" name="intent" value="resetApprove">
                  Согласиться
                </Button>
              )}
              <Button kind="bare" name="intent" value="resetRefuse">
                Отменить обращение
              </Button>
            </Actions>
          </Form>
        )}
      </Card>
    );
  }
  const isMine = answer?.values['intent'] === 'reset';
  const [errors, values] = isMine ? [errorsOf(answer?.problem), answer?.values ?? {}] : [{}, {}];
  return (
    person.can.block && (
      <details className="more" open={isMine}>
        <summary>Человек потерял телефон или ключи для входа</summary>
        <Form method="post" noValidate className="stack">
          <FormKey />
          <p className="mut">Согласиться должен ещё один сотрудник. Потом у человека будут сутки, чтобы отменить: мы напишем ему на всё, что знаем.</p>
          <Select
            name="proof"
            label="Как подтвердил личность"
            defaultValue={values['proof']}
            options={RESET_PROOFS.map((value) => ({ value, name: proofs[value] }))}
          />
          <TextArea name="note" label="Что показал и кто проверил" maxLength={1000} defaultValue={values['note']} error={errors['note']} />
          <TextInput
            name="newPhone"
            label="Новый телефон"
            hint="Оставьте пустым, если номер прежний"
            inputMode="tel"
            autoComplete="off"
            maxLength={60}
            defaultValue={values['newPhone']}
            error={errors['newPhone']}
          />
          <Actions>
            <Button kind="alt" name="intent" value="reset">
              Записать обращение
            </Button>
          </Actions>
        </Form>
      </details>
    )
  );
}
