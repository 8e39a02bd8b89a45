import { isDeepStrictEqual } from 'node:util';
import type { Look, News, Pace, Watch } from './poller.js';

/** Settings for watching one object. */
export interface StateWatchSettings<Json> {
  readonly pace: Pace;
  /** Pauses after the first looks, in milliseconds. Default: by the pace. */
  readonly firstPauses?: readonly number[];
  readonly read: (signal: AbortSignal) => Promise<Json>;
  /** Whether a state is final. */
  readonly isOver?: (json: Json) => boolean;
}

/** Watches one object. Its news are the current state, then each state that differs from the one before. */
export class StateWatch<Json extends object> implements Watch<Json> {
  readonly #settings: StateWatchSettings<Json>;
  #present: News<Json> = new Map();
  #looks = 0;

  constructor(settings: StateWatchSettings<Json>) {
    this.#settings = settings;
  }

  get pace(): Pace {
    return this.#settings.pace;
  }

  get present(): News<Json> {
    return this.#present;
  }

  async look(signal: AbortSignal): Promise<Look<Json>> {
    const { read, isOver, firstPauses } = this.#settings;
    const json = await read(signal);
    const found: News<Json> = new Map([['state', json]]);
    const news: News<Json> = isDeepStrictEqual(found, this.#present) ? new Map() : found;
    this.#present = found;
    const nextIn = firstPauses?.[this.#looks];
    this.#looks += 1;
    return { news, isOver: isOver?.(json) ?? false, ...(nextIn !== undefined && { nextIn }) };
  }

  /** Returns no news: the answer of a write may lack members that a read has. */
  hear(): News<Json> {
    return new Map();
  }
}
