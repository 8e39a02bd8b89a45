import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import type { JsonSchema } from '../../contract/contract.js';

/** The error in a value, and its position. */
export interface Complaint {
  /** JSON pointer into the value. */
  readonly instancePath: string;
  /** In Ajv's wording. */
  readonly message: string;
}

/** Validators of the branches of the contract's `oneOf` and `anyOf`, each compiled on first use. */
const branchValidators = new WeakMap<Ajv, WeakMap<JsonSchema, ValidateFunction>>();

/**
 * Describes the error in a value that a validator has refused. For a `oneOf` or `anyOf`, it reports only the error of
 * the branch that the caller most likely meant: "an empty object is expected" does not help if a member is missing.
 * @param ajv with `verbose`, without `allErrors`: the last error then is the outermost one
 * @param document the contract, which the references of its schemas point into
 * @param compile compiles a branch
 */
export function complaintOf(
  ajv: Ajv,
  document: JsonSchema,
  errors: readonly ErrorObject[],
  compile: (branch: JsonSchema) => ValidateFunction,
): Complaint {
  const error = errors.at(-1);
  const { instancePath = '', message = 'must fit the schema', keyword, schema, data } = error ?? {};
  if ((keyword !== 'oneOf' && keyword !== 'anyOf') || !Array.isArray(schema)) return { instancePath, message };
  const branches = schema as readonly JsonSchema[]; // as JSON Schema has it
  const known = branchValidators.get(ajv) ?? new WeakMap<JsonSchema, ValidateFunction>();
  branchValidators.set(ajv, known);
  const validatorOf = (branch: JsonSchema): ValidateFunction => {
    const validate = known.get(branch) ?? compile(branch);
    known.set(branch, validate);
    return validate;
  };
  const fitting = branches.filter((branch) => validatorOf(branch)(data));
  if (fitting.length > 0) {
    const names = fitting.flatMap((branch) => requiredOf(document, branch).slice(0, 1)).map((name) => `'${name}'`);
    return { instancePath, message: `must have only one of ${names.join(', ')}` };
  }
  const likely = branches.map((branch) => ({ branch, points: likeness(document, branch, data) }));
  const { branch: meant } = likely.reduce((best, next) => (next.points > best.points ? next : best));
  const validate = validatorOf(meant);
  validate(data);
  const inner = complaintOf(ajv, document, validate.errors ?? [], compile);
  return { instancePath: instancePath + inner.instancePath, message: inner.message };
}

/**
 * Scores how well a value matches a branch: by its type, its member names, and the values that distinguish branches.
 */
function likeness(document: JsonSchema, branch: JsonSchema, data: unknown): number {
  const { type, properties = {}, additionalProperties } = resolveReference(document, branch);
  if (typeof data !== 'object' || data === null) {
    return type === 'integer' && /^\d+$/.test(String(data)) ? 1 : 0;
  }
  const members = properties as Readonly<Record<string, JsonSchema>>; // as JSON Schema has it
  return Object.entries(data).reduce((sum, [name, value]) => {
    if (!Object.hasOwn(members, name)) return additionalProperties === false ? sum - 1 : sum;
    const values = resolveReference(document, members[name] ?? {}).enum;
    return sum + (Array.isArray(values) && values.includes(value) ? 2 : 1);
  }, 0);
}

function requiredOf(document: JsonSchema, branch: JsonSchema): readonly string[] {
  const { required } = resolveReference(document, branch);
  return Array.isArray(required) ? (required as readonly string[]) : []; // names, as JSON Schema has it
}

/** Follows a reference to a schema of the contract; returns any other schema unchanged. */
export function resolveReference(document: JsonSchema, schema: JsonSchema): JsonSchema {
  if (typeof schema.$ref !== 'string') return schema;
  const steps = schema.$ref.slice(schema.$ref.indexOf('#/') + 2).split('/');
  // The reference is valid; otherwise Ajv would not have compiled the schema.
  return steps.reduce((node, step) => node[step] as JsonSchema, document);
}
