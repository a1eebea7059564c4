// Houses as their managing organization keeps them: the passport, premises, corrections, works, the council (HOME-1, HOME-5).
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { PREMISES_KINDS, premisesFields } from './housing.ts';
import { houseWorkStates } from './statuses/housing.ts';
import { wordsOf } from './statuses/standing.ts';
import { Day, DecimalText, each, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

/** Of the country, as people of the place call them. */
export const timeZoneWords = {
  'Europe/Kaliningrad': 'Калининград, МСК−1',
  'Europe/Moscow': 'Москва',
  'Europe/Samara': 'Самара, МСК+1',
  'Asia/Yekaterinburg': 'Екатеринбург, МСК+2',
  'Asia/Omsk': 'Омск, МСК+3',
  'Asia/Novosibirsk': 'Новосибирск, МСК+4',
  'Asia/Krasnoyarsk': 'Красноярск, МСК+4',
  'Asia/Irkutsk': 'Иркутск, МСК+5',
  'Asia/Yakutsk': 'Якутск, МСК+6',
  'Asia/Vladivostok': 'Владивосток, МСК+7',
  'Asia/Magadan': 'Магадан, МСК+8',
  'Asia/Kamchatka': 'Камчатка, МСК+9',
} as const;
export const heatingWords = { house_meter: 'По общедомовому счётчику', norm: 'По нормативу', own_boiler: 'Своя котельная' } as const;
export const repairAccountWords = { regional: 'Общий счёт регионального оператора', special: 'Специальный счёт дома' } as const;
export const ENERGY_CLASSES = ['A++', 'A+', 'A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;

/** The passport in the order of the form. */
export const houseCardWords = {
  region: 'регион',
  district: 'район',
  city: 'город',
  street: 'улица',
  number: 'дом',
  building: 'корпус',
  postalCode: 'индекс',
  timeZone: 'часовой пояс',
  cadastralNumber: 'кадастровый номер',
  yearBuilt: 'год постройки',
  floors: 'этажей',
  entrances: 'подъездов',
  flats: 'квартир',
  areaTotal: 'площадь дома',
  areaCommon: 'общее имущество',
  series: 'серия',
  walls: 'стены',
  energyClass: 'класс энергосбережения',
  lifts: 'лифтов',
  condition: 'техническое состояние',
  heating: 'отопление',
  repairAccount: 'капитальный ремонт',
} as const;
export type HouseField = keyof typeof houseCardWords;
export const HOUSE_FIELDS = Object.keys(houseCardWords) as HouseField[];
const HouseText = Type.String({ maxLength: 300, description: 'As a person types it; «нет» where there is no such part' });
const houseFields = each(HOUSE_FIELDS, HouseText);

export const houseWorkKinds = {
  current: 'Текущий ремонт',
  capital: 'Капитальный ремонт',
  care: 'Осмотр и обслуживание',
  improvement: 'Благоустройство',
} as const;
/** In which a work may be put; that it is late follows from its term. */
export const houseWorkWords = wordsOf(houseWorkStates, ['planned', 'going', 'done', 'cancelled']);
const workMembers = {
  id: Id,
  kind: OneOf(['current', 'capital', 'care', 'improvement']),
  title: Text(300),
  assignee: Text(200),
  fromDay: Day,
  toDay: Day,
  state: OneOf(['planned', 'going', 'done', 'cancelled']),
  doneOn: Nullable(Day),
  isLate: Type.Boolean(),
};
export const HouseWork = obj(workMembers);
export type HouseWork = Static<typeof HouseWork>;
/** How many works one page shows: what goes on and the newest of what ended. */
export const HOUSE_WORKS_MOST = 100;
const ofHouse = obj({ houseId: Id });
export const getHouseWorks = endpoint({
  method: 'GET',
  url: '/api/v1/houses/:houseId/works',
  summary: 'Works planned, going on and done in a house, with assignee and term; no person in them',
  params: ofHouse,
  answer: obj({ works: Type.Array(HouseWork), today: Day }),
});

export const CouncilMember = obj({ id: Id, name: Text(300), premises: Text(30), isChair: Type.Boolean(), fromDay: Day, minutes: Text(200) });
export const getHouseCouncil = endpoint({
  method: 'GET',
  url: '/api/v1/houses/:houseId/council',
  summary: 'The council of a house, for those who live there or own there and for its managing organization',
  params: ofHouse,
  answer: obj({ members: Type.Array(CouncilMember, { description: 'Those who own something in the house today' }) }),
});
/** `leftOn`: the last day on which the member owned anything in the house; null while they do. */
const KeptMember = obj({ ...CouncilMember.properties, leftOn: Nullable(Day) });

const Correction = obj({ at: Instant, changes: Type.Array(obj({ name: Text(50), before: Text(300), after: Text(300) })) });
export type Correction = Static<typeof Correction>;
/** How many corrections a page shows, newest first. */
export const CORRECTIONS_MOST = 20;
export const getPremisesHistory = endpoint({
  method: 'GET',
  url: '/api/v1/houses/:houseId/premises/:premisesId/corrections',
  summary: 'What was corrected in the card of a premises and when, newest first',
  params: obj({ houseId: Id, premisesId: Id }),
  answer: obj({ corrections: Type.Array(Correction), timeZone: Text(60) }),
});

export const getWorkHouses = endpoint({
  method: 'GET',
  url: '/api/v1/work/houses',
  summary: "Houses that the caller's organizations manage, by the words of their address",
  query: obj(soughtHouse),
  answer: obj({
    organizations: Type.Array(obj({ id: Id, name: Text(300) }), { description: 'For which the caller may open a house' }),
    houses: Type.Array(
      obj({
        houseId: Id,
        address: Text(300),
        fullAddress: Text(500),
        flats: Type.Integer(),
        premises: Type.Integer(),
        works: Type.Integer({ description: 'Planned or going on' }),
      }),
    ),
    ...moreHouses,
  }),
});
export const WORK_PREMISES_MOST = 20;
export const getWorkHouse = endpoint({
  method: 'GET',
  url: '/api/v1/work/houses/:houseId',
  summary: 'One house as its managing organization keeps it',
  params: ofHouse,
  query: obj({ number: Type.Optional(Text(20)) }),
  answer: obj({
    houseId: Id,
    address: Text(300),
    card: obj(houseFields),
    overNorm: Nullable(obj({ fromDay: Day, toDay: Nullable(Day), minutes: Text(300) })),
    version: Version,
    timeZone: Text(60),
    today: Day,
    works: Type.Array(obj({ ...workMembers, version: Version })),
    council: Type.Array(KeptMember),
    corrections: Type.Array(Correction),
    premises: Type.Array(obj({ premisesId: Id, number: Text(20), kind: OneOf(PREMISES_KINDS), areaTotal: DecimalText, floor: Nullable(Type.Integer()) })),
    isMore: Type.Boolean(),
    can: obj({ edit: Type.Boolean() }),
  }),
});
export const createHouse = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses',
  summary: 'Opens a house of an organization, each field by its format',
  body: obj({ organizationId: Id, ...houseFields }),
  answer: obj({ houseId: Id }),
  errors: ['houses.known'],
});
export const saveHouse = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId',
  summary: 'Corrects the passport of a house, each field by its format; what stood before is kept',
  params: ofHouse,
  body: obj({ version: Version, ...houseFields }),
  answer: obj({ version: Version }),
  errors: ['object.changed', 'houses.known'],
});
export const setOverNorm = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/over-norm',
  summary: 'Tells from which day to which the owners pay for what common property takes over the norm, and by which minutes; null takes the record back',
  params: ofHouse,
  answer: obj({ version: Version }),
  errors: ['object.changed'],
  body: obj({
    version: Version,
    overNorm: Nullable(
      obj({ fromDay: Type.String({ maxLength: 10 }), toDay: Type.String({ maxLength: 10, description: 'Empty while it goes on' }), minutes: Text(300) }),
    ),
  }),
});
export const addPremises = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/premises',
  summary: 'Adds a premises to a house, each field by its format',
  params: ofHouse,
  body: obj(premisesFields),
  answer: obj({ premisesId: Id }),
});

const TypedDay = Type.String({ maxLength: 10, description: 'A day, ISO 8601, as a form sends it' });
export const houseWorkFields = { kind: Text(20), title: Text(300), assignee: Text(200), fromDay: TypedDay, toDay: TypedDay, state: Text(20), doneOn: TypedDay };
export type HouseWorkField = keyof typeof houseWorkFields;
export const addHouseWork = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/works',
  summary: 'Puts a work into the plan of a house, or tells of one that was done',
  params: ofHouse,
  body: obj(houseWorkFields),
  answer: obj({ workId: Id }),
  errors: ['houses.workKnown'],
});
export const saveHouseWork = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/works/:workId',
  summary: 'Changes a work of a house: its term, assignee or state',
  params: obj({ houseId: Id, workId: Id }),
  body: obj({ version: Version, ...houseWorkFields }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});

export const addCouncilMember = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/council',
  summary: 'Writes down whom the meeting of owners chose into the council of the house',
  params: ofHouse,
  body: obj({ premises: Text(20), name: Text(300), isChair: Type.Boolean(), fromDay: TypedDay, minutes: Text(200) }),
  answer: obj({ memberId: Id }),
  errors: ['houses.chair', 'houses.member'],
});
export const endCouncilMember = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/council/:memberId/end',
  summary: 'Ends a term in the council; the record stays',
  params: obj({ houseId: Id, memberId: Id }),
  body: obj({ lastDay: TypedDay }),
  answer: obj({ ended: Type.Boolean() }),
});
