import { type ExecutionResult, type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { credentialOf } from '../../upstream/access/caller.js';
import { turns } from '../../upstream/turns.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { type CallerHeaders, type Lending, readCaller } from '../pipeline/caller.js';
import { Deadline } from '../pipeline/deadline.js';
import { type CheckedSubscription, type EventSettings, SharedEventAnswers, toGraphQLError } from './event-answers.js';
import { formatErrors, unexpectedIn } from '../pipeline/format-error.js';
import { withCode } from '../execution/operations.js';

/** What subscriptions are run with, however they are carried. */
export interface SubscriptionSettings extends EventSettings {
  /** Whom the gateway lends its own key to. */
  readonly lending: Lending;
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

/** Most subscriptions of this process: so many can all be told of a write within a second, beside all else. */
const MAXIMUM_SUBSCRIPTIONS = 5_000;
/** Events go out in turns, as work of one operation: whoever asks for something else does not wait for all of them. */
const EVENTS = new AbortController().signal;

/** Runs subscriptions under the same limits and with the same errors as queries, whichever transport carries them. */
export class Subscriptions {
  readonly #settings: SubscriptionSettings;
  readonly #answers: SharedEventAnswers;
  #open = 0;

  constructor(settings: SubscriptionSettings) {
    this.#settings = settings;
    this.#answers = new SharedEventAnswers(settings);
  }

  /**
   * Checks what is asked for and by whom, without running anything.
   * @param headers of the HTTP request that it came by
   * @returns what to run, or what is wrong
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
    const operationName = name === '' ? null : name; // empty means none
    const caller = readCaller({ headers }, lending);
    const asked = { query, operationName: operationName ?? undefined, variables: variables ?? {} };
    const prepared = this.#settings.operations.prepare(asked);
    if (!('runnable' in prepared)) return prepared;
    if (!prepared.runnable.isSubscription) return [notASubscription()];
    const { document, variables: typed, cost } = prepared;
    const key = JSON.stringify([credentialOf(caller), query, operationName, variables]);
    const { schema } = this.#settings.operations;
    return { schema, asked, document, operationName: asked.operationName, variables: typed, caller, cost, key };
  }

  /**
   * Begins a subscription that was checked. Refusals come as its only result, and a failure of what is watched as its
   * last.
   */
  async start(checked: CheckedSubscription | readonly GraphQLError[]): Promise<Results> {
    if (!('caller' in checked)) return only({ errors: checked });
    if (this.#open >= MAXIMUM_SUBSCRIPTIONS) return only({ errors: [tooMany()] });
    // Beginning makes no call, so it needs no clock.
    const contextValue = this.#settings.toContext(checked.caller, new Deadline());
    const source = await this.#settings.operations.subscribe(checked, contextValue);
    if ('errors' in source) return only({ errors: (source.errors ?? []).map(refused) });
    this.#open += 1;
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
    const gone = new AbortController();
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
          return { done: false, value: await this.#answers.answer(checked, event.value, gone.signal) };
        } catch (error) {
          end();
          return { done: false, value: { errors: [toGraphQLError(error)] } };
        }
      },
      return: async () => {
        gone.abort();
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

/** What went wrong before any field was reached is a mistake in the variables; graphql-js gives those no code. */
function refused(error: GraphQLError): GraphQLError {
  return error.path ? error : withCode(error, 'BAD_USER_INPUT');
}

function notASubscription(): GraphQLError {
  return new GraphQLError('Only subscriptions come this way; send queries and mutations to "/graphql" by POST.', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

function tooMany(): GraphQLError {
  const originalError = new UpstreamError({
    code: 'TOO_MANY_SUBSCRIPTIONS',
    message: `This gateway keeps at most ${MAXIMUM_SUBSCRIPTIONS} subscriptions at a time; end some, or come again later.`,
    retryable: true,
    retryAfter: 10,
  });
  return new GraphQLError(originalError.message, { originalError });
}
