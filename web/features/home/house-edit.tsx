// The one form of a house's page that was asked for: the passport, a new premises, a work, a member of the council.
import type { AnswerOf } from '#contract/endpoint';
import type { getWorkHouse } from '#contract/house-keeping';
import { ButtonLink } from '#ui/button.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { unbroken } from '#ui/format.tsx';
import { Page } from '#ui/page.tsx';
import type { Refused } from '#web/form.ts';
import { EndForm, HouseForm, MemberForm, OverNormForm, WorkForm } from './house-forms.tsx';
import { PremisesForm } from './premises-form.tsx';

type House = AnswerOf<typeof getWorkHouse>;
type Given = { house: House; asked: string; of: string | null; answer: Refused | undefined };

/** What is said after each form. */
export const saved: Readonly<Record<string, string>> = {
  '': 'Дом записан. Добавьте его помещения.',
  premises: 'Помещение записано. Следующий расчёт возьмёт эти сведения.',
  overNorm: 'Решение собственников записано. Следующий расчёт возьмёт его.',
  passport: 'Паспорт записан. Следующий расчёт возьмёт эти сведения.',
  work: 'Работа записана. Её видят жители дома.',
  member: 'Собственник вписан в совет дома.',
  end: 'Срок закончен. Запись осталась в истории.',
};

/** After object.changed the version is the new one: the person has seen the newer values beside. */
const Version = ({ version, answer }: { version: number; answer: Refused | undefined }) => (
  <input type="hidden" name="version" value={answer?.problem.code === 'object.changed' ? version : (answer?.values['version'] ?? version)} />
);

function AskedForm({ house, asked, of, answer }: Given) {
  const common = { answer, cancel: `/work/houses/${house.houseId}`, button: 'Записать' };
  if (asked === 'passport') {
    const values = { ...house.card, areaTotal: house.card.areaTotal.replace('.', ','), areaCommon: house.card.areaCommon.replace('.', ',') };
    return (
      <HouseForm {...common} intent="passport" values={values}>
        <Version version={house.version} answer={answer} />
      </HouseForm>
    );
  }
  if (asked === 'premises')
    return (
      <PremisesForm premises={null} answer={answer}>
        <ButtonLink kind="bare" to={common.cancel}>
          Назад
        </ButtonLink>
      </PremisesForm>
    );
  if (asked === 'overNorm') {
    const { overNorm } = house;
    return (
      <OverNormForm
        {...common}
        intent="overNorm"
        values={overNorm ? { fromDay: overNorm.fromDay, toDay: overNorm.toDay ?? '', minutes: overNorm.minutes } : {}}
      >
        <Version version={house.version} answer={answer} />
      </OverNormForm>
    );
  }
  if (asked === 'member') return <MemberForm {...common} intent="member" values={{ fromDay: house.today }} />;
  const member = house.council.find(({ id }) => id === of);
  if (asked === 'end' && member)
    return (
      <EndForm {...common} button="Закончить срок" intent="end" who={member.name} leftOn={member.leftOn} values={{ lastDay: member.leftOn ?? house.today }} />
    );
  const work = house.works.find(({ id }) => id === of);
  const values: Record<string, string> = work
    ? { kind: work.kind, title: work.title, assignee: work.assignee, fromDay: work.fromDay, toDay: work.toDay, state: work.state, doneOn: work.doneOn ?? '' }
    : { fromDay: house.today };
  return (
    <WorkForm {...common} intent="work" values={values}>
      {work && <Version version={work.version} answer={answer} />}
    </WorkForm>
  );
}

const COUNTED = ['passport', 'premises'];

export function HouseEdit(given: Given) {
  const { house, answer } = given;
  return (
    <Page
      title={`Дом: ${house.address}`}
      heading={unbroken(house.address)}
      problem={answer?.problem}
      back={{ to: `/work/houses/${house.houseId}`, name: 'К дому' }}
    >
      <ErrorSummary problem={answer?.problem} />
      {COUNTED.includes(given.asked) && (
        <p className="lead">По этим сведениям считают плату: следующий расчёт возьмёт новые. Чего нет, отметьте словом «нет».</p>
      )}
      <AskedForm {...given} />
    </Page>
  );
}
