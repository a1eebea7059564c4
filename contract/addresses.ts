// Addresses: the search, the card of a hit, homes that a person adds to their own (ADDR-1, ADDR-2, ADDR-5).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { PublicOrganization } from './housing.ts';
import { Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

export const ADDED_ROLES = ['owner', 'tenant', 'family'] as const;
/** What a house has, or is: by it the search is narrowed. */
export const HOUSE_KINDS = ['flats', 'detached', 'rooms', 'commercial', 'parking'] as const;
export const CONNECTIONS = ['connected', 'other'] as const;
/** The most homes that a person may add without proving any. */
export const ADDED_MOST = 20;
const HITS_MOST = 20;

const Key = Type.String({
  maxLength: 60,
  pattern: '^(h-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|d-\\d{1,9}-\\d{1,16}|g-\\d{1,16})$',
  description: 'A house of the portal, of a list of the directory, or of the state register, as the search names it',
});

export const AddressHit = obj({
  key: Nullable(Key),
  address: Type.String({ description: 'Street and house; a street alone when no number was asked' }),
  place: Type.String({ description: 'Locality, district, region' }),
  isExact: Type.Boolean({ description: 'What was asked for; otherwise something near it' }),
  flat: Nullable(Text(20)),
  connected: Type.Boolean(),
});

export const searchAddresses = endpoint({
  method: 'GET',
  url: '/api/v1/addresses',
  summary: 'Houses by an address in any order and spelling, the likeliest first; the nearest when nothing fits',
  query: obj({
    q: Type.Optional(Text(200)),
    region: Type.Optional(Text(200)),
    district: Type.Optional(Text(300)),
    kind: Type.Optional(OneOf(HOUSE_KINDS)),
    connection: Type.Optional(OneOf(CONNECTIONS)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: HITS_MOST })),
  }),
  answer: obj({
    hits: Type.Array(AddressHit),
    regions: Type.Array(Type.String()),
    districts: Type.Array(Type.String({ description: 'Of the region chosen' })),
  }),
});

/** Whether the house has the flat: not said where its flats are not known. */
export const FLAT_STANDINGS = ['there', 'absent', 'unclear'] as const;

export const getAddress = endpoint({
  method: 'GET',
  url: '/api/v1/addresses/:key',
  summary: 'What everybody may know of a house that was found; whether the caller has a home in it',
  params: obj({ key: Key }),
  query: obj({ flat: Type.Optional(Text(20)) }),
  answer: obj({
    key: Key,
    flat: Nullable(OneOf(FLAT_STANDINGS)),
    address: Type.String(),
    place: Type.String(),
    houseId: Nullable(Id),
    yearBuilt: Nullable(Type.Integer()),
    floors: Nullable(Type.Integer()),
    flats: Nullable(Type.Integer()),
    company: Nullable(Text(300)),
    postalCode: Nullable(Text(20)),
    cadastralNumber: Nullable(Text(60)),
    manager: Nullable(PublicOrganization),
    isYours: Type.Boolean(),
    can: obj({ add: Type.Boolean() }),
  }),
});

export const getAddedHomes = endpoint({
  method: 'GET',
  url: '/api/v1/added-homes',
  summary: 'Homes that the caller has added by address and not proven yet; removed ones behind them',
  answer: obj({
    homes: Type.Array(
      obj({
        id: Id,
        address: Type.String(),
        flat: Nullable(Text(20)),
        role: OneOf(ADDED_ROLES),
        houseId: Nullable(Id),
        addedAt: Instant,
        removedAt: Nullable(Instant),
      }),
    ),
  }),
});
export const addHome = endpoint({
  method: 'POST',
  url: '/api/v1/added-homes',
  summary: 'Add a home by address: public facts of its house until the right to it is proven',
  body: obj({ key: Key, role: OneOf(ADDED_ROLES), flat: Type.Optional(Text(20)) }),
  answer: obj({ id: Id }),
  errors: ['addresses.alreadyAdded', 'addresses.alreadyYours', 'addresses.tooMany'],
});
export const removeAddedHome = endpoint({
  method: 'POST',
  url: '/api/v1/added-homes/:id/remove',
  summary: 'Take an added home away; that it was added stays in the history',
  params: obj({ id: Id }),
  answer: obj({}),
});
