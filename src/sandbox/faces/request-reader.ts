import { Ajv, type ValidateFunction } from 'ajv';
import { characterCount } from '../../character-count.js';
import type { ContractOperation, JsonSchema } from '../../contract/contract.js';
import { signDeContract } from '../../contract/sign-de.js';
import { isExact, WrittenNumber } from '../../json-text.js';
import { complaintOf } from './complaint.js';
import { Refusal } from '../engine/refusal.js';
import { tolerate } from './tolerance.js';

/** The parts of a request: as received, or after reading in the contract's form. */
export interface RequestParts {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Checks a request against the contract. Returns it with ids in lower case and numbers as numbers. */
export type RequestReader = (request: RequestParts) => RequestParts;

/**
 * Creates the reader for the requests of one operation. Validators are compiled at the first request. The reader
 * throws Refusal 400 with the real service's wording, e.g. `params.tss_id should match format "uuid"`.
 */
export function requestReader(operation: ContractOperation): RequestReader {
  const check = lazily(() => compile(operation));
  const bodyIsMetadata = operation.id.endsWith('Metadata');
  // For operations that only the Middleware has, its own parser checks the path first (`integration-guide.md §11`).
  const pathCode = operation.host === 'middleware' ? 'E_PARSER' : 'E_FAILED_SCHEMA_VALIDATION';
  return ({ path, query, body }) => {
    const validators = check();
    // Copies, because Ajv replaces texts by numbers and lists in place.
    const parts = {
      path: lowerCase(path),
      query: { ...Object(query) } as unknown,
      body: exactNumbers(tolerate(body, bodyIsMetadata), 'body'),
    };
    demand(validators.path, parts.path, 'params', pathCode);
    demandDigits(path, parts.path, 'params', pathCode);
    demand(validators.query, parts.query, 'querystring', 'E_FAILED_SCHEMA_VALIDATION');
    demandDigits(query, parts.query, 'querystring', 'E_FAILED_SCHEMA_VALIDATION');
    if (validators.body) demand(validators.body, parts.body, 'body', 'E_FAILED_SCHEMA_VALIDATION');
    return parts;
  };
}

interface Validators {
  readonly path: ValidateFunction;
  readonly query: ValidateFunction;
  readonly body: ValidateFunction | undefined;
}

function compile(operation: ContractOperation): Validators {
  const { texts, bodies } = ajvs();
  const parametersIn = (place: 'path' | 'query'): ValidateFunction => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    return texts.compile({
      type: 'object',
      properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, inContract(schema)])),
    });
  };
  return {
    path: parametersIn('path'),
    query: parametersIn('query'),
    body: operation.body && bodies.compile(inContract(operation.body)),
  };
}

const CONTRACT = 'contract';

/** Rewrites the references of a schema so that they point into the contract, as both Ajv instances name it. */
function inContract(schema: JsonSchema): JsonSchema {
  // It was a JSON schema before.
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${CONTRACT}#/`)) as JsonSchema;
}

const ajvs = lazily(() => ({
  // Values of paths and queries are texts. Ajv converts them to numbers, booleans and lists of one value.
  texts: newAjv(true),
  bodies: newAjv(false),
}));

function newAjv(coerce: boolean): Ajv {
  const ajv = new Ajv({ strict: false, validateSchema: false, verbose: true, ...(coerce && { coerceTypes: 'array' }) });
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  ajv.addFormat('int64', true);
  ajv.addKeyword({
    keyword: 'x-max-key-length',
    type: 'object',
    // Counted in code points, as Ajv counts `maxLength`.
    validate: (limit: number, data: object) => Object.keys(data).every((key) => characterCount(key) <= limit),
    // In the contract, the keyword's value is a number.
    error: { message: ({ schema }) => `must NOT have keys longer than ${schema as number} characters` },
  });
  ajv.addSchema(signDeContract().document, CONTRACT);
  return ajv;
}

function demand(
  validate: ValidateFunction,
  data: unknown,
  part: 'params' | 'querystring' | 'body',
  code: string,
): void {
  if (validate(data)) return;
  const ajv = part === 'body' ? ajvs().bodies : ajvs().texts;
  const errors = validate.errors ?? [];
  const { instancePath, message } = complaintOf(ajv, errors, (branch) => ajv.compile(inContract(branch)));
  const place = instancePath
    .slice(0, 200)
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.');
  throw new Refusal(400, code, `${part}${place} ${message.replace(/^must/, 'should')}`);
}

/**
 * Replaces each written number by its value.
 * @throws Refusal 400 for a number that a double cannot represent, because a different number would be signed
 */
function exactNumbers(value: unknown, place: string): unknown {
  if (value instanceof WrittenNumber) {
    if (value.isExact) return value.value;
    const message = `${place.slice(0, 200)} should be a number that a double holds; send it as a string`;
    throw new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', message);
  }
  if (Array.isArray(value)) return value.map((item, index) => exactNumbers(item, `${place}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, exactNumbers(member, `${place}.${key}`)]),
  );
}

/**
 * Refuses integers that are not written in decimal digits but that JavaScript accepts (`0x10`, `1e0`,
 * `1.00000000000000001`).
 */
function demandDigits(texts: unknown, values: unknown, part: string, code: string): void {
  const sent = new Map(Object.entries(Object(texts) as object));
  for (const [name, value] of Object.entries(Object(values) as object)) {
    const text = String(sent.get(name));
    if (typeof value !== 'number' || (/^-?\d+$/.test(text) && isExact(text, value))) continue;
    throw new Refusal(400, code, `${part}.${name} should be integer`);
  }
}

/** Changes path parameters, which are all ids, to lower case (`sign-de-v2.md §2`). */
function lowerCase(path: unknown): unknown {
  return Object.fromEntries(
    Object.entries(Object(path) as object).map(([name, id]) => [name, String(id).toLowerCase()]),
  );
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
