// Input is checked against the contract; what is wrong comes back by field, in Russian.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import fastJson from 'fast-json-stringify';
import type { FastifyError, FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { FieldProblem } from '#contract/errors';
import { Refusal } from './errors.ts';

const addFormats = ajvFormats as unknown as (ajv: Ajv) => Ajv;

/** Bodies are taken as they are; queries and parameters, which are always text, are turned into what the schema says. */
export function makeValidator(): FastifySchemaCompiler<object> {
  const options = { allErrors: true, removeAdditional: false, useDefaults: true, strict: false } as const;
  const exact = addFormats(new Ajv(options));
  const coercing = addFormats(new Ajv({ ...options, coerceTypes: 'array' }));
  return ({ schema, httpPart }) => {
    // Made when the route is first called: most processes never call most routes, and each function made is text, code and closures.
    let made: ValidateFunction | undefined;
    const validate = (value: unknown): boolean => {
      made ??= (httpPart === 'body' ? exact : coercing).compile(schema);
      const fits = made(value);
      validate.errors = made.errors ?? null;
      return fits;
    };
    validate.errors = null as ErrorObject[] | null;
    return validate as never;
  };
}

/** What a route answers goes out through a function made from its declared schema: what is not declared stays here. Made at the first answer. */
export const makeSerializer: FastifySerializerCompiler<object> = ({ schema }) => {
  let made: ((value: unknown) => string) | undefined;
  return (value: unknown) => (made ??= fastJson(schema))(value);
};

/** The refusal behind a validation error of the framework, if it is one. */
export const inputRefusal = ({ validation, validationContext }: FastifyError): Refusal | undefined =>
  validation && refusalOfInput(validation, validationContext);

/** The refusal of what does not fit the contract, by field. */
export function refusalOfInput(validation: NonNullable<FastifyError['validation']>, part: FastifyError['validationContext']): Refusal {
  const prefix = part === 'body' ? '' : `/${part === 'querystring' ? 'query' : part}`;
  const problems = (validation as unknown as ErrorObject[])
    .filter((one) => one.keyword !== 'anyOf' && one.keyword !== 'if')
    .map((one) => fieldProblem(one, prefix));
  const fields = [...new Map(problems.map((problem) => [problem.pointer, problem])).values()];
  // A wrong id in the address names no object: the same answer as for one out of reach.
  if (part === 'params') return new Refusal('object.notFound');
  return new Refusal('input.invalid', { fields });
}

function fieldProblem(error: ErrorObject, prefix: string): FieldProblem {
  const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : '';
  const unknown = error.keyword === 'additionalProperties' ? `/${String(error.params['additionalProperty'])}` : '';
  return { pointer: `${prefix}${error.instancePath}${missing}${unknown}` || '/', code: error.keyword, detail: wordsFor(error) };
}

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  date: 'Введите день, месяц и год',
  'date-time': 'Введите дату и время',
  uuid: 'Неверный номер объекта',
  email: 'Введите адрес почты, например ivan@example.ru',
};

function wordsFor({ keyword, params }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'Заполните это поле';
    case 'additionalProperties':
      return 'Такого поля здесь нет';
    case 'format':
      return FORMAT_WORDS[String(params['format'])] ?? 'Неверный вид значения';
    case 'type':
      return `Значение другого вида: нужно ${TYPE_WORDS[String(params['type'])] ?? 'другое'}`;
    case 'minLength':
      return params['limit'] === 1 ? 'Заполните это поле' : `Не короче ${String(params['limit'])} знаков`;
    case 'maxLength':
      return `Не длиннее ${String(params['limit'])} знаков`;
    case 'minimum':
      return `Не меньше ${String(params['limit'])}`;
    case 'maximum':
      return `Не больше ${String(params['limit'])}`;
    case 'minItems':
      return 'Выберите хотя бы одно';
    case 'maxItems':
      return `Не больше ${String(params['limit'])}`;
    case 'enum':
      return 'Выберите значение из списка';
    default:
      return 'Неверный вид значения';
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'текст',
  integer: 'целое число',
  number: 'число',
  boolean: 'да или нет',
  array: 'список',
  object: 'набор полей',
};
