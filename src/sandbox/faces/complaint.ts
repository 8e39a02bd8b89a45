import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import { readContract, type JsonSchema } from '../../contract/read-contract.js';

/** What is wrong with a value, and where. */
export interface Complaint {
  /** JSON pointer into the value. */
  readonly instancePath: string;
  /** In Ajv's words. */
  readonly message: string;
}

/** Validators of the branches of the contract's `oneOf` and `anyOf`, each compiled when it is first needed. */
const branchValidators = new WeakMap<Ajv, WeakMap<JsonSchema, ValidateFunction>>();

/**
 * Describes what is wrong with a value that a validator has refused. For a `oneOf` or `anyOf` it reports only the
 * branch that the caller meant: "an empty object is expected" helps nobody who forgot a member.
 * @param ajv with `verbose`, without `allErrors`: the last error then is the one that all others led to
 * @param compile compiles a branch, whose references lead into the contract
 */
export function complaintOf(
  ajv: Ajv,
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
    const names = fitting.flatMap((branch) => requiredOf(branch).slice(0, 1)).map((name) => `'${name}'`);
    return { instancePath, message: `must have only one of ${names.join(', ')}` };
  }
  const likely = branches.map((branch) => ({ branch, points: likeness(branch, data) }));
  const { branch: meant } = likely.reduce((best, next) => (next.points > best.points ? next : best));
  const validate = validatorOf(meant);
  validate(data);
  const inner = complaintOf(ajv, validate.errors ?? [], compile);
  return { instancePath: instancePath + inner.instancePath, message: inner.message };
}

/**
 * How much a value looks like what a branch describes: by its type, the names of its members, and the values that
 * tell branches apart.
 */
function likeness(branch: JsonSchema, data: unknown): number {
  const { type, properties = {}, additionalProperties } = resolve(branch);
  if (typeof data !== 'object' || data === null) {
    return type === 'integer' && /^\d+$/.test(String(data)) ? 1 : 0;
  }
  const members = properties as Readonly<Record<string, JsonSchema>>; // as JSON Schema has it
  return Object.entries(data).reduce((sum, [name, value]) => {
    if (!Object.hasOwn(members, name)) return additionalProperties === false ? sum - 1 : sum;
    const values = resolve(members[name] ?? {}).enum;
    return sum + (Array.isArray(values) && values.includes(value) ? 2 : 1);
  }, 0);
}

function requiredOf(branch: JsonSchema): readonly string[] {
  const { required } = resolve(branch);
  return Array.isArray(required) ? (required as readonly string[]) : []; // names, as JSON Schema has it
}

/** The schema of the contract that a reference leads to; any other schema as it is. */
function resolve(schema: JsonSchema): JsonSchema {
  if (typeof schema.$ref !== 'string') return schema;
  const steps = schema.$ref.slice(schema.$ref.indexOf('#/') + 2).split('/');
  // A reference of the contract leads to a schema; otherwise Ajv would not have compiled it.
  return steps.reduce((node, step) => node[step] as JsonSchema, readContract().document);
}
