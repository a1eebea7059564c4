// Houses, premises and organizations: what the pages of the home show (HOME-1, HOME-5).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { Day, DecimalText, each, Id, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const PREMISES_KINDS = ['flat', 'detached_house', 'room', 'commercial', 'parking'] as const;
export const PREMISES_CONDITIONS = ['new', 'resale', 'needs_repair'] as const;
export const HOUSING_STATUSES = ['own', 'rented', 'municipal'] as const;
export const ORGANIZATION_KINDS = ['manager', 'association', 'supplier', 'billing_centre', 'repair_fund', 'authority'] as const;

/** An organization as everybody may know it. */
export const PublicOrganization = obj({
  id: Id,
  kind: OneOf(ORGANIZATION_KINDS),
  name: Text(300),
  shortName: Text(300),
  inn: Text(12),
  address: Text(500),
  phone: Text(30),
  dispatchPhone: Nullable(Text(30)),
  email: Nullable(Text(200)),
  site: Nullable(Text(200)),
  hours: Nullable(Text(300)),
});

/** So many organizations a person can choose from. */
export const ORGANIZATIONS_OFFERED = 100;
export const getOrganizations = endpoint({
  method: 'GET',
  url: '/api/v1/organizations',
  summary: 'Organizations that keep personal accounts, for choosing one: by a part of the name or the tax number, the first by name',
  query: obj({ q: Type.Optional(Type.String({ maxLength: 100 })) }),
  answer: obj({ organizations: Type.Array(PublicOrganization), more: Type.Boolean() }),
});

export const House = obj({
  houseId: Id,
  address: Type.String(),
  fullAddress: Type.String(),
  cadastralNumber: Nullable(Text(40)),
  timeZone: Text(60),
  yearBuilt: Nullable(Type.Integer()),
  floors: Type.Integer(),
  entrances: Type.Integer(),
  flats: Type.Integer(),
  areaTotal: DecimalText,
  areaCommon: DecimalText,
  series: Nullable(Text(100)),
  walls: Nullable(Text(100)),
  energyClass: Nullable(Text(20)),
  lifts: Type.Integer(),
  condition: Nullable(Text(200)),
  heating: OneOf(['house_meter', 'norm', 'own_boiler']),
  heatingMonths: Nullable(Type.Integer({ minimum: 1, maximum: 12, description: 'Of the heating season, where heat is paid evenly over the year' })),
  repairAccount: OneOf(['regional', 'special']),
  manager: PublicOrganization,
});

export const getHouse = endpoint({
  method: 'GET',
  url: '/api/v1/houses/:houseId',
  summary: 'The passport of a house: public facts only',
  params: obj({ houseId: Id }),
  answer: House,
});

const Share = obj({ numerator: Type.Integer({ minimum: 1 }), denominator: Type.Integer({ minimum: 1 }) });

/** The communal flat that a room is of: charges are counted for it and split over its rooms by their area or people. */
export const CommunalFlat = obj({
  premisesId: Id,
  number: Text(20),
  areaTotal: DecimalText,
  rooms: Type.Array(obj({ premisesId: Id, number: Text(20), area: DecimalText }), {
    description: 'Each with the area by which it shares: the living one where it is known',
  }),
});

/** A premises that is heated by itself takes no heat of the house but that of common property; `toDay` null: since then. */
export const OwnHeating = obj({ fromDay: Day, toDay: Nullable(Day), paper: Text(300) });

export const PremisesCard = obj({
  houseId: Id,
  premisesId: Id,
  address: Type.String(),
  fullAddress: Type.String(),
  region: Text(100),
  district: Nullable(Text(100)),
  city: Text(100),
  street: Text(200),
  house: Text(20),
  building: Nullable(Text(20)),
  number: Text(20),
  kind: OneOf(PREMISES_KINDS),
  cadastralNumber: Nullable(Text(40)),
  areaTotal: DecimalText,
  areaLiving: Nullable(DecimalText),
  areaHeated: Nullable(DecimalText),
  areaOther: Nullable(DecimalText),
  rooms: Nullable(Type.Integer()),
  entrance: Nullable(Type.Integer()),
  floor: Nullable(Type.Integer()),
  floorsInHouse: Type.Integer(),
  yearBuilt: Nullable(Type.Integer()),
  condition: Nullable(OneOf(PREMISES_CONDITIONS)),
  housingStatus: Nullable(OneOf(HOUSING_STATUSES)),
  registered: Type.Integer({ minimum: 0 }),
  temporary: Type.Integer({ minimum: 0 }),
  personsCounted: Type.Integer({ minimum: 0 }),
  owners: Type.Array(obj({ name: Text(300), share: Share, fromDay: Day, confirmed: Type.Boolean() }), {
    description: 'Only for owners and the managing organization',
  }),
  communal: Nullable(CommunalFlat),
  manager: PublicOrganization,
  ownHeating: Nullable(OwnHeating),
  can: obj({ seeOwners: Type.Boolean(), leaveHeating: Type.Boolean() }),
  version: Version,
});

export const getPremises = endpoint({
  method: 'GET',
  url: '/api/v1/houses/:houseId/premises/:premisesId',
  summary: 'The card of a premises for those who live there and for its managing organization',
  params: obj({ houseId: Id, premisesId: Id }),
  answer: PremisesCard,
});

export const PREMISES_CARD_FIELDS = [
  'number',
  'kind',
  'cadastralNumber',
  'areaTotal',
  'areaLiving',
  'areaHeated',
  'rooms',
  'entrance',
  'floor',
  'condition',
  'housingStatus',
] as const;
export const premisesCardWords: Readonly<Record<(typeof PREMISES_CARD_FIELDS)[number], string>> = {
  number: 'номер',
  kind: 'вид',
  cadastralNumber: 'кадастровый номер',
  areaTotal: 'общая площадь',
  areaLiving: 'жилая площадь',
  areaHeated: 'отапливаемая площадь',
  rooms: 'комнаты',
  entrance: 'подъезд',
  floor: 'этаж',
  condition: 'состояние',
  housingStatus: 'чьё жильё',
};
/** Words of the codes, for screens and for what is kept of a correction. */
export const premisesWords = {
  kind: { flat: 'Квартира', detached_house: 'Жилой дом', room: 'Комната', commercial: 'Нежилое помещение', parking: 'Машино-место' },
  condition: { new: 'Новое', resale: 'Вторичное', needs_repair: 'Требует ремонта' },
  housingStatus: { own: 'В собственности', rented: 'В аренде', municipal: 'Муниципальное' },
} as const;
const CardText = Type.String({ maxLength: 50, description: 'As a person types it; «нет» where there is no such part' });
export const premisesFields = each(PREMISES_CARD_FIELDS, CardText);
export const savePremises = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/premises/:premisesId',
  summary: 'Writes the card of a premises, each field by its format; later runs count by it',
  params: obj({ houseId: Id, premisesId: Id }),
  body: obj({ version: Version, ...premisesFields }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});

export const setOwnHeating = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/premises/:premisesId/own-heating',
  summary: 'Tells from which day to which a premises is cut off from the heating of its house, and by which paper; null takes the record back',
  params: obj({ houseId: Id, premisesId: Id }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
  body: obj({
    version: Version,
    ownHeating: Nullable(
      obj({ fromDay: Type.String({ maxLength: 10 }), toDay: Type.String({ maxLength: 10, description: 'Empty while it goes on' }), paper: Text(300) }),
    ),
  }),
});

/** How many houses one answer shows. */
export const TERRITORY_MOST = 100;
export const getTerritory = endpoint({
  method: 'GET',
  url: '/api/v1/work/territory',
  summary: 'Houses of the municipalities that the caller supervises',
  query: obj({ search: Type.Optional(Text(100)) }),
  answer: obj({
    territories: Type.Array(obj({ region: Text(100), city: Nullable(Text(100)) })),
    isMore: Type.Boolean(),
    houses: Type.Array(obj({ houseId: Id, address: Text(300), manager: Text(300), yearBuilt: Nullable(Type.Integer()), flats: Type.Integer() })),
  }),
});

export const getCommunalFlats = endpoint({
  method: 'GET',
  url: '/api/v1/work/communal-flats',
  summary: "Communal flats with their rooms in the houses that the caller's organizations manage, by the words of their address",
  query: obj(soughtHouse),
  answer: obj({
    houses: Type.Array(obj({ houseId: Id, address: Text(300) })),
    ...moreHouses,
    flats: Type.Array(obj({ houseId: Id, address: Text(300), ...CommunalFlat.properties })),
  }),
});
export const ROOMS_AT_ONCE = 500;
export const saveRooms = endpoint({
  method: 'POST',
  url: '/api/v1/work/houses/:houseId/rooms',
  summary: 'Adds rooms to communal flats of a house, or changes their flat and area: all of them or none',
  params: obj({ houseId: Id }),
  body: obj({
    rooms: Type.Array(
      obj({
        flat: Text(20, 1),
        number: Text(20, 1),
        area: Type.String({ pattern: '^\\d{1,6}(\\.\\d{1,2})?$', description: 'Square metres by which the room shares in the flat' }),
      }),
      { minItems: 1, maxItems: ROOMS_AT_ONCE },
    ),
  }),
  answer: obj({ added: Type.Integer(), changed: Type.Integer() }),
});
