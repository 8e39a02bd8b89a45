import { Ajv, type ValidateFunction } from 'ajv';
import { type JsonSchema, type OperationId, type Operations, readContract } from '../contract.js';

/** The 200 answer of an operation: JSON as the contract types it, or bytes. */
export type Answer<Operation extends OperationId> = Operations[Operation]['responses'][200]['content'] extends {
  'application/json': infer Json;
}
  ? Json
  : Uint8Array;

let ajv: Ajv | undefined;
const checks = new Map<OperationId, ValidateFunction>();

/**
 * Whether a 200 answer has the members and JSON types that the contract promises, or any bytes where it promises those. Unknown members, new values of enums and other
 * patterns pass: an upstream that grows must not stop tills.
 */
export function isAnswerOf<Operation extends OperationId>(
  operation: Operation,
  answer: unknown,
): answer is Answer<Operation> {
  const schema = readContract().operations.get(operation)?.answer;
  if (!schema) return answer instanceof Uint8Array && answer.length > 0;
  let check = checks.get(operation);
  if (!check) {
    ajv ??= makeAjv();
    check = ajv.compile(relax(schema));
    checks.set(operation, check);
  }
  return check(answer);
}

/** Key under which the contract's components are known to Ajv. */
const CONTRACT = 'contract';

function makeAjv(): Ajv {
  const made = new Ajv({ strict: false, validateFormats: false });
  made.addSchema({ $id: CONTRACT, ...relax(readContract().document) });
  return made;
}

/** Keywords that say what must be there and of which JSON type; all others are dropped. */
const KEPT: ReadonlySet<string> = new Set([
  'type',
  'required',
  'items',
  'properties',
  'additionalProperties',
  'allOf',
  'anyOf',
  'components',
  'schemas',
]);

/** A schema with nothing left in it but structure. `oneOf` becomes `anyOf`: without patterns several of its parts may fit. */
function relax(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (key === '$ref') return [[key, `${CONTRACT}${String(value)}`]];
    if (key === 'oneOf') return [['anyOf', relaxAll(value)]];
    if (key === 'properties' || key === 'schemas') return [[key, relaxMembers(value)]];
    // Whatever else a map holds must have its type; that there may be nothing else is not insisted on.
    if (!KEPT.has(key) || (key === 'additionalProperties' && !isSchema(value))) return [];
    return [
      [key, isSchema(value) ? relax(value) : Array.isArray(value) && key !== 'required' ? relaxAll(value) : value],
    ];
  });
  return Object.fromEntries(entries);
}

function relaxAll(schemas: unknown): unknown {
  return Array.isArray(schemas)
    ? schemas.map((schema: unknown) => (isSchema(schema) ? relax(schema) : schema))
    : schemas;
}

function relaxMembers(members: unknown): unknown {
  if (!isSchema(members)) return members;
  return Object.fromEntries(
    Object.entries(members).map(([name, schema]) => [name, isSchema(schema) ? relax(schema) : schema]),
  );
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
