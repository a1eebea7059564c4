// OpenAPI 3.1, made from the same contract that the routes are checked by.
import type { FastifyInstance } from 'fastify';
import { type ErrorCode, refusals } from '#contract/errors';
import type { Module } from './module.ts';
import type { Route } from './route.ts';

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(refusals) },
    requestId: { type: 'string' },
    fields: { type: 'array', items: { type: 'object', properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } } } },
  },
};

/** Serves the description at `/api/openapi.json`. */
export function addOpenApi(app: FastifyInstance, modules: readonly Module[]): void {
  let text: string | undefined; // a megabyte that few ask for
  app.get('/api/openapi.json', async (_request, reply) => reply.type('application/json').send((text ??= JSON.stringify(describeApi(modules)))));
}

/** The whole API as one OpenAPI document. */
export function describeApi(modules: readonly Module[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const module of modules) {
    for (const route of module.routes ?? []) {
      const path = route.endpoint.url.replace(/:(\w+)/g, '{$1}');
      (paths[path] ??= {})[route.endpoint.method.toLowerCase()] = operation(module.name, route);
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: '«Мой дом»', version: '1', description: 'Sums are whole kopecks, instants are UTC. Every POST takes an Idempotency-Key.' },
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'sid' }, key: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operation(tag: string, route: Route): object {
  const { method, url, summary, params, query, body, answer, errors } = route.endpoint;
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(query, 'query')];
  if (method === 'POST' && route.kind !== 'once')
    parameters.push({ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } });
  const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  return {
    tags: [tag],
    summary,
    operationId: `${method.toLowerCase()}${url.replace(/[^A-Za-z0-9]+(\w)?/g, (_all, letter: string | undefined) => letter?.toUpperCase() ?? '')}`,
    'x-access': route.access,
    ...(route.access.who.includes('anyone') ? {} : { security: [{ session: [] }, { key: [] }] }),
    parameters,
    ...(method !== 'GET' && {
      requestBody: { content: { [route.kind === 'stream' && route.accepts === 'multipart' ? 'multipart/form-data' : 'application/json']: { schema: body } } },
    }),
    responses: { 200: { description: 'Done', content: { 'application/json': { schema: answer } } }, ...refusalsOf(errors, problem) },
  };
}

function refusalsOf(errors: readonly ErrorCode[], problem: object): Record<string, object> {
  const byStatus = new Map<number, string[]>();
  for (const code of ['input.invalid', 'object.notFound', ...errors] as ErrorCode[])
    byStatus.set(refusals[code].status, [...(byStatus.get(refusals[code].status) ?? []), code]);
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, { description: codes.join(', '), ...problem }]));
}

type JsonObject = { properties?: Record<string, object>; required?: readonly string[] };

function parametersOf(schema: unknown, where: 'path' | 'query'): object[] {
  const { properties = {}, required = [] } = schema as JsonObject;
  return Object.entries(properties).map(([name, member]) => ({ name, in: where, required: where === 'path' || required.includes(name), schema: member }));
}
