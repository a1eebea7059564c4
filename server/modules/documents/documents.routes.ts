// The routes of documents: contract entry, who may call, one call each.
import {
  changeDocument as changeEndpoint,
  compareIssued as compareEndpoint,
  continueUpload as continueEndpoint,
  getDocument,
  getDocumentFile,
  getDocumentSignature,
  getIssued,
  getMailAddress,
  getUpload,
  listDocuments,
  putHousePapers as putEndpoint,
  removeDocument as removeEndpoint,
  renewMailAddress as renewEndpoint,
  revokeShare as revokeEndpoint,
  shareDocument as shareEndpoint,
  startUpload as startEndpoint,
  uploadDocuments as uploadEndpoint,
  uploadVersion as versionEndpoint,
  withdrawHousePaper as withdrawEndpoint,
} from '#contract/documents';
import { anyone, command, only, query, type Route, secured, stream } from '#platform/route';
import { changeDocument, removeDocument } from './change-document.ts';
import { compareIssued, readIssued } from './check-issued.ts';
import { readDocument, readDocuments } from './documents.queries.ts';
import { putHousePapers, withdrawHousePaper } from './house-papers.ts';
import { readMailAddress, renewMailAddress } from './mail-address.ts';
import { revokeShare, shareDocument } from './share-document.ts';
import { serveDocument } from './serve-document.ts';
import { continueUpload, readUpload, startUpload } from './resume-upload.ts';
import { type Intake, uploadDocuments, uploadVersion } from './upload-documents.ts';

/** A vault is nobody's but its owner's: no area opens it to a representative or a child. */
export const documentsRoutes = ({ mailDomain, ...intake }: Intake & { readonly mailDomain: string | undefined }): Route[] => [
  query(listDocuments, secured, (reading, { query: asked }) => readDocuments(reading, asked)),
  stream(uploadEndpoint, { ...secured, accepts: 'multipart' }, (streaming, request, reply) => uploadDocuments(intake, streaming, { request, reply })),
  command(startEndpoint, secured, (work, { body }) => startUpload(work, body)),
  stream(getUpload, secured, (streaming, _request, reply) => readUpload(streaming, reply)),
  stream(continueEndpoint, { ...secured, accepts: 'bytes' }, (streaming, request, reply) => continueUpload(intake, streaming, { request, reply })),
  query(getMailAddress, secured, (reading, _input, ground) => readMailAddress(reading, ground, mailDomain)),
  command(renewEndpoint, secured, (work) => renewMailAddress(work)),
  query(getDocument, secured, (reading, { params }, ground) => readDocument(reading, params.documentId, ground)),
  command(changeEndpoint, secured, (work, { params, body }) => changeDocument(work, params.documentId, body)),
  stream(putEndpoint, { ...only('manager'), accepts: 'multipart' }, (streaming, request, reply) => putHousePapers(intake, streaming, { request, reply })),
  command(withdrawEndpoint, only('manager'), (work, { params, body }) => withdrawHousePaper(work, params.documentId, body)),
  command(removeEndpoint, secured, (work, { params, body }) => removeDocument(work, params.documentId, body)),
  command(shareEndpoint, secured, (work, { params, body }) => shareDocument(work, params.documentId, body)),
  command(revokeEndpoint, secured, (work, { params }) => revokeShare(work, params)),
  stream(versionEndpoint, { ...secured, accepts: 'multipart' }, (streaming, request, reply) => uploadVersion(intake, streaming, { request, reply })),
  stream(getDocumentFile, secured, (streaming, request, reply) => serveDocument(intake.files, streaming, 'file', { request, reply })),
  stream(getDocumentSignature, secured, (streaming, request, reply) => serveDocument(intake.files, streaming, 'signature', { request, reply })),
  query(getIssued, anyone, (reading, { params }) => readIssued(reading, params.code)),
  stream(compareEndpoint, { ...anyone, accepts: 'multipart' }, (streaming, request, reply) => compareIssued(streaming, { request, reply })),
];
