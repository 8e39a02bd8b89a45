import { Ajv, type ValidateFunction } from 'ajv';
import { characterCount } from '../../character-count.js';
import type { Contract, ContractOperation, JsonSchema } from '../../contract/contract.js';
import { isExact, WrittenNumber } from '../../json-text.js';
import { complaintOf } from './complaint.js';
import { Refusal } from '../engine/refusal.js';
import type { ServedApi } from './served-api.js';

/** The parts of a request: as received, or after reading in the contract's form. */
export interface RequestParts {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Checks a request against the contract. Returns it with ids in lower case and numbers as numbers. */
export type RequestReader = (request: RequestParts) => RequestParts;

/**
 * The readers for the requests of a contract. Validators are compiled at the first request of each operation. A reader
 * throws Refusal 400 with the real service's wording, e.g. `params.tss_id should match format "uuid"`.
 */
export class RequestReaders {
  readonly #api: ServedApi;
  readonly #ajvs: () => Ajvs;

  constructor(api: ServedApi) {
    this.#api = api;
    this.#ajvs = lazily(() => ({ texts: newAjv(api.contract, true), bodies: newAjv(api.contract, false) }));
  }

  /** The reader for the requests of one operation. */
  readerOf(operation: ContractOperation): RequestReader {
    const check = lazily(() => compile(this.#ajvs(), operation));
    const tolerate = lazily(() => this.#api.tolerances.map((tolerance) => tolerance(this.#api.contract, operation)));
    // For operations that only the Middleware has, its own parser checks the path first (`integration-guide.md §11`).
    const pathCode = operation.host === 'middleware' ? 'E_PARSER' : 'E_FAILED_SCHEMA_VALIDATION';
    return ({ path, query, body }) => {
      const validators = check();
      // Copies, because Ajv replaces texts by numbers and lists in place.
      const parts = {
        path: lowerCase(path),
        query: { ...Object(query) } as unknown,
        body: exactNumbers(
          tolerate().reduce<unknown>((form, tolerance) => tolerance(form), body ?? {}),
          'body',
        ),
      };
      this.#demand(validators.path, parts.path, 'params', pathCode);
      demandDigits(path, parts.path, 'params', pathCode);
      this.#demand(validators.query, parts.query, 'querystring', 'E_FAILED_SCHEMA_VALIDATION');
      demandDigits(query, parts.query, 'querystring', 'E_FAILED_SCHEMA_VALIDATION');
      if (validators.body) this.#demand(validators.body, parts.body, 'body', 'E_FAILED_SCHEMA_VALIDATION');
      return parts;
    };
  }

  #demand(validate: ValidateFunction, data: unknown, part: 'params' | 'querystring' | 'body', code: string): void {
    if (validate(data)) return;
    const ajv = part === 'body' ? this.#ajvs().bodies : this.#ajvs().texts;
    const { document } = this.#api.contract;
    const compileBranch = (branch: JsonSchema): ValidateFunction => ajv.compile(inContract(branch));
    const { instancePath, message } = complaintOf(ajv, document, validate.errors ?? [], compileBranch);
    const place = instancePath
      .slice(0, 200)
      .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
      .replaceAll('/', '.');
    throw new Refusal(400, code, `${part}${place} ${message.replace(/^must/, 'should')}`);
  }
}

/** Both check against one contract. */
interface Ajvs {
  /** For paths and queries, whose values are texts. It converts them to numbers, booleans and lists of one value. */
  readonly texts: Ajv;
  readonly bodies: Ajv;
}

interface Validators {
  readonly path: ValidateFunction;
  readonly query: ValidateFunction;
  readonly body: ValidateFunction | undefined;
}

function compile({ texts, bodies }: Ajvs, operation: ContractOperation): Validators {
  const parametersIn = (place: 'path' | 'query'): ValidateFunction => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    return texts.compile({
      type: 'object',
      properties: Object.fromEntries(
        parameters.map(({ name, schema }) => [name, inContract(listOf(schema) ?? schema)]),
      ),
    });
  };
  return {
    path: parametersIn('path'),
    query: parametersIn('query'),
    body: operation.body && bodies.compile(inContract(operation.body)),
  };
}

/** The list of a parameter that is a list or one value of it. Ajv reads one value as a list. */
function listOf({ oneOf }: JsonSchema): JsonSchema | undefined {
  return Array.isArray(oneOf) ? (oneOf as readonly JsonSchema[]).find(({ type }) => type === 'array') : undefined;
}

const CONTRACT = 'contract';

/** Rewrites the references of a schema so that they point into the contract, as both Ajv instances name it. */
function inContract(schema: JsonSchema): JsonSchema {
  // It was a JSON schema before.
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${CONTRACT}#/`)) as JsonSchema;
}

function newAjv({ document }: Contract, coerce: boolean): Ajv {
  const ajv = new Ajv({ strict: false, validateSchema: false, verbose: true, ...(coerce && { coerceTypes: 'array' }) });
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  ajv.addFormat('int64', true);
  ajv.addFormat('uri', true);
  ajv.addFormat('byte', /^(?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}==|[a-z0-9+/]{3}=)?$/i);
  ajv.addKeyword({
    keyword: 'x-max-key-length',
    type: 'object',
    // Counted in code points, as Ajv counts `maxLength`.
    validate: (limit: number, data: object) => Object.keys(data).every((key) => characterCount(key) <= limit),
    // In the contract, the keyword's value is a number.
    error: { message: ({ schema }) => `must NOT have keys longer than ${schema as number} characters` },
  });
  ajv.addFormat('date', isDate);
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    // Ajv divides doubles, which refuses 0.07 for 0.01. The steps of the contracts are powers of ten.
    validate: (step: number, data: number) => decimalsOf(data) <= decimalsOf(step),
    // In the contract, the keyword's value is a number.
    error: { message: ({ schema }) => `must be multiple of ${schema as number}` },
  });
  ajv.addSchema(document, CONTRACT);
  return ajv;
}

/** How many decimals a number has, as JavaScript writes it. */
function decimalsOf(number: number): number {
  const [digits = '', exponent = '0'] = String(number).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** Whether a text is a day of the calendar, YYYY-MM-DD (RFC 3339). */
function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Replaces each written number by its value.
 * @throws Refusal 400 for a number that a double cannot represent, because a different number would be signed
 */
function exactNumbers(value: unknown, place: string): unknown {
  if (value instanceof WrittenNumber) {
    if (value.isExact) return value.value;
    const message = `${place.slice(0, 200)} should be a number that a double holds exactly`;
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
