import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { ErrorCode } from '../../errors/error-codes.js';
import { checkedCost } from '../pipeline/cost.js';
import { depthProblem } from '../pipeline/document-depth.js';
import { limitRules, MAXIMUM_TOKENS } from '../pipeline/limits.js';
import { coerceVariables, type Variables } from '../pipeline/variables.js';
import { type Accepted, type Asked, byGraphQLJs, KnownDocuments, type Runnable } from './known-documents.js';
import type { MaybePromise, TakeTurn } from './plan-completion.js';

/** An operation that may be executed: parsed, valid, within the cost limit, with coerced variables. */
export interface Prepared extends Accepted {
  readonly asked: Asked;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
}

/**
 * What a subscription keeps of its preparation. It keeps no plan: thousands of subscriptions stay open, and memory for
 * plans is limited.
 */
export type Subscribed = Pick<Prepared, 'asked' | 'document' | 'variables'>;

/**
 * Prepares and executes all operations: queries and mutations over HTTP (the fast lane and Apollo's path), event
 * streams and WebSockets. Observability (metrics, traces, logs) hooks in here: every executed operation passes through
 * {@link execute}, a query or mutation once, a subscription once per event. Requests that share an answer, or get a
 * cached one, are executed once; `FastLane` reports those.
 */
export class Operations {
  /** What was prepared before, on all paths. Bounded. */
  readonly known: KnownDocuments;
  readonly schema: GraphQLSchema;
  readonly #maximumCost: number;

  /** @param maximumCost highest cost of an operation, or of one event, in units */
  constructor(schema: GraphQLSchema, maximumCost: number) {
    this.schema = schema;
    this.#maximumCost = maximumCost;
    this.known = new KnownDocuments(schema);
  }

  /**
   * Parses, validates and compiles an operation, and checks its cost. Results are cached.
   * @param read the document, if Apollo has parsed and validated it already, by the same rules
   * @returns what to execute, or the errors
   * @throws GraphQLError for a syntax error, and `COST_LIMIT_EXCEEDED`
   */
  prepare(asked: Asked, read?: DocumentNode): Prepared | readonly GraphQLError[] {
    const present = this.known.find(asked);
    const document = read ?? present?.runnable.document ?? this.#read(asked.query);
    if (!('kind' in document)) return document;
    const operation = getOperationAST(document, asked.operationName);
    if (!operation) return [noSuchOperation()];
    const { query, operationName = null, variables: given } = asked;
    const variables = coerceVariables(this.schema, operation.variableDefinitions ?? [], given);
    if (variables.errors) return variables.errors;
    if (present) return { ...present, asked, document, operation, variables };
    const cost = checkedCost(this.#maximumCost, this.schema, document, operationName, { ...given });
    const runnable = this.known.compile(asked, document, operation);
    if (!runnable) throw new Error(`An operation that was checked cannot be run (${query.length} characters).`);
    const prepared = { runnable, cost, asked, document, operation, variables };
    // Apollo's path remembers it after admission: otherwise the fast lane would merge it with equal requests too early.
    if (!read) this.known.remember(asked, document, operation, prepared);
    return prepared;
  }

  #read(query: string): DocumentNode | readonly GraphQLError[] {
    const tooDeep = depthProblem(query);
    if (tooDeep) return [tooDeep];
    const document = parse(query, { maxLexicalTokens: MAXIMUM_TOKENS });
    const mistakes = validate(this.schema, document, [...specifiedRules, ...limitRules], { maxErrors: 10 });
    return mistakes.length > 0 ? mistakes.map((each) => withCode(each, 'GRAPHQL_VALIDATION_FAILED')) : document;
  }

  /** Executes an operation, or resolves one event of a subscription. @param takeTurn as for `Plan.run` */
  execute(
    runnable: Runnable,
    variables: Variables,
    context: unknown,
    takeTurn?: TakeTurn,
    event?: unknown,
  ): MaybePromise<ExecutionResult> {
    return runnable.run(context, variables, takeTurn, event);
  }

  /** Starts a subscription. @returns its events, or the errors */
  subscribe(
    { asked: { operationName }, document, variables }: Subscribed,
    contextValue: unknown,
  ): Promise<AsyncIterable<unknown> | ExecutionResult> {
    const variableValues = variables.given;
    return createSourceEventStream({ schema: this.schema, document, operationName, variableValues, contextValue });
  }

  /** Resolves one event of a subscription with its plan, or with graphql-js if there is no memory left for the plan. */
  resolveEvent(
    { asked, document, variables }: Subscribed,
    event: unknown,
    context: unknown,
    takeTurn: TakeTurn,
  ): MaybePromise<ExecutionResult> {
    const runnable = this.known.find(asked)?.runnable ?? byGraphQLJs(this.schema, document, asked.operationName);
    return this.execute(runnable, variables, context, takeTurn, event);
  }
}

/** Gives an error a code, unless it has one. */
export function withCode(error: GraphQLError, code: ErrorCode): GraphQLError {
  error.extensions.code ??= code;
  return error;
}

function noSuchOperation(): GraphQLError {
  return new GraphQLError('The document has no such operation, or several and none is named.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
}
