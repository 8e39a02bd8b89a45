import { type ExecutionResult, type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { credentialOf } from '../../upstream/access/caller.js';
import { turns } from '../../upstream/turns.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { type CallerHeaders, type Lending, readCaller } from '../pipeline/caller.js';
import { Deadline } from '../pipeline/deadline.js';
import { type CheckedSubscription, type EventSettings, SharedEventAnswers, toGraphQLError } from './event-answers.js';
import { formatErrors, unexpectedIn } from '../pipeline/format-error.js';
import { withCode } from '../execution/operations.js';

/** Settings of subscriptions, for every transport. */
export interface SubscriptionSettings extends EventSettings {
  /** The callers who may use the gateway's own API key. */
  readonly lending: Lending;
  /** Writes an unexpected error to the log. */
  readonly onUnexpected: (error: unknown, requestId: string) => void;
}

/** The request of a client, as it was sent. */
export interface SubscriptionRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The results of a subscription. `return()` ends it at once, even while `next()` is pending. */
export interface Results extends AsyncIterableIterator<ExecutionResult, undefined> {
  return(): Promise<IteratorResult<ExecutionResult, undefined>>;
}

/** A result whose errors are not formatted yet. */
interface UnformattedResult {
  readonly data?: ExecutionResult['data'] | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
}

/**
 * Maximum number of subscriptions in this process. The gateway can notify this many of a write within a second, next to
 * other work.
 */
const MAXIMUM_SUBSCRIPTIONS = 5_000;
/** All events share one queue of turns, so that another operation need not wait for all events. */
const EVENTS = new AbortController().signal;

/** Runs subscriptions with the same limits and errors as queries, on every transport. */
export class Subscriptions {
  readonly #settings: SubscriptionSettings;
  readonly #answers: SharedEventAnswers;
  #open = 0;

  constructor(settings: SubscriptionSettings) {
    this.#settings = settings;
    this.#answers = new SharedEventAnswers(settings);
  }

  /**
   * Checks a subscription and its caller, without running anything.
   * @param headers headers of the HTTP request, or of the upgrade request
   * @returns the subscription to start, or the errors
   */
  async check(
    request: SubscriptionRequest,
    headers: CallerHeaders,
  ): Promise<CheckedSubscription | readonly GraphQLError[]> {
    if (this.#open >= MAXIMUM_SUBSCRIPTIONS) return [tooMany()];
    await turns.take(EVENTS);
    try {
      return this.#check(request, headers);
    } catch (error) {
      if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
      throw error;
    }
  }

  #check(
    { query, operationName: name, variables }: SubscriptionRequest,
    headers: CallerHeaders,
  ): CheckedSubscription | readonly GraphQLError[] {
    const { lending } = this.#settings;
    const operationName = name === '' ? null : name; // an empty name means no name
    const caller = readCaller({ headers }, lending);
    const request = { query, operationName: operationName ?? undefined, variables: variables ?? {} };
    const prepared = this.#settings.operations.prepare(request);
    if (!('executable' in prepared)) return prepared;
    if (!prepared.executable.isSubscription) return [notASubscription()];
    const { document, variables: typed, cost } = prepared;
    const key = JSON.stringify([credentialOf(caller), query, operationName, variables]);
    const { schema } = this.#settings.operations;
    return { schema, request, document, operationName: request.operationName, variables: typed, caller, cost, key };
  }

  /**
   * Starts a checked subscription. If it cannot start, the only result has the errors. If its source fails later, the
   * last result has the error.
   */
  async start(checked: CheckedSubscription | readonly GraphQLError[]): Promise<Results> {
    if (!('caller' in checked)) return only({ errors: checked });
    if (this.#open >= MAXIMUM_SUBSCRIPTIONS) return only({ errors: [tooMany()] });
    // Starting makes no upstream call, so the deadline is not started.
    const contextValue = this.#settings.toContext(checked.caller, new Deadline());
    const source = await this.#settings.operations.subscribe(checked, contextValue);
    if ('errors' in source) return only({ errors: (source.errors ?? []).map(refused) });
    this.#open += 1;
    // graphql-js guarantees an async iterable, but its type does not say so.
    return this.#resolve(checked, source as AsyncIterable<unknown>);
  }

  /** Returns a result as the client sees it. Errors are formatted as in other operations, with the request id. */
  format({ data, errors }: UnformattedResult, requestId: string): FormattedExecutionResult {
    return { ...(data !== undefined && { data }), ...(errors && { errors: this.formatErrors(errors, requestId) }) };
  }

  /** Returns errors as the client sees them. Unexpected errors are logged. */
  formatErrors(errors: readonly GraphQLError[], requestId: string): readonly GraphQLFormattedError[] {
    for (const unexpected of errors.map(unexpectedIn)) {
      if (unexpected !== undefined) this.#settings.onUnexpected(unexpected, requestId);
    }
    return formatErrors(errors, requestId);
  }

  /** Resolves events one by one, no faster than the client reads the results. */
  #resolve(checked: CheckedSubscription, source: AsyncIterable<unknown>): Results {
    const events = source[Symbol.asyncIterator]();
    const disconnected = new AbortController();
    let isOpen = true;
    const end = () => {
      if (isOpen) this.#open -= 1;
      isOpen = false;
      return DONE;
    };
    return {
      next: async () => {
        if (!isOpen) return DONE;
        try {
          const event = await events.next();
          if (event.done) return end();
          await turns.take(EVENTS);
          return { done: false, value: await this.#answers.answer(checked, event.value, disconnected.signal) };
        } catch (error) {
          end();
          return { done: false, value: { errors: [toGraphQLError(error)] } };
        }
      },
      return: async () => {
        disconnected.abort();
        await events.return?.();
        return end();
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

const DONE = { done: true, value: undefined } as const;

/** Creates results that have only one item. */
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

/** An error without a path is a mistake in the variables. graphql-js gives it no code. */
function refused(error: GraphQLError): GraphQLError {
  return error.path ? error : withCode(error, 'BAD_USER_INPUT');
}

function notASubscription(): GraphQLError {
  return new GraphQLError('Only subscriptions are supported here. Send queries and mutations to "/graphql" by POST.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

function tooMany(): GraphQLError {
  const originalError = new UpstreamError({
    code: 'TOO_MANY_SUBSCRIPTIONS',
    message: `At most ${MAXIMUM_SUBSCRIPTIONS} subscriptions are possible at a time. End some, or try again later.`,
    retryable: true,
    retryAfter: 10,
  });
  return new GraphQLError(originalError.message, { originalError });
}
