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
import {
  type AcceptedOperation,
  type OperationRequest,
  graphqlJsExecutable,
  KnownDocuments,
  type ExecutableOperation,
} from './known-documents.js';
import type { MaybePromise, TakeTurn } from './plan-completion.js';

/** An operation that may be executed: parsed, valid, within the cost limit, with coerced variables. */
export interface PreparedOperation extends AcceptedOperation {
  readonly request: OperationRequest;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
}

/**
 * The part of a prepared operation that a subscription keeps. It does not keep the plan: thousands of subscriptions
 * stay open, and memory for plans is limited.
 */
export type SubscriptionSource = Pick<PreparedOperation, 'request' | 'document' | 'variables'>;

/**
 * Prepares and executes all operations. Queries and mutations over HTTP come from `FastLane` (without Apollo) or from
 * Apollo Server; subscriptions come from event streams and WebSockets. Observability (metrics, traces, logs) can be
 * added here: every executed operation passes through {@link execute}, a query or mutation once, a subscription once
 * per event. Requests that share one answer are executed once together. Requests that get a cached answer are not
 * executed. Only `FastLane` sees such requests.
 */
export class Operations {
  /** Cache of prepared operations, for all paths. Its size is limited. */
  readonly known: KnownDocuments;
  readonly schema: GraphQLSchema;
  readonly #maximumCost: number;

  /** @param maximumCost maximum cost of an operation, or of one event of a subscription, in units */
  constructor(schema: GraphQLSchema, maximumCost: number) {
    this.schema = schema;
    this.#maximumCost = maximumCost;
    this.known = new KnownDocuments(schema);
  }

  /**
   * Parses, validates and compiles an operation, and checks its cost. Results are cached.
   * @param parsed the document, if Apollo has already parsed and validated it by the same rules
   * @returns what to execute, or the errors
   * @throws GraphQLError for a syntax error, and `COST_LIMIT_EXCEEDED`
   */
  prepare(request: OperationRequest, parsed?: DocumentNode): PreparedOperation | readonly GraphQLError[] {
    const cached = this.known.find(request);
    const document = parsed ?? cached?.executable.document ?? this.#parse(request.query);
    if (!('kind' in document)) return document;
    const operation = getOperationAST(document, request.operationName);
    if (!operation) return [noSuchOperation()];
    const { query, operationName = null, variables: rawVariables } = request;
    const variables = coerceVariables(this.schema, operation.variableDefinitions ?? [], rawVariables);
    if (variables.errors) return variables.errors;
    if (cached) return { ...cached, request, document, operation, variables };
    const cost = checkedCost(this.#maximumCost, this.schema, document, operationName, { ...rawVariables });
    const executable = this.known.compile(request, document, operation);
    if (!executable)
      throw new Error(`Cannot compile an operation that passed validation (its query has ${query.length} characters).`);
    const prepared = { executable, cost, request, document, operation, variables };
    // If Apollo has parsed the document, `apolloExecution` stores the operation after admission. If it were stored
    // here, the fast lane would merge equal requests with this one before it is admitted.
    if (!parsed) this.known.remember(request, document, operation, prepared);
    return prepared;
  }

  #parse(query: string): DocumentNode | readonly GraphQLError[] {
    const tooDeep = depthProblem(query);
    if (tooDeep) return [tooDeep];
    const document = parse(query, { maxLexicalTokens: MAXIMUM_TOKENS });
    const mistakes = validate(this.schema, document, [...specifiedRules, ...limitRules], { maxErrors: 10 });
    return mistakes.length > 0 ? mistakes.map((each) => withCode(each, 'GRAPHQL_VALIDATION_FAILED')) : document;
  }

  /**
   * Executes an operation, or resolves one event of a subscription. @param takeTurn waits until this operation may
   * compute again (see `Plan.run`)
   */
  execute(
    executable: ExecutableOperation,
    variables: Variables,
    context: unknown,
    takeTurn?: TakeTurn,
    event?: unknown,
  ): MaybePromise<ExecutionResult> {
    return executable.run(context, variables, takeTurn, event);
  }

  /** Starts a subscription. @returns its events, or the errors */
  subscribe(
    { request: { operationName }, document, variables }: SubscriptionSource,
    contextValue: unknown,
  ): Promise<AsyncIterable<unknown> | ExecutionResult> {
    const variableValues = variables.raw;
    return createSourceEventStream({ schema: this.schema, document, operationName, variableValues, contextValue });
  }

  /**
   * Resolves one event of a subscription. Uses the cached plan of the subscription, or graphql-js if that plan is not
   * in the cache.
   */
  resolveEvent(
    { request, document, variables }: SubscriptionSource,
    event: unknown,
    context: unknown,
    takeTurn: TakeTurn,
  ): MaybePromise<ExecutionResult> {
    const executable =
      this.known.find(request)?.executable ?? graphqlJsExecutable(this.schema, document, request.operationName);
    return this.execute(executable, variables, context, takeTurn, event);
  }
}

/** Gives an error a code if it does not have one. */
export function withCode(error: GraphQLError, code: ErrorCode): GraphQLError {
  error.extensions.code ??= code;
  return error;
}

function noSuchOperation(): GraphQLError {
  return new GraphQLError(
    'The document has no operation with this name, or it has several and "operationName" is missing.',
    {
      extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
    },
  );
}
