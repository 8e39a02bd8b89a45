import { ControlError } from './control-error.js';
import type { Store } from '../store/store.js';

/** Last second of the year 9999, the last that a log message can be dated with. */
export const END_OF_TIME = 253_402_300_799;

/** How the sandbox's clock stands against the one it is made from. */
export interface ClockSetting {
  /** Seconds that it is ahead; ignored while it stands still. */
  readonly offset: number;
  /** Unix seconds at which it stands still; null while it runs. */
  readonly frozen_at: number | null;
}

/** A setting of the clock: to a time or by seconds, running or standing still. What is left out stays as it is. */
export interface ClockChange {
  /** Unix seconds. */
  readonly now?: number | undefined;
  /** Seconds to move it by; after `now` when both are given. */
  readonly advance?: number | undefined;
  readonly frozen?: boolean | undefined;
}

/**
 * The sandbox's clock: that of the machine until it is moved or stopped. How it stands is stored, because what was signed at a
 * moved clock would lie in the future of a restarted sandbox otherwise.
 */
export class Clock {
  readonly #base: () => number;
  readonly #store: Store;
  readonly #frozenAt: number | undefined;
  #setting: ClockSetting;

  /**
   * @param base the clock it is made from, in Unix seconds
   * @param frozenAt where it stands still in a store that says nothing of it; it runs unless given
   */
  constructor(base: () => number, store: Store, frozenAt?: number) {
    this.#base = base;
    this.#store = store;
    this.#frozenAt = frozenAt;
    this.#setting = this.#read();
  }

  /** Whole Unix seconds. */
  readonly now = (): number => this.#timeOf(this.#setting);

  /** Whether it stands still. */
  get isFrozen(): boolean {
    return this.#setting.frozen_at !== null;
  }

  /**
   * Sets the clock for good: after a restart it goes on as set.
   * @throws ControlError 400 for a time before 1970 or after the year 9999
   */
  async set({ now, advance = 0, frozen }: ClockChange): Promise<void> {
    this.#setting = await this.#store.write(() => {
      const present = this.#read(); // not what is in memory: another change may be waiting for its commit with this one
      const time = (now ?? this.#timeOf(present)) + advance;
      if (time < 0 || time > END_OF_TIME) throw new ControlError(400, 'The clock goes from 1970 to the year 9999.');
      const standsStill = frozen ?? present.frozen_at !== null;
      const setting = { offset: time - Math.floor(this.#base()), frozen_at: standsStill ? time : null };
      this.#store.run('DELETE FROM clock');
      this.#store.run('INSERT INTO clock (offset, frozen_at) VALUES (?, ?)', setting.offset, setting.frozen_at);
      return setting;
    });
  }

  /** Reads the setting again after the store has been given other content. */
  reload(): void {
    this.#setting = this.#read();
  }

  #read(): ClockSetting {
    const stored = this.#store.one<ClockSetting>('SELECT offset, frozen_at FROM clock');
    return stored ?? { offset: 0, frozen_at: this.#frozenAt ?? null };
  }

  #timeOf({ offset, frozen_at: frozenAt }: ClockSetting): number {
    return frozenAt ?? Math.floor(this.#base()) + offset;
  }
}
