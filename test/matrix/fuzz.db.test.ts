// Every route with right and broken values by several callers: never a fault of ours, never an answer outside the contract.
import { Ajv, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useWorld } from '../world.ts';
import { callers } from './callers.ts';
import { callRoute, makeCallers, nameOf, openPortal, type Portal } from './portal.ts';
import { brokenOf, validOf } from './schema-values.ts';

// The longest proof by a command: FUZZ_CASES=300 node test.mjs matrix
const CASES = Number(process.env['FUZZ_CASES'] ?? 25);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);

const world = useWorld();
let portal: Portal;
beforeAll(async () => {
  await makeCallers(world, callers);
  portal = await openPortal(world, (name) => callers.get(name));
});
afterAll(() => portal.close());

const ajv = (ajvFormats as unknown as (ajv: Ajv) => Ajv)(new Ajv({ strict: false }));
const checks = new Map<object, ValidateFunction>();
const fits = (schema: object, value: unknown): boolean => {
  const check = checks.get(schema) ?? ajv.compile(schema);
  checks.set(schema, check);
  return check(value);
};

/** What is wrong with an answer, if anything. 503 is allowed: outside systems are not there in this test. */
function faultOf(answer: { statusCode: number; headers: Record<string, unknown>; body: string }, schema: object, isStream: boolean): string | undefined {
  if (answer.statusCode >= 500 && answer.statusCode !== 503) return `status ${answer.statusCode}: ${answer.body.slice(0, 200)}`;
  if (answer.statusCode >= 400) {
    const problem = JSON.parse(answer.body) as { code?: string; title?: string };
    return problem.code && problem.title && !/undefined|NaN|\[object/.test(answer.body)
      ? undefined
      : `a refusal that says nothing: ${answer.body.slice(0, 200)}`;
  }
  if (isStream || answer.statusCode >= 300) return undefined;
  return fits(schema, JSON.parse(answer.body)) ? undefined : `an answer outside the contract: ${answer.body.slice(0, 200)}`;
}

test('X-3: every route with right and broken input answers without a fault and within its contract', async () => {
  const faults: string[] = [];
  const roles = ['', 'owner', 'accountant', 'administrator', 'key registers.load'];
  for (const route of portal.routes) {
    const { params, query, body, answer } = route.endpoint;
    const values = fc.record({
      caller: fc.constantFrom(...roles),
      params: fc.oneof({ weight: 3, arbitrary: validOf(params as never) }, brokenOf(params as never)),
      query: fc.oneof({ weight: 3, arbitrary: validOf(query as never) }, brokenOf(query as never)),
      body: fc.oneof(validOf(body as never), brokenOf(body as never)),
    });
    for (const value of fc.sample(values, { numRuns: CASES, seed: SEED })) {
      const isObject = (one: unknown): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one);
      const given = { params: isObject(value.params) ? value.params : {}, query: isObject(value.query) ? value.query : {}, body: value.body };
      const reply = await callRoute(portal, route, value.caller, given);
      const fault = faultOf(reply, answer, route.kind === 'stream');
      if (fault) faults.push(`${nameOf(route.endpoint)} as «${value.caller}» ${JSON.stringify(given).slice(0, 300)} → ${fault}`);
    }
  }
  expect(faults.slice(0, 20)).toEqual([]);
});

test('planted: an answer of 500, a refusal without words and an answer outside the contract are seen', () => {
  const schema = { type: 'object', properties: { sum: { type: 'integer' } }, required: ['sum'] };
  const of = (statusCode: number, body: unknown) => faultOf({ statusCode, headers: {}, body: JSON.stringify(body) }, schema, false);
  expect(of(500, {})).toContain('500');
  expect(of(422, { code: 'x' })).toContain('says nothing');
  expect(of(422, { code: 'x', title: 'Не больше undefined' })).toContain('says nothing');
  expect(of(200, { sum: 'сто' })).toContain('outside the contract');
  expect(of(200, { sum: 100 })).toBeUndefined();
});
