// Documents: kinds of papers, and the public check of what the portal gave out.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Day, Nullable, obj, OneOf, Text } from './types.ts';

export const documentKinds = {
  extract: 'Выписка', contract: 'Договор', act: 'Акт', bill: 'Счёт за квартиру', receipt: 'Чек', minutes: 'Протокол', invoice: 'Счёт', certificate: 'Справка', application: 'Заявление', identity: 'Паспорт, удостоверение', photo: 'Фотография', other: 'Другое',
} as const;
export type DocumentKind = keyof typeof documentKinds;
export const DOCUMENT_KINDS = Object.keys(documentKinds) as [DocumentKind, ...DocumentKind[]];
const Kind = OneOf(DOCUMENT_KINDS);

const ofCode = obj({ code: Text(40, 1) });

export const getIssued = endpoint({
  method: 'GET',
  url: '/api/v1/issued/:code',
  summary: 'Public check of a document by the code printed on it; nothing personal',
  params: ofCode,
  answer: obj({ document: Nullable(obj({ number: Type.String(), kind: Kind, title: Type.String(), on: Day, sha256: Nullable(Type.String()), withdrawnOn: Nullable(Day), withdrawnWhy: Nullable(Type.String()) })) }),
});

export const compareIssued = endpoint({
  method: 'POST',
  url: '/api/v1/issued/:code/compare',
  summary: 'Says whether the file sent as multipart is the one that was given out under the code; the file is not kept',
  params: ofCode,
  answer: Type.Any(),
  errors: ['file.missing', 'file.empty', 'file.tooLarge'],
});
