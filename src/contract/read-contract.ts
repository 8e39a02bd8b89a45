import { readFileSync } from 'node:fs';
import type { components, operations } from '../../contract/sign-de-v2.js';

/** The upstream's JSON types, generated from `contract/sign-de-v2.openapi.yaml`. None is written by hand. */
export type Schemas = components['schemas'];

/** The generated operations of SIGN DE V2, by `operationId`. */
export type Operations = operations;

/** Name of an operation of the contract, e.g. `upsertTransaction`. */
export type OperationId = keyof Operations;

/** A JSON schema of the contract. Its references point into {@link Contract.document}. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A parameter of an operation, with its `$ref` resolved. */
export interface ContractParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** One operation of the contract as data for routers, validators and routing tables. */
export interface ContractOperation {
  readonly id: OperationId;
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path template below the base URL, e.g. `/tss/{tss_id}/tx`. */
  readonly path: string;
  /** `middleware`: only the Middleware serves it; `any`: both hosts do (`x-host`). */
  readonly host: 'middleware' | 'any';
  readonly parameters: readonly ContractParameter[];
  /** Schema of the JSON body; undefined if the operation has none. */
  readonly body?: JsonSchema;
  /** Schema of the 200 answer's JSON; undefined if the answer is bytes. */
  readonly answer?: JsonSchema;
  /** Documented errors: the status and code of each (`x-error-codes`). */
  readonly errors: readonly { readonly status: number; readonly code: string | null }[];
}

/** The parsed contract. */
export interface Contract {
  /** The complete OpenAPI document, for resolving `$ref`s (JSON Schema `$id` for validators). */
  readonly document: JsonSchema;
  readonly operations: ReadonlyMap<OperationId, ContractOperation>;
  /** Documented errors that every operation can have (`x-general-error-codes`). */
  readonly generalErrors: ContractOperation['errors'];
}

/** The structure of our OpenAPI file. The file is part of this repository, so it is not checked again. */
interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly 'x-general-error-codes': ContractOperation['errors'];
  readonly components: { readonly parameters: Readonly<Record<string, OpenApiParameter>> };
}
interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: JsonSchema;
}
interface OpenApiOperation {
  readonly operationId: OperationId;
  readonly 'x-host': 'middleware' | 'any';
  readonly parameters?: readonly { readonly $ref: string }[];
  readonly requestBody?: OpenApiContent;
  readonly responses: Readonly<Record<string, OpenApiContent>>;
  readonly 'x-error-codes'?: readonly { readonly status: number; readonly code: string | null }[];
}
interface OpenApiContent {
  readonly content?: { readonly 'application/json'?: { readonly schema: JsonSchema } };
}

let contract: Contract | undefined;

/** The SIGN DE V2 contract. It is read from the package once per process and then cached. */
export function readContract(): Contract {
  contract ??= parseContract(readFileSync(new URL('../../contract/sign-de-v2.openapi.json', import.meta.url), 'utf8'));
  return contract;
}

function parseContract(text: string): Contract {
  const document = JSON.parse(text) as OpenApiDocument & JsonSchema;
  const operations = new Map<OperationId, ContractOperation>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const body = operation.requestBody?.content?.['application/json']?.schema;
      const answer = operation.responses['200']?.content?.['application/json']?.schema;
      operations.set(operation.operationId, {
        id: operation.operationId,
        // OpenAPI writes methods in lower case; the contract has only these five.
        method: method.toUpperCase() as ContractOperation['method'],
        path,
        host: operation['x-host'],
        parameters: (operation.parameters ?? []).map(({ $ref }) => resolveParameter(document, $ref)),
        ...(body && { body }),
        ...(answer && { answer }),
        errors: operation['x-error-codes'] ?? [],
      });
    }
  }
  return { document, operations, generalErrors: document['x-general-error-codes'] };
}

function resolveParameter(document: OpenApiDocument, reference: string): ContractParameter {
  const parameter = document.components.parameters[reference.replace('#/components/parameters/', '')];
  if (!parameter) throw new Error(`The contract refers to ${reference}, which it does not define.`);
  return parameter;
}
