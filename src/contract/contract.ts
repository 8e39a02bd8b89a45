import { readFileSync } from 'node:fs';

/** A JSON schema of a contract. Its references point into {@link Contract.document}. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A parameter of an operation, with its `$ref` resolved. */
export interface ContractParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** One operation of a contract as data for routers, validators and routing tables. */
export interface ContractOperation<Id extends string = string> {
  readonly id: Id;
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path template below the base URL, e.g. `/tss/{tss_id}/tx`. */
  readonly path: string;
  /** `middleware`: only SIGN DE's Middleware serves it; `any`: all hosts of the product do (`x-host`). */
  readonly host: 'middleware' | 'any';
  readonly parameters: readonly ContractParameter[];
  /** Schema of the JSON body; undefined if the operation has none. */
  readonly body?: JsonSchema;
  /** Schema of the 200 answer's JSON; undefined if the answer is bytes. */
  readonly answer?: JsonSchema;
  /** Documented errors: the status and code of each (`x-error-codes`). */
  readonly errors: readonly { readonly status: number; readonly code: string | null }[];
}

/** The parsed contract of a product. */
export interface Contract<Id extends string = string> {
  /** The complete OpenAPI document, for resolving `$ref`s (JSON Schema `$id` for validators). */
  readonly document: JsonSchema;
  readonly operations: ReadonlyMap<Id, ContractOperation<Id>>;
  /** Documented errors that every operation can have (`x-general-error-codes`). */
  readonly generalErrors: ContractOperation['errors'];
}

/** The structure of our OpenAPI files. They are part of this repository, so they are not checked again. */
interface OpenApiDocument<Id> {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation<Id>>>>>;
  readonly 'x-general-error-codes': readonly { readonly status: number | string; readonly code: string | null }[];
  readonly components: { readonly parameters: Readonly<Record<string, OpenApiParameter>> };
}
interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}
interface OpenApiOperation<Id> {
  readonly operationId: Id;
  readonly 'x-host'?: 'middleware' | 'any';
  readonly parameters?: readonly (OpenApiParameter | { readonly $ref: string })[];
  readonly requestBody?: OpenApiContent;
  readonly responses: Readonly<Record<string, OpenApiContent>>;
  readonly 'x-error-codes'?: readonly { readonly status: number; readonly code: string | null }[];
}
interface OpenApiContent {
  readonly content?: { readonly 'application/json'?: { readonly schema: JsonSchema } };
}

/** Reads the contract of a product. @param file its name in `contract/`, e.g. `sign-de-v2.openapi.json` */
export function readContract<Id extends string>(file: string): Contract<Id> {
  const text = readFileSync(new URL(`../../contract/${file}`, import.meta.url), 'utf8');
  const document = JSON.parse(text) as OpenApiDocument<Id> & JsonSchema;
  const operations = new Map<Id, ContractOperation<Id>>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const body = operation.requestBody?.content?.['application/json']?.schema;
      const answer = operation.responses['200']?.content?.['application/json']?.schema;
      operations.set(operation.operationId, {
        id: operation.operationId,
        // OpenAPI writes methods in lower case; the contracts have only these five.
        method: method.toUpperCase() as ContractOperation['method'],
        path,
        host: operation['x-host'] ?? 'any',
        parameters: (operation.parameters ?? []).map((parameter) => resolveParameter(document, parameter)),
        ...(body && { body }),
        ...(answer && { answer }),
        errors: operation['x-error-codes'] ?? [],
      });
    }
  }
  // A class of statuses such as `5XX` is no status that an answer can be compared with.
  const generalErrors = document['x-general-error-codes'].flatMap(({ status, code }) =>
    typeof status === 'number' ? [{ status, code }] : [],
  );
  return { document, operations, generalErrors };
}

function resolveParameter(
  { components }: OpenApiDocument<unknown>,
  parameter: OpenApiParameter | { readonly $ref: string },
): ContractParameter {
  const resolved =
    '$ref' in parameter ? components.parameters[parameter.$ref.replace('#/components/parameters/', '')] : parameter;
  if (!resolved) throw new Error('A contract refers to a parameter that it does not define.');
  const { name, in: place, required = false, schema } = resolved;
  return { name, in: place, required, schema };
}
