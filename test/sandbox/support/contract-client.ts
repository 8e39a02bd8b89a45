import { Ajv, type ValidateFunction } from 'ajv';
import qs from 'qs';
import type { ContractOperation, JsonSchema } from '../../../src/contract/contract.js';
import { type OperationId, type Operations, signDeContract, type Schemas } from '../../../src/contract/sign-de.js';
import { demo } from '../../../src/sandbox/index.js';

type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never;

/** The parts of a request, typed by the contract. */
export interface Parts<Id extends OperationId> {
  readonly path?: Operations[Id]['parameters']['path'];
  readonly query?: Operations[Id]['parameters']['query'];
  readonly body?: Loose<Json<NonNullable<Operations[Id]['requestBody']>>>;
}

/** A body as sent: members with a default are optional, which the generated types do not say. */
type Loose<T> = T extends readonly (infer Item)[]
  ? readonly Loose<Item>[]
  : T extends object
    ? { readonly [K in keyof T as K extends 'currency_code' ? never : K]: Loose<T[K]> } & {
        readonly currency_code?: string;
      }
    : T;

type Body<Id extends OperationId> = Operations[Id]['responses'][200] extends {
  content: { 'application/json': infer B };
}
  ? B
  : never;

/**
 * Answers of the sandbox that the contract does not list, each with its reason (evidence or common sense). Any other
 * answer outside the contract fails the test.
 */
const BESIDE_THE_CONTRACT: readonly (readonly [
  operation: OperationId | '*',
  status: number,
  code: string | undefined,
  reason: string,
])[] = [
  ['*', 401, undefined, 'bad token or key: no code (sign-de-v2.md §18)'],
  ['*', 400, 'FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'the one code of its framework that the real service shows (§3)'],
  ['authenticateAdmin', 401, 'E_ADMIN_LOGIN_FAILED', 'wrong PIN (integration-guide.md §11)'],
  ['authenticateAdmin', 400, 'E_PARSER', 'malformed id at a Middleware-only call'],
  ['logoutAdmin', 400, 'E_PARSER', 'the same'],
  ['changeAdminPin', 400, 'E_PARSER', 'the same'],
  ['updateTss', 400, 'E_PARSER', 'the same'],
  ['createClient', 400, 'E_PARSER', 'the same'],
  ['updateClient', 400, 'E_PARSER', 'the same'],
  ['upsertTransaction', 400, 'E_PARSER', 'the same, and raw data that is not base64'],
  ['updateTss', 404, 'E_TSS_NOT_FOUND', 'not listed, but expected (sign-de-v2.md §16, 18)'],
];

export interface Answer {
  readonly status: number;
  readonly headers: Response['headers'];
  readonly bytes: Buffer;
  /** The parsed body if the answer is JSON. */
  readonly json: unknown;
}

/** Calls one face, and checks every valid request and every answer against the contract. */
export class ContractClient {
  readonly baseUrl: string;
  readonly #token: string | undefined;

  constructor(baseUrl: string, token?: string) {
    this.baseUrl = baseUrl;
    this.#token = token;
  }

  /** The Authorization header of its session, for requests without this client. */
  get authorization(): string {
    return `Bearer ${this.#token ?? ''}`;
  }

  /** Logs in at a face, by default with the demo key. */
  static async login(
    baseUrl: string,
    api_key: string = demo.apiKey,
    api_secret: string = demo.apiSecret,
  ): Promise<ContractClient> {
    const { access_token } = await new ContractClient(baseUrl).ok('authenticateApi', { body: { api_key, api_secret } });
    return new ContractClient(baseUrl, access_token);
  }

  /** The same session at another face. */
  at(baseUrl: string): ContractClient {
    return new ContractClient(baseUrl, this.#token);
  }

  /** Sends a request that the contract allows and expects 200. */
  async ok<Id extends OperationId>(id: Id, parts: Parts<Id>): Promise<Body<Id>> {
    const answer = await this.#send(id, parts, true);
    if (answer.status !== 200) throw new Error(`${id} answered ${answer.status}: ${answer.bytes.toString()}`);
    return answer.json as Body<Id>; // checked against the contract
  }

  /** Sends a request that the contract allows and expects a refusal: `[status, code]`. */
  async refusal<Id extends OperationId>(id: Id, parts: Parts<Id>): Promise<readonly [number, string | undefined]> {
    const { status, json } = await this.#send(id, parts, true);
    return [status, (json as Schemas['Error']).code];
  }

  /** Sends a request that the contract may not allow. */
  send(id: OperationId, parts: { path?: unknown; query?: unknown; body?: unknown }): Promise<Answer> {
    return this.#send(id, parts, false);
  }

  /** Sends any request, without checks. */
  async raw(
    method: string,
    path: string,
    init: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
  ): Promise<Answer> {
    const headers = { ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }), ...init.headers };
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
    id: OperationId,
    parts: { path?: unknown; query?: unknown; body?: unknown },
    valid: boolean,
  ): Promise<Answer> {
    const operation = signDeContract().operations.get(id)!;
    if (valid) checkRequest(operation, parts);
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
    checkAnswer(operation, answer);
    return answer;
  }
}

const ajv = new Ajv({ strict: false, validateSchema: false });
ajv.addFormat('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i);
ajv.addFormat('int64', { type: 'number', validate: Number.isSafeInteger });
ajv.addFormat('bigint', /^\d+$/);
ajv.addSchema(signDeContract().document, 'contract');
const compiled = new Map<string, ValidateFunction>();

function check(what: string, schema: JsonSchema, data: unknown): void {
  const text = JSON.stringify(schema).replaceAll('"#/', '"contract#/');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as JsonSchema);
  compiled.set(text, validate);
  if (!validate(data))
    throw new Error(`${what} does not fit the contract: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(data)}`);
}

function checkRequest(operation: ContractOperation, parts: { path?: unknown; query?: unknown; body?: unknown }): void {
  for (const { name, in: place, required, schema } of operation.parameters) {
    const value = ((parts[place] ?? {}) as Record<string, unknown>)[name];
    if (value !== undefined || required) check(`${operation.id} ${place} ${name}`, schema, value);
  }
  if (operation.body && parts.body !== undefined) check(`${operation.id} request`, operation.body, parts.body);
}

function checkAnswer(operation: ContractOperation, { status, json, headers, bytes }: Answer): void {
  expect(headers.get('request-id')).toMatch(/^[0-9a-f]{32}$/);
  if (status === 200) {
    if (operation.answer) check(`${operation.id} answer`, operation.answer, json);
    else expect(bytes.length).toBeGreaterThan(0);
    return;
  }
  check(`${operation.id} error`, { $ref: '#/components/schemas/Error' }, json);
  const error = json as Schemas['Error'];
  expect(error).toMatchObject({ status_code: status, error: expect.any(String), message: expect.any(String) });
  const documented =
    operation.errors.some((known) => known.status === status && known.code === error.code) ||
    signDeContract().generalErrors.some(
      (known) => known.status === status && (known.code ?? undefined) === error.code,
    ) ||
    BESIDE_THE_CONTRACT.some(
      ([id, knownStatus, code]) => (id === '*' || id === operation.id) && knownStatus === status && code === error.code,
    );
  if (!documented)
    throw new Error(`${operation.id} answered an undocumented ${status} ${error.code ?? ''}: ${error.message ?? ''}`);
}
