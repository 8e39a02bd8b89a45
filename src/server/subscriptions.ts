import {
  createSourceEventStream,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Caller } from '../datasources/caller.js';
import type { ErrorCode } from '../errors/error-codes.js';
import type { Context } from '../resolvers/context.js';
import { type CallerHeaders, type Lending, readCaller } from './caller.js';
import { Deadline } from './deadline.js';
import { depthProblem } from './document-depth.js';
import { formatErrors, unexpectedIn } from './format-error.js';
import { limitRules, MAXIMUM_TOKENS, refuseCostly } from './limits.js';
import { coerceVariables } from './variables.js';

/** Makes what resolvers may use, for one operation or one event. */
export type ToContext = (caller: Caller, deadline: Deadline) => Context;

/** What subscriptions are run with, however they are carried. */
export interface SubscriptionSettings {
  readonly schema: GraphQLSchema;
  /** Most rows that one event may bring. */
  readonly maximumQueryCost: number;
  /** Time that one event may take to be resolved, in milliseconds. */
  readonly queryTimeout: number;
  /** Whom the gateway lends its own key to. */
  readonly lending: Lending;
  readonly toContext: ToContext;
  /** Takes errors that nobody expected, for the log. */
  readonly onUnexpected: (error: unknown, requestId: string) => void;
}

/** What a client asks for. */
export interface SubscriptionRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The results of a subscription. `return()` ends it at once, also while a result is awaited. */
export interface Results extends AsyncIterableIterator<ExecutionResult, undefined> {
  return(): Promise<IteratorResult<ExecutionResult, undefined>>;
}

/** A result with its errors as they were thrown. */
interface UnformattedResult {
  readonly data?: ExecutionResult['data'] | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

/** A subscription that may be started. */
export interface CheckedSubscription extends ExecutionArgs {
  readonly caller: Caller;
}

/** Runs subscriptions under the same limits and with the same errors as queries, whichever transport carries them. */
export class Subscriptions {
  readonly #settings: SubscriptionSettings;

  constructor(settings: SubscriptionSettings) {
    this.#settings = settings;
  }

  /**
   * Checks what is asked for and by whom, without running anything.
   * @param headers of the HTTP request that it came by
   * @returns what to run, or what is wrong
   */
  check(
    { query, operationName: name, variables }: SubscriptionRequest,
    headers: CallerHeaders,
  ): CheckedSubscription | readonly GraphQLError[] {
    const { schema, maximumQueryCost, lending } = this.#settings;
    const operationName = name === '' ? null : name; // empty means none
    try {
      const caller = readCaller({ headers }, lending);
      const tooDeep = depthProblem(query);
      if (tooDeep) return [tooDeep];
      const document = parse(query, { maxLexicalTokens: MAXIMUM_TOKENS });
      const mistakes = validate(schema, document, [...specifiedRules, ...limitRules], { maxErrors: 10 });
      if (mistakes.length > 0) return mistakes.map((mistake) => withCode(mistake, 'GRAPHQL_VALIDATION_FAILED'));
      const operation = getOperationAST(document, operationName);
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return [notASubscription(operation !== null)];
      const wrong = coerceVariables(schema, operation.variableDefinitions ?? [], variables ?? {}).errors;
      if (wrong) return wrong;
      refuseCostly(maximumQueryCost, schema, document, operationName ?? null, { ...variables });
      return { schema, document, operationName, variableValues: variables, caller };
    } catch (error) {
      if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
      throw error;
    }
  }

  /** Begins a subscription that was checked. Refusals come as its only result, and a failure of what is watched as its last. */
  async start(checked: CheckedSubscription | readonly GraphQLError[]): Promise<Results> {
    if (!('caller' in checked)) return only({ errors: checked });
    // Beginning makes no call, so it needs no clock.
    const contextValue = this.#settings.toContext(checked.caller, new Deadline());
    const source = await createSourceEventStream({ ...checked, contextValue });
    if ('errors' in source) return only({ errors: (source.errors ?? []).map(refused) });
    // graphql-js has made sure that it is iterable, which its type says of neither.
    return this.#resolve(checked, source as AsyncIterable<unknown>);
  }

  /** A result as the client sees it: its errors in the form of all errors, with the id that finds them in the log. */
  format({ data, errors }: UnformattedResult, requestId: string): FormattedExecutionResult {
    return { ...(data !== undefined && { data }), ...(errors && { errors: this.formatErrors(errors, requestId) }) };
  }

  /** Errors as the client sees them. */
  formatErrors(errors: readonly GraphQLError[], requestId: string): readonly GraphQLFormattedError[] {
    for (const unexpected of errors.map(unexpectedIn)) {
      if (unexpected !== undefined) this.#settings.onUnexpected(unexpected, requestId);
    }
    return formatErrors(errors, requestId);
  }

  /** Resolves each event as it is fetched, no faster than the client takes the results. */
  #resolve(checked: CheckedSubscription, source: AsyncIterable<unknown>): Results {
    const events = source[Symbol.asyncIterator]();
    let deadline: Deadline | undefined;
    let hasFailed = false;
    return {
      next: async () => {
        if (hasFailed) return DONE;
        try {
          const event = await events.next();
          if (event.done) return DONE;
          deadline = new Deadline();
          deadline.start(this.#settings.queryTimeout);
          // A context of its own: loaders that remembered an earlier event would show what was.
          const contextValue = this.#settings.toContext(checked.caller, deadline);
          return { done: false, value: await execute({ ...checked, rootValue: event.value, contextValue }) };
        } catch (error) {
          hasFailed = true;
          return { done: false, value: { errors: [toGraphQLError(error)] } };
        } finally {
          deadline?.clear();
        }
      },
      return: async () => {
        deadline?.abort();
        await events.return?.();
        return DONE;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

const DONE = { done: true, value: undefined } as const;

/** Results of which there is one. */
function only(result: ExecutionResult): Results {
  const results = [result];
  return {
    next: () => {
      const value = results.pop();
      return Promise.resolve(value ? { done: false, value } : DONE);
    },
    return: () => Promise.resolve(DONE),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function withCode(error: GraphQLError, code: ErrorCode): GraphQLError {
  error.extensions.code ??= code;
  return error;
}

/** What went wrong before any field was reached is a mistake in the variables; graphql-js gives those no code. */
function refused(error: GraphQLError): GraphQLError {
  return error.path ? error : withCode(error, 'BAD_USER_INPUT');
}

function notASubscription(isKnown: boolean): GraphQLError {
  return isKnown
    ? new GraphQLError('Only subscriptions come this way; send queries and mutations to "/graphql" by POST.', {
        extensions: { code: 'BAD_USER_INPUT' },
      })
    : new GraphQLError('The document has no such operation, or several and none is named.', {
        extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
      });
}

function toGraphQLError(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
