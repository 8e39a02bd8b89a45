import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { abortable } from '../../coordination/abortable.js';
import type { Caller } from '../../upstream/access/caller.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Admission } from '../pipeline/admission.js';
import { Deadline } from '../pipeline/deadline.js';
import type { ToContext } from '../pipeline/operation.js';
import type { Operations, SubscriptionSource } from '../execution/operations.js';
import type { Signal } from '../../coordination/cancellation.js';

/** A subscription that may be started, in the form that graphql-ws expects. */
export interface CheckedSubscription extends SubscriptionSource, Pick<ExecutionArgs, 'schema' | 'operationName'> {
  readonly document: SubscriptionSource['document'];
  readonly caller: Caller;
  /** Cost of one event, in units. */
  readonly cost: number;
  /** Identifies the query, its variables and the caller. */
  readonly key: string;
}

/** Settings for answering events. */
export interface EventSettings {
  readonly operations: Operations;
  /** Time to resolve one event, in milliseconds. */
  readonly queryTimeout: number;
  readonly toContext: ToContext;
  readonly admission: Admission;
}

/** An answer shared by all equal subscriptions. */
interface Shared {
  readonly result: Promise<ExecutionResult>;
  readonly deadline: Deadline;
  waiters: number;
}

/**
 * Answers events. Many subscribers often select the same fields of one object. So an event is resolved once for all
 * equal subscriptions with the same credential. The work is aborted when no subscriber waits for it any more.
 */
export class SharedEventAnswers {
  readonly #settings: EventSettings;
  /** Key: the event. Value: its answers by {@link CheckedSubscription.key}. */
  readonly #answers = new WeakMap<object, Map<string, Shared>>();

  constructor(settings: EventSettings) {
    this.#settings = settings;
  }

  /**
   * Answers an event.
   * @param disconnected aborts when the subscriber has disconnected
   * @returns a result; it has the error `OVERLOADED` if the work was not admitted
   */
  async answer(checked: CheckedSubscription, event: unknown, disconnected: Signal): Promise<ExecutionResult> {
    const answers = this.#of(event);
    const shared = answers.get(checked.key) ?? this.#begin(checked, event);
    answers.set(checked.key, shared);
    shared.waiters += 1;
    try {
      const result = await abortable(shared.result, disconnected);
      // A failed answer is not reused, because a later attempt may succeed.
      if (result.errors) answers.delete(checked.key);
      return result;
    } catch (error) {
      answers.delete(checked.key);
      throw error;
    } finally {
      shared.waiters -= 1;
      if (shared.waiters === 0 && disconnected.aborted) shared.deadline.abort();
    }
  }

  #of(event: unknown): Map<string, Shared> {
    if (typeof event !== 'object' || event === null) return new Map();
    const present = this.#answers.get(event);
    if (present) return present;
    const answers = new Map<string, Shared>();
    this.#answers.set(event, answers);
    return answers;
  }

  #begin(checked: CheckedSubscription, event: unknown): Shared {
    const deadline = new Deadline();
    const result = this.#resolve(checked, event, deadline);
    result.catch(() => undefined); // each waiter handles the rejection
    return { result, deadline, waiters: 0 };
  }

  async #resolve(checked: CheckedSubscription, event: unknown, deadline: Deadline): Promise<ExecutionResult> {
    const { admission, operations, queryTimeout, toContext } = this.#settings;
    deadline.start(queryTimeout);
    let leave: (() => void) | undefined;
    try {
      leave = await admission.enter(checked.cost, false, deadline.signal);
      // A new context for each event: loaders that remember an earlier event would return old data.
      const contextValue = toContext(checked.caller, deadline);
      return await operations.resolveEvent(checked, event, contextValue, () => deadline.takeTurn());
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'OVERLOADED') return { errors: [toGraphQLError(error)] };
      throw error;
    } finally {
      leave?.();
      deadline.clear();
    }
  }
}

/** Turns a thrown value into a GraphQL error. */
export function toGraphQLError(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
