import { z } from 'zod';

/**
 * How the values of a topic become JSON and back. A plain schema where a value is JSON already; `z.codec` where its
 * JSON has another form. What lies in a store may come from another version, so whatever does not parse counts as
 * absent.
 */
export type Codec<Value> = z.ZodType<Value>;

/** Locks of one kind, and what each holder leaves for the next one. Whoever uses the locks declares the topic. */
export interface LockTopic<Value> {
  readonly name: string;
  /** Of what a holder leaves for the next one. A secret is sealed by it (see {@link sealed}). */
  readonly codec: Codec<Value>;
  /** How long a lock stays with a holder from whom nothing is heard, in milliseconds. */
  readonly lease: number;
  /** How long what was left is kept, in milliseconds; `Infinity` for as long as there is room. */
  readonly timeToLive: number;
}

/** Counts of one kind. */
export interface CountTopic {
  readonly name: string;
  /** How long a count is kept after it was last changed, in milliseconds. */
  readonly timeToLive: number;
}

/** Messages of one kind. */
export interface BroadcastTopic<Message> {
  readonly name: string;
  readonly codec: Codec<Message>;
}

/** Limits of calls of one kind. */
export interface BudgetTopic {
  readonly name: string;
  /** How long a call counts, in milliseconds. */
  readonly window: number;
}

/** Declares locks. The name is unique among all topics of locks, in every version that shares a store. */
export function lockTopic<Value>(name: string, rest: Omit<LockTopic<Value>, 'name'>): LockTopic<Value> {
  return { name, ...rest };
}

/** Declares counts. The name is unique as for {@link lockTopic}. */
export function countTopic(name: string, rest: Omit<CountTopic, 'name'>): CountTopic {
  return { name, ...rest };
}

/** Declares messages. The name is unique as for {@link lockTopic}. */
export function broadcastTopic<Message>(name: string, codec: Codec<Message>): BroadcastTopic<Message> {
  return { name, codec };
}

/** Declares limits of calls. The name is unique as for {@link lockTopic}. */
export function budgetTopic(name: string, rest: Omit<BudgetTopic, 'name'>): BudgetTopic {
  return { name, ...rest };
}

/** A value as it lies in a store or goes to others. @throws ZodError when it is not what its topic says */
export function toText<Value>(codec: Codec<Value>, value: Value): string {
  return JSON.stringify(z.encode(codec, value));
}

/** What {@link toText} made of a value; undefined when the text is anything else. */
export function fromText<Value>(codec: Codec<Value>, text: string): Value | undefined {
  try {
    return codec.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // no JSON
  }
}
