import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { abortable } from '../../coordination/abortable.js';
import type { Caller } from '../../upstream/access/caller.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Admission } from '../pipeline/admission.js';
import { Deadline } from '../pipeline/deadline.js';
import type { ToContext } from '../pipeline/operation.js';
import type { Operations, Subscribed } from '../execution/operations.js';

/** A subscription that may be started, in the form that graphql-ws wants. */
export interface CheckedSubscription extends Subscribed, Pick<ExecutionArgs, 'schema' | 'operationName'> {
  readonly document: Subscribed['document'];
  readonly caller: Caller;
  /** What one event costs, in units. */
  readonly cost: number;
  /** Names all that is asked for, and by whom. */
  readonly key: string;
}

/** What events are answered with. */
export interface EventSettings {
  readonly operations: Operations;
  /** Time that one event may take to be resolved, in milliseconds. */
  readonly queryTimeout: number;
  readonly toContext: ToContext;
  readonly admission: Admission;
}

/** An answer that is made for all who ask for the same. */
interface Shared {
  readonly result: Promise<ExecutionResult>;
  readonly deadline: Deadline;
  waiters: number;
}

/**
 * Answers to events. Many who watch one thing ask for the same about it: an event is resolved once for all of them with
 * the same credential, and ends when nobody waits for it any more.
 */
export class SharedEventAnswers {
  readonly #settings: EventSettings;
  /** By the event, and by what is asked for and by whom. */
  readonly #answers = new WeakMap<object, Map<string, Shared>>();

  constructor(settings: EventSettings) {
    this.#settings = settings;
  }

  /**
   * The answer to an event.
   * @param gone aborts when the subscriber has gone
   * @returns with `OVERLOADED` among its errors where there was no room for it
   */
  async answer(checked: CheckedSubscription, event: unknown, gone: AbortSignal): Promise<ExecutionResult> {
    const answers = this.#of(event);
    const shared = answers.get(checked.key) ?? this.#begin(checked, event);
    answers.set(checked.key, shared);
    shared.waiters += 1;
    try {
      const result = await abortable(shared.result, gone);
      // What failed may succeed for whoever comes later.
      if (result.errors) answers.delete(checked.key);
      return result;
    } catch (error) {
      answers.delete(checked.key);
      throw error;
    } finally {
      shared.waiters -= 1;
      if (shared.waiters === 0 && gone.aborted) shared.deadline.abort();
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
    result.catch(() => undefined); // whoever waits is told
    return { result, deadline, waiters: 0 };
  }

  async #resolve(checked: CheckedSubscription, event: unknown, deadline: Deadline): Promise<ExecutionResult> {
    const { admission, operations, queryTimeout, toContext } = this.#settings;
    deadline.start(queryTimeout);
    let leave: (() => void) | undefined;
    try {
      leave = await admission.enter(checked.cost, false, deadline.signal);
      // A context of its own: loaders that remembered an earlier event would show what was.
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

/** What was thrown, as an error of GraphQL. */
export function toGraphQLError(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
