import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
  type GraphQLCompositeType,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;
type Variables = Readonly<Record<string, unknown>>;

/** A random request. */
export interface RandomRequest {
  readonly query: string;
  readonly operationName: 'Random';
  /** Valid values of the variables. */
  readonly variables: Variables;
  /** Other values, some of them invalid or missing. */
  readonly others: Variables;
}

/** The input for random documents. */
export interface Material {
  readonly schema: GraphQLSchema;
  /** Fields that are never selected, as `Type.field`. */
  readonly leaveOut: ReadonlySet<string>;
  /**
   * Possible scalar values of an argument or input member with a name, in a field: valid ones, and ones that are
   * refused only when they are used.
   */
  readonly valuesOf: (type: string, name: string, field: string) => readonly unknown[];
}

/** Maximum numbers in a document, so that it stays within the gateway's limits and is cheap. */
const MOST = { fields: 45, aliases: 12, directives: 20, rows: 8, calls: 24, lists: 4 } as const;
/** Fields that make further calls for each row. */
const CALLING: ReadonlySet<string> = new Set(['signedLog', 'revisionAt', 'revisions', 'upstream']);

/** Makes a query from a list of numbers. Smaller numbers make a simpler query. */
export function queryOf(material: Material, numbers: readonly number[]): RandomRequest {
  return new Maker(material, numbers).query();
}

/** A mutation with one input and a random selection of its payload. */
export function mutationOf(material: Material, numbers: readonly number[], name: string, input: object): RandomRequest {
  return new Maker(material, numbers).mutation(name, input);
}

/** The entry under a response name. Two fields with the same name are merged, so they must be equal. */
interface Entry {
  readonly signature: string;
  readonly inner: Scope;
  /** The field with its arguments and selection, so that it can be selected again. */
  readonly again: Again | undefined;
}
interface Again {
  readonly head: string;
  readonly of: string;
  readonly type: GraphQLCompositeType;
  readonly rows: number;
}
type Scope = Map<string, Entry>;

interface Place {
  readonly depth: number;
  /** Maximum number of objects. */
  readonly rows: number;
  /** Response names in use: here, and in the selection that includes the fragment. */
  readonly scope: Scope;
  readonly around: Scope;
}

class Maker {
  readonly #material: Material;
  readonly #numbers: readonly number[];
  readonly #left: Record<keyof typeof MOST, number> = { ...MOST };
  readonly #declared: string[] = [];
  readonly #variables: Record<string, unknown> = {};
  readonly #others: Record<string, unknown> = {};
  readonly #fragments: {
    readonly name: string;
    readonly type: string;
    readonly scope: Scope;
    readonly text: string;
  }[] = [];
  #at = 0;

  constructor(material: Material, numbers: readonly number[]) {
    this.#material = material;
    this.#numbers = numbers;
  }

  query(): RandomRequest {
    return this.#request('query', this.#select(this.#material.schema.getQueryType()!, placeOf(8, 1)));
  }

  mutation(name: string, input: object): RandomRequest {
    const field = this.#material.schema.getMutationType()!.getFields()[name]!;
    const [argument] = field.args;
    this.#declared.push(`$input: ${String(argument!.type)}`);
    this.#variables.input = input;
    this.#others.input = this.#pick([input, {}, null, { ...input, nonsense: 1 }]);
    const payload = this.#select(compositeOf(field.type)!, placeOf(6, 1));
    return this.#request('mutation', `${name}(${argument!.name}: $input) { ${payload} }`);
  }

  #request(kind: string, selection: string): RandomRequest {
    const declared = this.#declared.length > 0 ? `(${this.#declared.join(', ')})` : '';
    const fragments = this.#fragments.map(({ text }) => `\n${text}`).join('');
    const query = `${kind} Random${declared} { ${selection} }${fragments}`;
    return { query, operationName: 'Random', variables: this.#variables, others: this.#others };
  }

  #pick<Value>(values: readonly Value[]): Value {
    const number = this.#numbers[this.#at++ % this.#numbers.length]!;
    return values[number % values.length]!;
  }

  /** Returns true once in `inTimes` calls, on average. */
  #once(inTimes: number): boolean {
    return this.#pick(Array.from({ length: inTimes }, (_, index) => index)) === inTimes - 1;
  }

  /** Takes from a budget. @returns whether enough was left */
  #take(what: keyof typeof MOST, count = 1): boolean {
    if (this.#left[what] < count) return false;
    this.#left[what] -= count;
    return true;
  }

  #select(type: GraphQLCompositeType, place: Place): string {
    const parts: string[] = [];
    for (let count = this.#pick(type.name === 'Query' ? [1, 2, 3] : [2, 1, 3, 4, 5]); count > 0; count -= 1) {
      const part = this.#part(type, place);
      if (part !== undefined) parts.push(part);
    }
    return parts.length > 0 ? parts.join(' ') : '__typename';
  }

  #part(type: GraphQLCompositeType, place: Place): string | undefined {
    if (!this.#take('fields')) return undefined;
    const wantsFragment = isUnionType(type) ? !this.#once(4) : isAbstractType(type) ? !this.#once(3) : this.#once(6);
    // The limit of depth counts fragments as levels.
    if (wantsFragment && place.depth > -2) return this.#fragment(type, place);
    const again = [...place.scope.values()].flatMap(({ inner, again }) =>
      again?.of === type.name ? [{ inner, ...again }] : [],
    );
    if (again.length > 0 && place.depth > 0 && this.#once(8)) {
      const { head, inner, type: to, rows } = this.#pick(again);
      return `${head}${this.#directive()} { ${this.#select(to, { ...placeOf(place.depth - 1, rows), scope: inner })} }`;
    }
    if (isUnionType(type) || this.#once(12)) return this.#name('__typename', 'String!', place, undefined)?.head;
    return this.#field(type.name, Object.values(type.getFields()), place);
  }

  #field(parent: string, fields: readonly Field[], place: Place): string | undefined {
    const open = fields.filter(({ name }) => !this.#material.leaveOut.has(`${parent}.${name}`));
    const leaves = open.filter(({ type }) => compositeOf(type) === undefined);
    const branches = open.filter(({ type }) => compositeOf(type) !== undefined);
    const isBranch = place.depth > 0 && branches.length > 0 && (leaves.length === 0 || !this.#once(2));
    if (!isBranch && leaves.length === 0) return undefined;
    const field = this.#pick(isBranch ? branches : leaves);
    const costs = this.#costOf(field, place.rows);
    if (costs === undefined) return undefined;
    const call = `${field.name}${this.#argumentsOf(field)}`;
    const to = compositeOf(field.type);
    const rows = place.rows * costs.rows;
    const named = this.#name(call, String(field.type), place, to && { of: parent, type: to, rows });
    if (!named) return undefined;
    if (!to) return named.head + this.#directive();
    const inside = { ...placeOf(place.depth - 1, rows), scope: named.inner };
    return `${named.head}${this.#directive()} { ${this.#select(to, inside)} }`;
  }

  /** The number of rows that a field makes from the given rows; undefined if that is too many. */
  #costOf({ name, args }: Field, rows: number): { readonly rows: number } | undefined {
    if (CALLING.has(name) && !this.#take('calls', rows * (name === 'revisions' ? 2 : 1))) return undefined;
    if (!args.some((each) => each.name === 'first' || each.name === 'ids')) return { rows: 1 };
    const made = rows === 1 ? 3 : 2;
    return rows * made <= MOST.rows && this.#take('lists') ? { rows: made } : undefined;
  }

  /** Chooses the response name of a field, and returns the field with it; none if no aliases are left. */
  #name(call: string, type: string, { scope, around }: Place, to: Omit<Again, 'head'> | undefined) {
    const name = /^\w+/.exec(call)![0];
    const signature = `${call}: ${type}`;
    const [here, there] = [scope.get(name), around.get(name)];
    const isFree = here ? here.signature === signature : !there || (there.signature === signature && !to);
    const isAliased = !isFree || this.#once(8);
    if (isAliased && !this.#take('aliases')) return undefined;
    const key = isAliased ? `a${this.#left.aliases}` : name;
    const head = isAliased ? `${key}: ${call}` : call;
    const entry = scope.get(key) ?? { signature, inner: new Map(), again: to && { head, ...to } };
    scope.set(key, entry);
    return { head, inner: entry.inner };
  }

  #fragment(type: GraphQLCompositeType, place: Place): string | undefined {
    const { schema } = this.#material;
    const possible: readonly GraphQLCompositeType[] = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const interfaces = isObjectType(type) ? type.getInterfaces() : [];
    const on = this.#pick([...possible, ...(this.#once(4) ? interfaces : [])]);
    if (this.#once(2)) return this.#spread(on, place);
    const condition = on === type && this.#once(2) ? '' : ` on ${on.name}`;
    return `...${condition}${this.#directive()} { ${this.#select(on, { ...place, depth: place.depth - 1 })} }`;
  }

  #spread(on: GraphQLCompositeType, place: Place): string {
    const known = this.#fragments.find(({ type, scope }) => type === on.name && fits(scope, place));
    if (known && place.rows === 1 && this.#once(2)) {
      putInto(place.scope, known.scope);
      return `...${known.name}${this.#directive()}`;
    }
    const scope: Scope = new Map();
    const around: Scope = new Map([...place.around, ...place.scope]);
    const selection = this.#select(on, { depth: place.depth - 1, rows: place.rows, scope, around });
    const name = `F${this.#fragments.length}`;
    this.#fragments.push({ name, type: on.name, scope, text: `fragment ${name} on ${on.name} { ${selection} }` });
    putInto(place.scope, scope);
    return `...${name}${this.#directive()}`;
  }

  #directive(): string {
    if (!this.#once(6) || !this.#take('directives')) return '';
    const name = this.#pick(['include', 'skip']);
    const usual = name === 'include';
    const values = [usual, usual, usual, !usual];
    if (this.#once(3)) return ` @${name}(if: ${this.#pick(values)})`;
    const type = this.#pick(['Boolean!', 'Boolean = true', 'Boolean! = false']);
    return ` @${name}(if: ${this.#variable(type, () => this.#pick(values))})`;
  }

  #argumentsOf(field: Field): string {
    const given = field.args.flatMap((argument) => {
      // Pages are always small.
      if (!isNeeded(argument) && argument.name !== 'first' && !this.#once(3)) return [];
      return [`${argument.name}: ${this.#argument(argument, field.name)}`];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #argument(argument: GraphQLArgument | GraphQLInputField, field: string, isInOneOf = false): string {
    const { type, name, defaultValue } = argument;
    if (isInOneOf || this.#once(2)) return this.#literal(type, name, field);
    const make = () => this.#value(type, name, field);
    if (isNonNullType(type) && defaultValue !== undefined && this.#once(3)) {
      return this.#variable(String(type.ofType), make); // null is refused only when it is used
    }
    const ofType = getNullableType(type);
    const hasDefault = (isScalarType(ofType) || isEnumType(ofType)) && this.#once(3);
    return this.#variable(hasDefault ? `${String(type)} = ${print(make(), type)}` : String(type), make);
  }

  /** Declares a variable. */
  #variable(type: string, make: () => unknown): string {
    const name = `v${this.#declared.length}`;
    this.#declared.push(`$${name}: ${type}`);
    const mayBeMissing = type.includes('=') || !type.endsWith('!');
    if (!mayBeMissing || !this.#once(4)) this.#variables[name] = make();
    const wrong = [null, 'nonsense', -1, { wrong: true }, ['nonsense']];
    const other = this.#once(24) ? this.#pick(wrong) : make();
    if (!this.#once(24)) this.#others[name] = other;
    return `$${name}`;
  }

  /** A value in the document itself, with variables in it. */
  #literal(type: GraphQLInputType, name: string, field: string): string {
    const inner = getNullableType(type);
    if (!isInputObjectType(inner)) return print(this.#value(type, name, field), type);
    const members = this.#membersOf(inner).map(
      (member) => `${member.name}: ${this.#argument(member, field, inner.isOneOf)}`,
    );
    return `{ ${members.join(', ')} }`;
  }

  #value(type: GraphQLInputType, name: string, field: string): unknown {
    const inner = getNullableType(type);
    if (isListType(inner)) {
      const length = this.#pick([1, 2, 3, 0]);
      return Array.from({ length }, () => this.#value(inner.ofType, name, field));
    }
    if (isEnumType(inner)) return this.#pick(inner.getValues()).name;
    if (!isInputObjectType(inner)) return this.#pick(this.#material.valuesOf(getNamedType(inner).name, name, field));
    return Object.fromEntries(
      this.#membersOf(inner).map((member) => [member.name, this.#value(member.type, member.name, field)]),
    );
  }

  #membersOf(type: GraphQLInputType): readonly GraphQLInputField[] {
    if (!isInputObjectType(type)) return [];
    const members = Object.values(type.getFields());
    if (type.isOneOf) return [this.#pick(members)];
    return members.filter((member) => isNeeded(member) || this.#once(2));
  }
}

function placeOf(depth: number, rows: number): Place {
  return { depth, rows, scope: new Map(), around: new Map() };
}

/** Whether an argument or input member is required. */
function isNeeded({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}

function compositeOf(type: GraphQLOutputType): GraphQLCompositeType | undefined {
  const named = getNamedType(type);
  return isCompositeType(named) ? named : undefined;
}

/** Whether the selection of a fragment can be merged with the existing one. */
function fits(fragment: Scope, { scope, around }: Place): boolean {
  return [...fragment].every(([key, { signature, again }]) => {
    const there = scope.get(key) ?? around.get(key);
    return !there || (there.signature === signature && !again);
  });
}

function putInto(scope: Scope, fragment: Scope): void {
  for (const [key, entry] of fragment) if (!scope.has(key)) scope.set(key, { ...entry, again: undefined });
}

/** Prints a value as a literal. */
function print(value: unknown, type?: GraphQLInputType): string {
  const inner = type && getNullableType(type);
  if (isListType(inner) && Array.isArray(value))
    return `[${value.map((each) => print(each, inner.ofType)).join(', ')}]`;
  if (isEnumType(inner)) return String(value);
  if (Array.isArray(value)) return `[${value.map((each) => print(each)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = isInputObjectType(inner) ? inner.getFields() : {};
  const members = Object.entries(value).map(([name, each]) => `${name}: ${print(each, fields[name]?.type)}`);
  return `{ ${members.join(', ')} }`;
}

/**
 * A document that selects everything reachable from a field of the query, up to a depth and without cycles. Arguments
 * have their first possible value.
 */
export function everythingOf({ schema, leaveOut, valuesOf }: Material, name: string, depth: number): string {
  const select = (type: GraphQLCompositeType, above: readonly string[]): string => {
    const own = isUnionType(type) ? [] : Object.values(type.getFields()).map((field) => ask(type.name, field, above));
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    // Fields with the same name must have the same type in all possible types.
    const others = possible.map((each) => {
      const fields = Object.values(each.getFields()).map((field) => {
        const text = ask(each.name, field, [...above, each.name]);
        return text && `${each.name}_${field.name}: ${text}`;
      });
      return `... on ${each.name} { __typename ${fields.join(' ')} }`;
    });
    return ['__typename', ...own, ...others].join(' ');
  };
  const ask = (parent: string, field: Field, above: readonly string[]): string => {
    const to = compositeOf(field.type);
    if (leaveOut.has(`${parent}.${field.name}`)) return '';
    if (to && (above.includes(to.name) || above.length >= depth)) return '';
    const needed = field.args.filter((each) => ['first', 'uuid'].includes(each.name) || isNeeded(each));
    const given = needed.map((each) => `${each.name}: ${print(firstOf(each.type, each.name, field.name), each.type)}`);
    const call = field.name + (given.length > 0 ? `(${given.join(', ')})` : '');
    return to ? `${call} { ${select(to, [...above, to.name])} }` : call;
  };
  const firstOf = (type: GraphQLInputType, argument: string, field: string): unknown => {
    const inner = getNullableType(type);
    if (isEnumType(inner)) return inner.getValues()[0]!.name;
    if (isScalarType(inner)) return valuesOf(inner.name, argument, field)[0];
    if (isListType(inner)) {
      const named = getNamedType(inner);
      return isScalarType(named)
        ? valuesOf(named.name, argument, field).slice(0, 4)
        : [firstOf(named, argument, field)];
    }
    const members = Object.values(inner.getFields());
    const given = inner.isOneOf ? members.slice(0, 1) : members.filter(isNeeded);
    return Object.fromEntries(given.map((member) => [member.name, firstOf(member.type, member.name, field)]));
  };
  return `{ ${ask('Query', schema.getQueryType()!.getFields()[name]!, [])} }`;
}
