// One meter of the form: what stood before on the left, what stands now on the right.
import { CalendarClock, Camera, ChevronDown, TriangleAlert } from 'lucide-react';
import { Link } from 'react-router';
import { METER_FAULTS } from '#contract/meter-fault-words';
import { formatDay, formatDayShort, formatDecimal } from '#contract/russian';
import { submissionStatuses } from '#contract/statuses/meters';
import { Icon, Window } from '#ui/icon.tsx';
import { NumberInput } from '#ui/inputs.tsx';
import { MeterDial } from '#ui/meter-dial.tsx';
import { Notice } from '#ui/notice.tsx';
import { lookOf, Status } from '#ui/status.tsx';
import { dialText, isWaiting, type Meter, onDial, type Register, SERVICE_ICONS } from './words.ts';

/** What the form is shown again with. `first` is the number of the meter's first register among all of the form. */
export type FormState = { first: number; errors: Partial<Record<string, string>>; values: Partial<Record<string, string>> };

export function MeterFields({ meter, state }: { meter: Meter; state: FormState }) {
  const { serviceName, serial, place, houseId, meterId, verification, fault } = meter;
  return (
    <section className="meter" aria-labelledby={`meter-${meterId}`}>
      <div className="stack near">
        <div className="row">
          <Window of={SERVICE_ICONS[meter.service]} lit={isWaiting(meter)} />
          <div>
            <h2 id={`meter-${meterId}`}>{serviceName}</h2>
            <p className="mut sml">
              <Link to={`/meters/${houseId}/${meterId}`}>№&nbsp;{serial}</Link>
              {place && `, ${place}`}
            </p>
          </div>
        </div>
        <Before meter={meter} />
        {fault && (
          <p className="sml tone" data-tone="bad">
            <Icon of={TriangleAlert} /> {METER_FAULTS[fault.kind]}: начисляем не по показаниям.{' '}
            <Link to={`/meters/${houseId}/${meterId}`}>
              Что делать<span className="vh">{`: ${serviceName}, № ${serial}`}</span>
            </Link>
          </p>
        )}
        {verification.state === 'soon' && (
          <p className="sml tone" data-tone="wait">
            <Icon of={CalendarClock} /> {verification.text}
          </p>
        )}
        {verification.state === 'over' && (
          <p className="sml tone" data-tone="bad">
            <Icon of={TriangleAlert} /> {verification.text}
          </p>
        )}
      </div>
      <div className="stack">
        {meter.can.submit ? <Now meter={meter} state={state} /> : <Known meter={meter} />}
        {meter.can.submit && (
          <p className="noprint">
            <Link className="go" to={`/meters/${houseId}/${meterId}/photo`}>
              <Icon of={Camera} />
              По фото<span className="vh">{`: ${serviceName}, № ${serial}`}</span>
            </Link>
          </p>
        )}
      </div>
    </section>
  );
}

function Before({ meter }: { meter: Meter }) {
  const day = meter.registers[0]?.previous.takenOn;
  return (
    <div className="stack near">
      {day && <p className="mut sml">{day === meter.installedOn ? `Было при установке, ${formatDay(day)}` : `Было ${formatDayShort(day)}`}</p>}
      {meter.registers.map(({ zone, name, previous }) => (
        <p className="row" key={zone}>
          {name && <span className="sml">{name}</span>}
          <MeterDial reading={onDial(previous.value, meter.decimals)} whole={meter.digits} />
          <span className="mut num">{dialText(previous.value, meter)}</span>
        </p>
      ))}
    </div>
  );
}

/** What is handed in already, and how to mend it; else the fields. */
function Now({ meter, state }: { meter: Meter; state: FormState }) {
  const isKnown = meter.registers.every(({ current }) => current !== null);
  if (!isKnown) return <Fields meter={meter} state={state} />;
  if (meter.registers.some(({ current }) => current?.source === 'control'))
    return (
      <>
        <Known meter={meter} />
        <p className="mut">Показание снято при проверке счётчика. Следующее передайте за другой месяц.</p>
      </>
    );
  const isTouched = meter.registers.some((_, n) => state.values[`readings.${state.first + n}.value`] || state.errors[`readings.${state.first + n}.value`]);
  return (
    <>
      <Known meter={meter} />
      <details className="more" open={isTouched}>
        <summary>
          Исправить
          <Icon of={ChevronDown} turn />
        </summary>
        <Fields meter={meter} state={state} />
      </details>
    </>
  );
}

function Known({ meter }: { meter: Meter }) {
  const current = meter.registers.find((register) => register.current)?.current;
  if (!current) return <p className="mut">Показаний за этот месяц ещё нет.</p>;
  const look = lookOf({ rows: submissionStatuses, is: current.status ?? 'accepted' });
  return (
    <>
      <p className="row">
        <Status tone={look.tone}>{`${look.word} ${formatDayShort(current.takenOn)}`}</Status>
      </p>
      {meter.registers.map(
        ({ zone, name, current: now }) =>
          now && (
            <p key={zone}>
              {name && `${name}: `}
              <b className="num">{dialText(now.value, meter)}</b>
              {now.use !== null && (
                <span className="mut">
                  {now.use.startsWith('-') ? `, проверка нашла меньше: ${formatDecimal(now.use.slice(1))} вернём` : `, вышло ${formatDecimal(now.use)}`}
                </span>
              )}
            </p>
          ),
      )}
    </>
  );
}

function Fields({ meter, state }: { meter: Meter; state: FormState }) {
  const fields = meter.registers.map((register, n) => (
    <RegisterField key={register.zone} meter={meter} register={register} state={{ ...state, first: state.first + n }} />
  ));
  return fields.length > 1 ? <div className="two">{fields}</div> : fields;
}

function RegisterField({ meter, register, state: { first, errors, values } }: { meter: Meter; register: Register; state: FormState }) {
  const name = `readings.${first}`;
  const full = [meter.serviceName, register.name].filter(Boolean).join(', ');
  const warning = errors[`${name}.confirmed`];
  const usual = register.averageMonth === null ? null : `Обычно у вас около ${formatDecimal(register.averageMonth)}\u00a0${meter.unit} в месяц`;
  return (
    <div className="stack near">
      <input type="hidden" name={`${name}.meterId`} value={meter.meterId} />
      <input type="hidden" name={`${name}.zone`} value={register.zone} />
      <NumberInput
        name={`${name}.value`}
        label={`${register.name || 'Сейчас на счётчике'}, ${meter.unit}`}
        inputMode={meter.decimals > 0 ? 'decimal' : 'numeric'}
        hint={meter.decimals > 0 ? 'Чёрные цифры, потом запятая и красные' : 'Цифры до запятой'}
        error={errors[`${name}.value`]?.replace(`${full}. `, '')}
        defaultValue={values[`${name}.value`]}
      />
      {warning ? (
        <Notice tone="wait">
          <p>{warning.replace(`${full}. `, '')}</p>
          <label className="check">
            <input type="checkbox" id={`${name}.confirmed`} name={`${name}.confirmed`} defaultChecked={values[`${name}.confirmed`] === 'on'} />
            <span>Всё верно, так и есть</span>
          </label>
        </Notice>
      ) : (
        usual && <p className="hint">{usual}</p>
      )}
    </div>
  );
}
