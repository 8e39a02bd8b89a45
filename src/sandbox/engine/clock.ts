import { ControlError } from './control-error.js';
import type { Store } from '../store/store.js';

/** Last second of the year 9999, the latest time of a log message. */
export const END_OF_TIME = 253_402_300_799;

/** The setting of the sandbox's clock, relative to the clock it is based on. */
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
 * The sandbox's clock: that of the machine until it is moved or stopped. Its setting is stored. Otherwise, what was
 * signed with a moved clock would be in the future of a restarted sandbox.
 */
export class Clock {
  readonly #base: () => number;
  readonly #store: Store;
  readonly #frozenAt: number | undefined;
  #setting: ClockSetting;

  /**
   * @param base the clock it is based on, in Unix seconds
   * @param frozenAt Unix seconds at which it stands still if the store has no setting; it runs unless given
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
   * Sets the clock; a restart keeps the setting.
   * @throws ControlError 400 for a time before 1970 or after the year 9999
   */
  async set({ now, advance = 0, frozen }: ClockChange): Promise<void> {
    this.#setting = await this.#store.write(() => {
      const present = this.#read(); // not the value in memory: another change may wait for the same commit
      const time = (now ?? this.#timeOf(present)) + advance;
      if (time < 0 || time > END_OF_TIME) throw new ControlError(400, 'The clock goes from 1970 to the year 9999.');
      const standsStill = frozen ?? present.frozen_at !== null;
      const setting = { offset: time - Math.floor(this.#base()), frozen_at: standsStill ? time : null };
      this.#store.run('DELETE FROM clock');
      this.#store.run('INSERT INTO clock (offset, frozen_at) VALUES (?, ?)', setting.offset, setting.frozen_at);
      return setting;
    });
  }

  /** Reads the setting again after the store got other content. */
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
