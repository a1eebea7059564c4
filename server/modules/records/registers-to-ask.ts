// Which register is asked what, and what of its answer is compared. The papers are asked by number, so that a number nobody has is told too.
import type { RegisterAnswer, Registers } from '#modules/ownership';
import type { ComparedField } from '#contract/records';
import { isSameName } from './compare-records.ts';
import type { Answered, Asked, OwnedHome, RegisterToAsk } from './ports.ts';

type Facts = Partial<Record<ComparedField, string>>;
const NOTHING: Answered = { facts: {} };

/** The value, nothing where the register knows no such, a throw where it is silent. */
function heard<Value>(answer: RegisterAnswer<Value>): Value | undefined {
  if (answer.kind === 'silent') throw new Error(answer.why);
  return answer.kind === 'found' ? answer.value : undefined;
}
const told = (facts: Record<string, string | null>): Facts => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));

export const registersToAsk = (registers: Registers): RegisterToAsk[] => [
  { source: 'tax', ask: ({ side }) => askTax(registers, side) },
  { source: 'interior', ask: ({ side }) => askInterior(registers, side) },
  { source: 'bank', ask: ({ side }) => askBank(registers, side) },
  { source: 'property', ask: (asked) => askProperty(registers, asked) },
  {
    source: 'manager',
    ask: async ({ side, homes }) => ({
      facts: {},
      homes: homes.map(({ address, ownerName }) => ({ about: address, ours: { ownerName: side.name }, theirs: { ownerName } })),
    }),
  },
];

async function askTax(registers: Registers, { inn }: Asked['side']): Promise<Answered> {
  if (inn === undefined) return NOTHING;
  const taxpayer = heard(await registers.taxpayer(inn));
  return { facts: taxpayer ? { name: taxpayer.name, birthDay: taxpayer.birthDay } : { inn: 'такого ИНН нет' } };
}

async function askInterior(registers: Registers, { passportSeries, passportNumber }: Asked['side']): Promise<Answered> {
  if (passportSeries === undefined || passportNumber === undefined) return NOTHING;
  const passport = heard(await registers.passport(`${passportSeries.slice(0, 2)} ${passportSeries.slice(2)}`, passportNumber));
  if (!passport) return { facts: { passport: 'такого паспорта нет' } };
  const { name, birthDay, issuedOn, registeredAt, state } = passport;
  return {
    facts: { ...told({ name, birthDay, passportDay: issuedOn, registeredAddress: registeredAt }), ...(state === 'invalid' && { passport: 'недействителен' }) },
  };
}

async function askBank(registers: Registers, { bankCode }: Asked['side']): Promise<Answered> {
  if (bankCode === undefined) return NOTHING;
  const bank = heard(await registers.bank(bankCode));
  return { facts: { bank: bank === undefined ? 'такого банка нет' : bank.state === 'open' ? 'открыт' : 'закрыт' } };
}

/** One home after another: a person has few. The home is the person's own when the register names him among its holders. */
async function askProperty(registers: Registers, { side, homes }: Asked): Promise<Answered> {
  const answers: NonNullable<Answered['homes']>[number][] = [];
  let owns = false;
  for (const home of homes) {
    if (home.cadastralNumber === null) continue;
    const object = heard(await registers.property(home.cadastralNumber));
    const holders = object?.rights.filter(({ endedOn }) => endedOn === null).flatMap((right) => right.holders.map(({ name }) => name)) ?? [];
    const isHolder = holders.some((name) => isSameName(name, side.name));
    owns ||= isHolder;
    answers.push({
      about: home.address,
      ours: { ...ofManager(home), ...(object && { ownerName: side.name }) },
      theirs: object ? { area: object.area, ownerName: isHolder ? side.name : holders.join(', ') } : { cadastralNumber: 'такого объекта нет' },
    });
  }
  return { facts: owns ? { housingStatus: 'own' } : {}, homes: answers };
}

const ofManager = ({ areaTotal, cadastralNumber }: OwnedHome): Facts => told({ area: areaTotal, cadastralNumber });
