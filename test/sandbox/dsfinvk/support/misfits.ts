import type { JsonSchema } from '../../../../src/contract/contract.js';

/** A body with one change that may break a rule of the contract. */
export interface Changed {
  /** The place and the rule, e.g. `head.number maximum`. */
  readonly name: string;
  readonly body: unknown;
}

/** For each rule of a schema that applies to a part of a body: the body with that part changed against the rule. */
export function changesOf(document: JsonSchema, schema: JsonSchema, body: unknown): readonly Changed[] {
  return [...changes(document, schema, body)].map(({ place, rule, value }) => ({
    name: `${place.join('.')} ${rule}`.trim(),
    body: replaced(body, place, value),
  }));
}

interface Change {
  readonly place: readonly string[];
  readonly rule: string;
  /** undefined: without it */
  readonly value: unknown;
}

function* changes(document: JsonSchema, schema: JsonSchema, value: unknown): Generator<Change> {
  const rules = resolve(document, schema);
  yield* valueChanges(rules, value);
  for (const branch of [rules.anyOf, rules.oneOf, rules.allOf].flat()) {
    if (branch) yield* changes(document, branch as JsonSchema, value);
  }
  if (Array.isArray(value)) {
    const [first] = value as readonly unknown[];
    if (first === undefined || !rules.items) return;
    yield* below('0', changes(document, rules.items as JsonSchema, first));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const members = (rules.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  for (const [name, member] of Object.entries(value)) {
    if (members[name]) yield* below(name, changes(document, members[name], member));
  }
}

function* below(name: string, inner: Iterable<Change>): Generator<Change> {
  for (const change of inner) yield { ...change, place: [name, ...change.place] };
}

function* valueChanges(rules: JsonSchema, value: unknown): Generator<Change> {
  const change = (rule: string, changed: unknown): Change => ({ place: [], rule, value: changed });
  const { minLength, maxLength, minimum, maximum, exclusiveMinimum, multipleOf, maxProperties } = rules as Readonly<
    Record<string, number | undefined>
  >;
  if (rules.type !== undefined) {
    for (const other of [null, true, 'text', 1.5, [], {}]) {
      if (typeof other !== typeof value || other === null) yield change(`type ${JSON.stringify(other)}`, other);
    }
  }
  if (Array.isArray(rules.enum)) yield change('enum', 'OTHER');
  if (typeof rules.pattern === 'string') yield change('pattern', '?'.repeat(maxLength ?? 1));
  if (typeof rules.format === 'string') yield change('format', '2026-13-45');
  if (minLength) yield change('minLength', '');
  if (maxLength) yield change('maxLength', 'D'.repeat(maxLength + 1));
  if (minimum !== undefined) yield change('minimum', minimum - 1);
  if (exclusiveMinimum !== undefined) yield change('exclusiveMinimum', exclusiveMinimum);
  if (maximum !== undefined) yield change('maximum', maximum + 1);
  if (multipleOf !== undefined) yield change('multipleOf', multipleOf / 10);
  if (rules.minItems) yield change('minItems', []);
  if (maxProperties) {
    const pairs = Array.from({ length: maxProperties + 1 }, (_, index) => [`key ${index}`, '']);
    yield change('maxProperties', Object.fromEntries(pairs));
  }
  if (Array.isArray(rules.required)) {
    for (const name of rules.required as readonly string[]) yield { place: [name], rule: 'required', value: undefined };
  }
  if (rules.additionalProperties === false) yield { place: ['other'], rule: 'additionalProperties', value: 1 };
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaced(item, rest, by) : item));
  const members = new Map(Object.entries(value as object));
  const changed = replaced(members.get(name), rest, by);
  if (changed === undefined) members.delete(name);
  else members.set(name, changed);
  return Object.fromEntries(members);
}

function resolve(document: JsonSchema, schema: JsonSchema): JsonSchema {
  if (typeof schema.$ref !== 'string') return schema;
  const steps = schema.$ref.replace('#/', '').split('/');
  return steps.reduce((node, step) => node[step] as JsonSchema, document);
}
