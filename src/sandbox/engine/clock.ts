import { ControlError } from './control-error.js';
import type { Store } from '../store/store.js';

/** Last second of the year 9999, the latest time of a log message. */
export const END_OF_TIME = 253_402_300_799;

/** The setting of the sandbox's clock, relative to its base clock. */
export interface ClockSetting {
  /** Seconds ahead of the base clock; ignored while the clock is frozen. */
  readonly offset: number;
  /** Unix seconds at which the clock is frozen; null while it runs. */
  readonly frozen_at: number | null;
}

/** A change of the clock: to a time, by seconds, running or frozen. Absent members stay as they are. */
export interface ClockChange {
  /** Unix seconds. */
  readonly now?: number | undefined;
  /** Seconds to move the clock by. If `now` is given too, `now` is applied first. */
  readonly advance?: number | undefined;
  readonly frozen?: boolean | undefined;
}

/**
 * The sandbox's clock. It follows its base clock until somebody moves or freezes it. Its setting is stored: without
 * that, a restart would turn it back, and earlier signatures would lie in the future.
 */
export class Clock {
  readonly #base: () => number;
  readonly #store: Store;
  readonly #frozenAt: number | undefined;
  #setting: ClockSetting;

  /**
   * @param base the base clock, in Unix seconds
   * @param frozenAt Unix seconds to freeze the clock at if the store has no setting; by default it runs
   */
  constructor(base: () => number, store: Store, frozenAt?: number) {
    this.#base = base;
    this.#store = store;
    this.#frozenAt = frozenAt;
    this.#setting = this.#read();
  }

  /** Whole Unix seconds. */
  readonly now = (): number => this.#timeOf(this.#setting);

  /** Whether the clock is frozen. */
  get isFrozen(): boolean {
    return this.#setting.frozen_at !== null;
  }

  /**
   * Sets the clock. The setting survives a restart.
   * @throws ControlError 400 for a time before 1970 or after the year 9999
   */
  async set({ now, advance = 0, frozen }: ClockChange): Promise<void> {
    this.#setting = await this.#store.write(() => {
      const present = this.#read(); // not the value in memory: the same commit may hold another change
      const time = (now ?? this.#timeOf(present)) + advance;
      if (time < 0 || time > END_OF_TIME) throw new ControlError(400, 'The clock goes from 1970 to the year 9999.');
      const standsStill = frozen ?? present.frozen_at !== null;
      const setting = { offset: time - Math.floor(this.#base()), frozen_at: standsStill ? time : null };
      this.#store.run('DELETE FROM clock');
      this.#store.run('INSERT INTO clock (offset, frozen_at) VALUES (?, ?)', setting.offset, setting.frozen_at);
      return setting;
    });
  }

  /** Reads the setting again after the content of the store was replaced. */
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
