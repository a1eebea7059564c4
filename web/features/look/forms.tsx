import { CreditCard, QrCode } from 'lucide-react';
import { Form } from 'react-router';
import type { Problem } from '#contract/errors';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox, RadioGroup } from '#ui/choice.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { FileInput, MoneyInput, NumberInput, Select, TextArea, TextInput } from '#ui/inputs.tsx';
import { MeterDial } from '#ui/meter-dial.tsx';
import { errorsOf } from '#ui/problem.ts';

/** The form page: summary, fields in their states, choices, buttons. */
export function Forms({ problem, values }: { problem: Problem | undefined; values: Partial<Record<string, string>> }) {
  const errors = errorsOf(problem);
  return (
    <>
      <ErrorSummary problem={problem} />
      <Form className="cols" method="post" noValidate>
        <FormKey />
        <div className="stack wide">
          <Card heading="Поля">
            <div className="stack">
              <TextInput name="name" label="Как вас зовут" autoComplete="name" hint="Как в паспорте" defaultValue={values.name ?? 'Галина Петровна'} />
              <MoneyInput
                name="amount"
                label="Сколько заплатить"
                hint="Можно меньше счёта: остаток подождёт"
                error={errors.amount}
                defaultValue={values.amount ?? '9 196,61'}
              />
              <p className="row">
                <MeterDial reading="251.040" whole={5} />
                <span className="mut num">251,040 м³</span>
              </p>
              <NumberInput
                name="reading"
                label="Сейчас на счётчике"
                unit="м³"
                hint="Чёрные цифры, потом запятая и красные"
                error={errors.reading}
                defaultValue={values.reading}
              />
              <Select
                name="service"
                label="Услуга"
                defaultValue={values.service}
                options={[
                  { value: '', name: 'Все услуги' },
                  { value: 'heat', name: 'Отопление' },
                  { value: 'cold', name: 'Холодная вода' },
                ]}
              />
              <TextArea name="note" label="Что случилось" hint="Где, когда заметили, что уже сделали" defaultValue={values.note} />
              <FileInput name="photo" label="Снимок" hint="JPEG или PNG, до 10 МБ" accept="image/*" />
              <TextInput name="account" label="Лицевой счёт" readOnly short defaultValue="40817 0042" />
            </div>
          </Card>
        </div>
        <div className="stack wide">
          <RadioGroup
            name="way"
            label="Как оплатить"
            sheets
            chosen={values.way ?? 'sbp'}
            choices={[
              { value: 'sbp', name: 'Система быстрых платежей', hint: 'Откроется приложение вашего банка', icon: <Icon of={QrCode} /> },
              { value: 'card', name: 'Картой', hint: 'Номер введёте на странице банка', icon: <Icon of={CreditCard} /> },
            ]}
          />
          <RadioGroup
            name="often"
            label="Как часто напоминать"
            chosen={values.often}
            choices={[
              { value: 'month', name: 'Раз в месяц' },
              { value: 'never', name: 'Не напоминать' },
            ]}
          />
          <Checkbox name="agree" label="Всё верно, так и есть" error={errors.agree} />
          <Actions>
            <Button big>Проверить поля</Button>
            <Button kind="alt">Сохранить черновик</Button>
            <ButtonLink kind="bare" to="/">
              Не сейчас
            </ButtonLink>
          </Actions>
          <Actions>
            <Button kind="bad" type="button">
              Удалить снимок
            </Button>
            <GoLink to="/ui?failed=1" reloadDocument>
              Показать с ошибками
            </GoLink>
          </Actions>
        </div>
      </Form>
    </>
  );
}
