// The routes of documents: contract entry, who may call, one call each.
import { compareIssued as compareEndpoint, getIssued } from '#contract/documents';
import { anyone, query, type Route, stream } from '#platform/route';
import { compareIssued, readIssued } from './check-issued.ts';

export const documentsRoutes = (): Route[] => [
  query(getIssued, anyone, (reading, { params }) => readIssued(reading, params.code)),
  stream(compareEndpoint, { ...anyone, accepts: 'multipart' }, (streaming, request, reply) => compareIssued(streaming, { request, reply })),
];
