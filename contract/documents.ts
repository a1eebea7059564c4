// Documents: vaults of papers, and the public check of what the portal gave out.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { readingStates } from './statuses/documents.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, Id, Instant, Kopecks, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const documentKinds = {
  extract: 'Выписка',
  contract: 'Договор',
  act: 'Акт',
  bill: 'Счёт за квартиру',
  receipt: 'Чек',
  minutes: 'Протокол',
  invoice: 'Счёт',
  certificate: 'Справка',
  application: 'Заявление',
  identity: 'Паспорт, удостоверение',
  photo: 'Фотография',
  other: 'Другое',
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
  answer: obj({
    document: Nullable(
      obj({
        number: Type.String(),
        kind: Kind,
        title: Type.String(),
        on: Day,
        sha256: Nullable(Type.String()),
        withdrawnOn: Nullable(Day),
        withdrawnWhy: Nullable(Type.String()),
      }),
    ),
  }),
});

export const compareIssued = endpoint({
  method: 'POST',
  url: '/api/v1/issued/:code/compare',
  summary: 'Says whether the file sent as multipart is the one that was given out under the code; the file is not kept',
  params: ofCode,
  answer: Type.Any(),
  errors: ['file.missing', 'file.empty', 'file.tooLarge'],
});

/** `own`: the person's vault; `home`: of a home they own; `house`: papers of the house for its owners; `shared`: somebody else's, opened until a day. */
export const documentPlaces = { own: 'Личные', home: 'Квартиры', house: 'Дома', shared: 'Открыли мне' } as const;
export type DocumentPlace = keyof typeof documentPlaces;
const Place = OneOf(Object.keys(documentPlaces) as [DocumentPlace, ...DocumentPlace[]]);

const FileState = OneOf(['checking', 'ready', 'infected']);
const documentMembers = {
  id: Id,
  name: Type.String(),
  kind: Kind,
  sureness: Nullable(Type.Integer({ description: 'Per cent, where the portal guessed the kind; null where it is known' })),
  place: Place,
  address: Nullable(Type.String({ description: 'Of the home or the house' })),
  at: Instant,
  source: OneOf(['portal', 'upload', 'mail', 'organization']),
  number: Nullable(Type.String()),
  datedOn: Nullable(Day),
  sumKopecks: Nullable(Kopecks),
  cadastralNumber: Nullable(Type.String()),
  expiresOn: Nullable(Day),
  mediaType: Type.String(),
  bytes: Type.Integer(),
  /** Of the current version: whether it may be opened, and what became of reading its text. */
  state: FileState,
  reading: OneOf(keysOf(readingStates)),
  current: Type.Integer(),
  withdrawnWhy: Nullable(Type.String({ description: 'Of a paper of the house that was withdrawn' })),
};

export const listDocuments = endpoint({
  method: 'GET',
  url: '/api/v1/documents',
  summary: 'Papers that the caller may see, newest first: their own, of their homes, of their houses; by kind, place and words in names and texts',
  query: obj({
    kind: Type.Optional(Kind),
    place: Type.Optional(Place),
    q: Type.Optional(Text(200)),
    house: soughtHouse.q,
    after: Type.Optional(Text(100)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  answer: obj({
    documents: Type.Array(obj(documentMembers)),
    folders: Type.Array(obj({ kind: Kind, count: Type.Integer() })),
    next: Nullable(Type.String()),
    today: Day,
    homes: Type.Array(obj({ houseId: Id, premisesId: Id, address: Type.String() })),
    managed: obj({ houses: Type.Array(obj({ houseId: Id, address: Type.String() })), ...moreHouses }),
  }),
  errors: ['list.mark'],
});

const ofDocument = obj({ documentId: Id });
export const getDocument = endpoint({
  method: 'GET',
  url: '/api/v1/documents/:documentId',
  summary: 'One paper with its versions',
  params: ofDocument,
  answer: obj({
    ...documentMembers,
    today: Day,
    versions: Type.Array(
      obj({
        number: Type.Integer(),
        fileName: Type.String(),
        mediaType: Type.String(),
        bytes: Type.Integer(),
        sha256: Type.String(),
        at: Instant,
        hasSignature: Type.Boolean(),
        state: FileState,
      }),
    ),
    version: Version,
    shares: Type.Array(obj({ id: Id, to: Type.String(), until: Day })),
    organizations: Type.Array(obj({ id: Id, name: Type.String() })),
    can: obj({ change: Type.Boolean(), share: Type.Boolean(), withdraw: Type.Boolean() }),
  }),
});

const FILE_ERRORS = [
  'file.missing',
  'file.empty',
  'file.type',
  'file.mismatch',
  'file.active',
  'file.damaged',
  'file.locked',
  'file.tooLarge',
  'documents.full',
] as const;
export const uploadDocuments = endpoint({
  method: 'POST',
  url: '/api/v1/documents',
  summary: 'Puts files into a vault as multipart: before them `home` (house/premises) where it is of a home; a form is led back to the page',
  answer: Type.Any(),
  errors: FILE_ERRORS,
});
export const uploadVersion = endpoint({
  method: 'POST',
  url: '/api/v1/documents/:documentId/versions',
  summary: 'Puts a newer file beside the earlier ones of a paper, as multipart',
  params: ofDocument,
  answer: Type.Any(),
  errors: [...FILE_ERRORS, 'documents.withdrawn'],
});
/** In the manner of tus 1.0: begun with its size, continued from the offset that HEAD tells. */
export const startUpload = endpoint({
  method: 'POST',
  url: '/api/v1/documents/uploads',
  summary: 'Begins a file that comes in pieces; forgotten after a day unless it is whole',
  body: obj({ name: Text(300, 1), size: Type.Integer({ minimum: 1, maximum: 1e15 }), home: Type.Optional(Text(80)) }),
  answer: obj({ uploadId: Id }),
  errors: ['file.active', 'file.type', 'file.tooLarge', 'documents.full'],
});
const ofUpload = obj({ uploadId: Id });
const uploadState = obj({ offset: Type.Integer(), size: Type.Integer(), documentId: Nullable(Id) });
export const getUpload = endpoint({
  method: 'GET',
  url: '/api/v1/documents/uploads/:uploadId',
  summary: 'How many bytes came, also by HEAD in `upload-offset`; the paper that it became',
  params: ofUpload,
  answer: uploadState,
});
export const continueUpload = endpoint({
  method: 'PATCH',
  url: '/api/v1/documents/uploads/:uploadId',
  summary: 'The next bytes as the body, from `upload-offset` on; the last ones make the paper',
  params: ofUpload,
  answer: uploadState,
  errors: [...FILE_ERRORS, 'documents.offset'],
});
/** Without a letter door nothing is offered; without a confirmed e-mail of one's own (`sender`) no address is made. */
export const getMailAddress = endpoint({
  method: 'GET',
  url: '/api/v1/documents/mail-address',
  summary: 'The address to which the caller sends papers by e-mail, and from which they must',
  answer: obj({ isOffered: Type.Boolean(), address: Nullable(Type.String()), sender: Nullable(Type.String()) }),
});
export const renewMailAddress = endpoint({
  method: 'POST',
  url: '/api/v1/documents/mail-address',
  summary: 'Makes that address anew; the earlier one takes letters no more',
  answer: obj({ renewed: Type.Boolean() }),
  errors: ['documents.noEmail'],
});
/** The fields stand before the files: `houses` once for each, `kind`, `forTenants`. */
export const putHousePapers = endpoint({
  method: 'POST',
  url: '/api/v1/work/house-papers',
  summary: 'Puts files for the owners of one or more houses that the caller manages, as multipart; a form is led back to the page',
  answer: Type.Any(),
  errors: [...FILE_ERRORS, 'documents.noHouse'],
});
export const withdrawHousePaper = endpoint({
  method: 'POST',
  url: '/api/v1/documents/:documentId/withdraw',
  summary: 'Withdraws a paper of the house in all houses into which it was put; its line stays with the reason',
  params: ofDocument,
  body: obj({ version: Version, reason: Text(300) }),
  answer: obj({ withdrawn: Type.Integer() }),
  errors: ['object.changed'],
});
export const changeDocument = endpoint({
  method: 'POST',
  url: '/api/v1/documents/:documentId/change',
  summary: 'Names a paper, says what kind it is and until when it is in force',
  params: ofDocument,
  body: obj({ version: Version, name: Type.Optional(Text(200)), kind: Type.Optional(Kind), expiresOn: Type.Optional(Nullable(Text(10))) }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
export const removeDocument = endpoint({
  method: 'POST',
  url: '/api/v1/documents/:documentId/remove',
  summary: 'Removes a paper with all its files',
  params: ofDocument,
  body: obj({ version: Version }),
  answer: obj({ removed: Type.Boolean() }),
  errors: ['object.changed'],
});

const ofVersion = obj({ documentId: Id, number: Type.Integer({ minimum: 1, maximum: 100_000 }) });
export const getDocumentFile = endpoint({
  method: 'GET',
  url: '/api/v1/documents/:documentId/versions/:number/file',
  summary: 'The file of a version, in ranges where asked',
  params: ofVersion,
  answer: Type.Any(),
  errors: ['documents.checking', 'documents.infected', 'documents.withdrawn'],
});
export const getDocumentSignature = endpoint({
  method: 'GET',
  url: '/api/v1/documents/:documentId/versions/:number/signature',
  summary: 'The detached signature of a version',
  params: ofVersion,
  answer: Type.Any(),
});

export const shareDocument = endpoint({
  method: 'POST',
  url: '/api/v1/documents/:documentId/shares',
  summary: 'Opens a paper until a day to whoever has the telephone, or to an organization that manages a house of the caller',
  params: ofDocument,
  body: obj({ phone: Type.Optional(Text(40)), organizationId: Type.Optional(Text(36)), until: Text(10) }),
  answer: obj({ shareId: Id }),
  errors: ['documents.checking', 'documents.full', 'documents.infected'],
});
export const revokeShare = endpoint({
  method: 'POST',
  url: '/api/v1/documents/:documentId/shares/:shareId/revoke',
  summary: 'Closes a paper again',
  params: obj({ documentId: Id, shareId: Id }),
  answer: obj({ revoked: Type.Boolean() }),
});
