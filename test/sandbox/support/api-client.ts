import { Ajv, type ValidateFunction } from 'ajv';
import qs from 'qs';
import type { Contract, ContractOperation, JsonSchema } from '../../../src/contract/contract.js';
import type { Schemas } from '../../../src/contract/sign-de.js';

type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never;

/** A generated operation of a contract. */
interface TypedOperation {
  readonly parameters: { readonly path?: unknown; readonly query?: unknown };
  readonly requestBody?: unknown;
  readonly responses: { readonly 200: unknown };
}

/** The parts of a request, typed by the contract. */
export interface PartsOf<Operation extends TypedOperation> {
  readonly path?: Operation['parameters']['path'];
  readonly query?: Operation['parameters']['query'];
  readonly body?: Loose<Json<NonNullable<Operation['requestBody']>>>;
}

/** A body as sent: members with a default are optional, which the generated types do not say. */
type Loose<T> = T extends readonly (infer Item)[]
  ? readonly Loose<Item>[]
  : T extends object
    ? { readonly [K in keyof T as K extends 'currency_code' ? never : K]: Loose<T[K]> } & {
        readonly currency_code?: string;
      }
    : T;

export type BodyOf<Operation extends TypedOperation> = Json<Operation['responses'][200]>;

/** What the answers of an API are checked with. */
export interface CheckedApi {
  readonly contract: Contract;
  /** Header of every answer with the id of the request. */
  readonly requestId: string;
  /**
   * Answers of the sandbox that the contract does not list, each with its reason (evidence or common sense). Any other
   * answer outside the contract fails the test.
   */
  readonly beside: readonly (readonly [operation: string, status: number, code: string | undefined, reason: string])[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Response['headers'];
  readonly bytes: Buffer;
  /** The parsed body if the answer is JSON. */
  readonly json: unknown;
}

/** Calls one face, and checks every valid request and every answer against the contract. */
export class ApiClient<Operations extends { readonly [Id in keyof Operations]: TypedOperation }> {
  readonly #api: CheckedApi;
  readonly baseUrl: string;
  protected readonly token: string | undefined;

  constructor(api: CheckedApi, baseUrl: string, token: string | undefined) {
    this.#api = api;
    this.baseUrl = baseUrl;
    this.token = token;
  }

  /** The Authorization header of its session, for requests without this client. */
  get authorization(): string {
    return `Bearer ${this.token ?? ''}`;
  }

  /** Sends a request that the contract allows and expects 200. */
  async ok<Id extends keyof Operations & string>(
    id: Id,
    parts: PartsOf<Operations[Id]>,
  ): Promise<BodyOf<Operations[Id]>> {
    const answer = await this.#send(id, parts, true);
    if (answer.status !== 200) throw new Error(`${id} answered ${answer.status}: ${answer.bytes.toString()}`);
    return answer.json as BodyOf<Operations[Id]>; // checked against the contract
  }

  /** Sends a request that the contract allows and expects a refusal: `[status, code]`. */
  async refusal<Id extends keyof Operations & string>(
    id: Id,
    parts: PartsOf<Operations[Id]>,
  ): Promise<readonly [number, string | undefined]> {
    const { status, json } = await this.#send(id, parts, true);
    return [status, (json as Schemas['Error']).code];
  }

  /** Sends a request that the contract may not allow. */
  send(id: keyof Operations & string, parts: { path?: unknown; query?: unknown; body?: unknown }): Promise<Answer> {
    return this.#send(id, parts, false);
  }

  /** Sends any request, without checks. */
  async raw(
    method: string,
    path: string,
    init: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
  ): Promise<Answer> {
    const headers = { ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }), ...init.headers };
    const response = await fetch(this.baseUrl + path, { method, ...init, headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      json: isJson ? JSON.parse(bytes.toString()) : undefined,
    };
  }

  async #send(
    id: keyof Operations & string,
    parts: { path?: unknown; query?: unknown; body?: unknown },
    valid: boolean,
  ): Promise<Answer> {
    const operation = this.#api.contract.operations.get(id)!;
    if (valid) checkRequest(this.#api, operation, parts);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String((parts.path as Record<string, unknown>)[name])),
    );
    const query = qs.stringify(parts.query, { addQueryPrefix: true });
    const answer = await this.raw(operation.method, path + query, {
      ...(parts.body !== undefined && {
        body: JSON.stringify(parts.body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    checkAnswer(this.#api, operation, answer);
    return answer;
  }
}

interface Checker {
  readonly ajv: Ajv;
  readonly compiled: Map<string, ValidateFunction>;
}
const checkers = new Map<Contract, Checker>();

function checkerOf(contract: Contract): Checker {
  const known = checkers.get(contract);
  if (known) return known;
  const ajv = new Ajv({ strict: false, validateSchema: false, multipleOfPrecision: 4 });
  ajv.addFormat('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i);
  ajv.addFormat('int64', { type: 'number', validate: Number.isSafeInteger });
  ajv.addFormat('bigint', /^\d+$/);
  ajv.addFormat('byte', /^[A-Za-z0-9+/]*={0,2}$/);
  ajv.addFormat('date', /^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])$/);
  ajv.addFormat('uri', /^https?:\/\//);
  ajv.addSchema(contract.document, 'contract');
  const checker = { ajv, compiled: new Map<string, ValidateFunction>() };
  checkers.set(contract, checker);
  return checker;
}

function validatorOf(contract: Contract, schema: JsonSchema): ValidateFunction {
  const { ajv, compiled } = checkerOf(contract);
  const text = JSON.stringify(schema).replaceAll('"#/', '"contract#/');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as JsonSchema);
  compiled.set(text, validate);
  return validate;
}

/** Whether a value fits a schema of a contract. */
export function fitsContract(contract: Contract, schema: JsonSchema, data: unknown): boolean {
  return validatorOf(contract, schema)(data);
}

function check({ contract }: CheckedApi, what: string, schema: JsonSchema, data: unknown): void {
  const validate = validatorOf(contract, schema);
  if (!validate(data))
    throw new Error(
      `${what} does not fit the contract: ${checkerOf(contract).ajv.errorsText(validate.errors)} in ${JSON.stringify(data)}`,
    );
}

function checkRequest(
  api: CheckedApi,
  operation: ContractOperation,
  parts: { path?: unknown; query?: unknown; body?: unknown },
): void {
  for (const { name, in: place, required, schema } of operation.parameters) {
    const value = ((parts[place] ?? {}) as Record<string, unknown>)[name];
    if (value !== undefined || required) check(api, `${operation.id} ${place} ${name}`, schema, value);
  }
  if (operation.body && parts.body !== undefined) check(api, `${operation.id} request`, operation.body, parts.body);
}

function checkAnswer(api: CheckedApi, operation: ContractOperation, { status, json, headers, bytes }: Answer): void {
  expect(headers.get(api.requestId)).toMatch(/^[0-9a-f]{32}$/);
  if (status === 200) {
    if (operation.answer) check(api, `${operation.id} answer`, operation.answer, json);
    else expect(bytes.length).toBeGreaterThan(0);
    return;
  }
  check(api, `${operation.id} error`, { $ref: '#/components/schemas/Error' }, json);
  const error = json as Schemas['Error'];
  expect(error).toMatchObject({ status_code: status, error: expect.any(String), message: expect.any(String) });
  const documented =
    operation.errors.some((known) => known.status === status && known.code === error.code) ||
    api.contract.generalErrors.some((known) => known.status === status && (known.code ?? undefined) === error.code) ||
    api.beside.some(
      ([id, knownStatus, code]) => (id === '*' || id === operation.id) && knownStatus === status && code === error.code,
    );
  if (!documented)
    throw new Error(`${operation.id} answered an undocumented ${status} ${error.code ?? ''}: ${error.message ?? ''}`);
}
