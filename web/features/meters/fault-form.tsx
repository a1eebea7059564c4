// Staff mark a meter that may not be charged by, and end the mark.
import { ChevronDown } from 'lucide-react';
import { Form } from 'react-router';
import { METER_FAULTS, PLAIN_FAULTS } from '#contract/meter-fault-words';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { Day } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { type Given, Hidden, type Meter, stateOf, ZoneInputs } from './work-meter-forms.tsx';

export function FaultForm({ meter, answer }: Given) {
  if (meter.fault) return <EndFault meter={meter} answer={answer} />;
  return (
    <>
      <NoteFault meter={meter} answer={answer} />
      {!meter.isOfHouse && meter.service !== 'heating' && <NoteTampering meter={meter} answer={answer} />}
    </>
  );
}

function NoteFault({ meter, answer }: Given) {
  const { errors, values, isOpen } = stateOf(answer, 'fault');
  return (
    <details className="more card" open={isOpen}>
      <summary>
        Отметить: неисправен, сорвана пломба, не дают проверить
        <Icon of={ChevronDown} turn />
      </summary>
      <Form method="post" noValidate className="stack">
        <Hidden what="fault" version={meter.version} />
        <p>
          С этого дня следующие расчёты возьмут среднее, после трёх месяцев норматив. Начисленные месяцы не изменятся.{' '}
          {!meter.isOfHouse && 'Жители получат уведомление.'}
        </p>
        <RadioGroup
          name="fault.kind"
          label="Что случилось"
          choices={PLAIN_FAULTS.map((value) => ({ value, name: METER_FAULTS[value] }))}
          chosen={values['fault.kind']}
          error={errors['fault.kind']}
        />
        <div className="two">
          <TextInput
            name="fault.fromDay"
            type="date"
            label="С какого дня"
            max={meter.today}
            short
            defaultValue={values['fault.fromDay']}
            error={errors['fault.fromDay']}
          />
          <TextInput
            name="fault.act"
            label="Основание"
            hint="Например: акт № 5 от 20.11.2026"
            maxLength={200}
            defaultValue={values['fault.act']}
            error={errors['fault.act']}
          />
        </div>
        <Actions>
          <Button kind="alt">Поставить отметку</Button>
        </Actions>
      </Form>
    </details>
  );
}

function NoteTampering({ meter, answer }: Given) {
  const { errors, values, isOpen } = stateOf(answer, 'tampering');
  return (
    <details className="more card" open={isOpen}>
      <summary>
        Отметить вмешательство в работу счётчика
        <Icon of={ChevronDown} turn />
      </summary>
      <Form method="post" noValidate className="stack">
        <Hidden what="tampering" version={meter.version} />
        <p>
          За эти дни квартире начислим норматив с коэффициентом 10 вместо показаний, пока вмешательство не устранят. Начисленные месяцы исправит расчёт за
          месяц, когда его нашли: не раньше чем за три месяца до него. Сначала покажем сумму, отметите вы после.
        </p>
        <div className="two">
          <TextInput
            name="tampering.foundOn"
            type="date"
            label="Когда нашли"
            max={meter.today}
            short
            defaultValue={values['tampering.foundOn']}
            error={errors['tampering.foundOn']}
          />
          <TextInput
            name="tampering.fromDay"
            type="date"
            label="С какого дня по акту"
            hint="Акт не называет день: оставьте пустым, возьмём день последней проверки"
            max={meter.today}
            short
            defaultValue={values['tampering.fromDay']}
            error={errors['tampering.fromDay']}
          />
          <TextInput
            name="tampering.act"
            label="Акт о вмешательстве"
            hint="Например: акт № 7 от 12.11.2026"
            maxLength={200}
            defaultValue={values['tampering.act']}
            error={errors['tampering.act']}
          />
        </div>
        <Actions>
          <Button kind="alt">Посмотреть, сколько доначислим</Button>
        </Actions>
      </Form>
    </details>
  );
}

const ENDS = { broken: 'Когда исправили', sealTorn: 'Когда исправили', noAccess: 'Когда проверили', tampered: 'Когда устранили' } as const;

function EndFault({ meter, answer }: Given) {
  const { errors, values } = stateOf(answer, 'endFault');
  const fault = meter.fault!;
  return (
    <Card heading={METER_FAULTS[fault.kind]}>
      <p>
        С <Day day={fault.fromDay} />, основание: {fault.act}. Начисляем не по показаниям.
      </p>
      <Form method="post" noValidate className="stack">
        <Hidden what="endFault" version={meter.version} />
        <div className="two">
          <TextInput
            name="end.toDay"
            type="date"
            label={ENDS[fault.kind]}
            hint={`Отметили по ошибке: поставьте первый день отметки${fault.kind === 'tampered' ? ', начисленное вернёт следующий расчёт' : ''}`}
            min={fault.fromDay}
            max={meter.today}
            short
            defaultValue={values['end.toDay']}
            error={errors['end.toDay']}
          />
          <ZoneInputs meter={meter} list="end.readings" errors={errors} values={values} />
        </div>
        <Actions>
          <Button kind="alt">Снять отметку</Button>
        </Actions>
      </Form>
    </Card>
  );
}

type Past = Meter['faults'][number];
const columns: readonly Column<Past>[] = [
  { key: 'kind', name: 'Что было', head: true, cell: ({ kind }) => METER_FAULTS[kind] },
  { key: 'fromDay', name: 'С', cell: ({ fromDay }) => <Day day={fromDay} /> },
  { key: 'toDay', name: 'Исправили или проверили', cell: ({ toDay }) => <Day day={toDay} /> },
  { key: 'act', name: 'Основание', cell: ({ act }) => act },
];

/** Marks that have ended. */
export const PastFaults = ({ meter: { faults } }: Pick<Given, 'meter'>) =>
  faults.length === 0 ? null : <DataTable caption="Когда по счётчику не начисляли" columns={columns} rows={faults} rowKey={({ fromDay }) => fromDay} />;
