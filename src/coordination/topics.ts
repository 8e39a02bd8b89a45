import { z } from 'zod';

/**
 * Converts the values of a topic to JSON and back. It is a plain schema if the value already is JSON, and a `z.codec`
 * if its JSON has another form. Data in a store may come from another version, so data that does not parse counts as
 * absent.
 */
export type Codec<Value> = z.ZodType<Value>;

/**
 * Locks of one kind, and the state that each holder leaves for the next. The code that uses the locks declares the
 * topic.
 */
export interface LockTopic<Value> {
  readonly name: string;
  /** Codec of the state. It encrypts a state that contains a secret (see {@link sealed}). */
  readonly codec: Codec<Value>;
  /** Time in milliseconds after which a lock expires if its holder does not renew it. */
  readonly lease: number;
  /** How long a state is kept, in milliseconds; `Infinity`: until there are too many. */
  readonly timeToLive: number;
}

/** Counts of one kind. */
export interface CountTopic {
  readonly name: string;
  /** How long a count is kept after its last change, in milliseconds. */
  readonly timeToLive: number;
}

/** Messages of one kind. */
export interface BroadcastTopic<Message> {
  readonly name: string;
  readonly codec: Codec<Message>;
}

/** Rate limits of one kind. */
export interface BudgetTopic {
  readonly name: string;
  /** How long a call is counted, in milliseconds. */
  readonly window: number;
}

/** Declares locks. The name must be unique among all lock topics, in all versions that share a store. */
export function lockTopic<Value>(name: string, rest: Omit<LockTopic<Value>, 'name'>): LockTopic<Value> {
  return { name, ...rest };
}

/** Declares counts. The name must be unique, as for {@link lockTopic}. */
export function countTopic(name: string, rest: Omit<CountTopic, 'name'>): CountTopic {
  return { name, ...rest };
}

/** Declares messages. The name must be unique, as for {@link lockTopic}. */
export function broadcastTopic<Message>(name: string, codec: Codec<Message>): BroadcastTopic<Message> {
  return { name, codec };
}

/** Declares rate limits. The name must be unique, as for {@link lockTopic}. */
export function budgetTopic(name: string, rest: Omit<BudgetTopic, 'name'>): BudgetTopic {
  return { name, ...rest };
}

/**
 * Converts a value to the text for the store or for other gateways. @throws ZodError if the value does not fit its
 * topic
 */
export function toText<Value>(codec: Codec<Value>, value: Value): string {
  return JSON.stringify(z.encode(codec, value));
}

/** Converts the text of {@link toText} back to its value; undefined for any other text. */
export function fromText<Value>(codec: Codec<Value>, text: string): Value | undefined {
  try {
    return codec.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON
  }
}
