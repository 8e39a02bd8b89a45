import { type JsonSchema, readContract } from '../../src/contract.js';

/** Whether something is sent by callers or told to them. */
export type Direction = 'asked' | 'told';

/** A property of an object that travels, and how its values look. */
export interface Property {
  /** Name of the schema, `Outer.property` for an object inside another. */
  readonly schema: string;
  readonly name: string;
  readonly direction: Direction;
  readonly values: JsonSchema;
}

/**
 * All properties that any operation sends or answers, each once a direction.
 * @param isOpen whether to look into the value of a property, too
 */
export function* properties(isOpen: (property: Property) => boolean): Generator<Property> {
  const seen = new Set<string>();
  for (const { id, body, answer } of readContract().operations.values()) {
    yield* within(body, `${id}.body`, 'asked', isOpen, seen);
    yield* within(answer, `${id}.answer`, 'told', isOpen, seen);
  }
}

/** A schema with its reference followed. */
export function resolve(schema: JsonSchema): JsonSchema {
  const name = referred(schema);
  return name === undefined ? schema : (components()[name] ?? schema);
}

function* within(
  schema: JsonSchema | undefined,
  owner: string,
  direction: Direction,
  isOpen: (property: Property) => boolean,
  seen: Set<string>,
): Generator<Property> {
  if (!schema) return;
  const name = referred(schema);
  if (name !== undefined) {
    if (seen.has(`${name} ${direction}`)) return;
    seen.add(`${name} ${direction}`);
    yield* within(components()[name], name, direction, isOpen, seen);
    return;
  }
  const parts = ['oneOf', 'anyOf', 'allOf'].flatMap((key) => (schema[key] as JsonSchema[] | undefined) ?? []);
  for (const part of parts) yield* within(part, owner, direction, isOpen, seen);
  if (schema.items) yield* within(schema.items as JsonSchema, owner, direction, isOpen, seen);
  for (const [member, values] of Object.entries((schema.properties as Record<string, JsonSchema> | undefined) ?? {})) {
    const property = { schema: owner, name: member, direction, values };
    yield property;
    if (isOpen(property)) yield* within(values, `${owner}.${member}`, direction, isOpen, seen);
  }
}

function referred({ $ref }: JsonSchema): string | undefined {
  return typeof $ref === 'string' ? $ref.replace('#/components/schemas/', '') : undefined;
}

function components(): Readonly<Record<string, JsonSchema>> {
  const { components: all } = readContract().document as { components: { schemas: Record<string, JsonSchema> } };
  return all.schemas;
}
