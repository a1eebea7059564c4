// A photograph of the dial (MTR-4): what stands on it is suggested, never handed in by itself.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { ZONES } from './meter-words.ts';
import { photoStatuses } from './statuses/meters.ts';
import { keysOf } from './statuses/standing.ts';
import { DecimalText, Id, Instant, Nullable, obj, OneOf } from './types.ts';

const ofMeter = obj({ houseId: Id, meterId: Id });

export const uploadMeterPhoto = endpoint({
  method: 'POST',
  url: '/api/v1/meters/:houseId/:meterId/photos',
  summary:
    'Takes a photograph of the dial as multipart: `photo` (JPEG or PNG up to 15 MB), before it `zone` where the meter has several; its digits are then read',
  params: ofMeter,
  answer: Type.Any(),
  errors: ['file.missing', 'file.type', 'file.mismatch', 'file.tooLarge', 'file.damaged', 'meters.tooManyPhotos'],
});

export const getMeterPhotos = endpoint({
  method: 'GET',
  url: '/api/v1/meters/:houseId/:meterId/photos',
  summary: 'The last photograph of each register that no reading was handed in with yet, and what was read on it',
  params: ofMeter,
  answer: obj({
    photos: Type.Array(obj({ photoId: Id, zone: OneOf(ZONES), at: Instant, status: OneOf(keysOf(photoStatuses)), suggestion: Nullable(DecimalText) })),
  }),
});

export const getMeterPicture = endpoint({
  method: 'GET',
  url: '/api/v1/meters/:houseId/:meterId/photos/:photoId',
  summary: 'The photograph itself: for people of the home and for the organization that takes the readings',
  params: obj({ houseId: Id, meterId: Id, photoId: Id }),
  answer: Type.Any(),
});
