import type { Store } from './store.js';

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
  #setting: ClockSetting;

  /** @param base the clock it is made from, in Unix seconds */
  constructor(base: () => number, store: Store) {
    this.#base = base;
    this.#store = store;
    this.#setting = this.#read();
  }

  /** Whole Unix seconds. */
  readonly now = (): number => {
    const { offset, frozen_at: frozenAt } = this.#setting;
    return frozenAt ?? Math.floor(this.#base()) + offset;
  };

  /** Whether it stands still. */
  get isFrozen(): boolean {
    return this.#setting.frozen_at !== null;
  }

  /** Sets the clock for good: after a restart it goes on as set. */
  async set({ now, advance = 0, frozen = this.isFrozen }: ClockChange): Promise<void> {
    const time = (now ?? this.now()) + advance;
    const setting = { offset: time - Math.floor(this.#base()), frozen_at: frozen ? time : null };
    await this.#store.write(() => {
      this.#store.run('DELETE FROM clock');
      this.#store.run('INSERT INTO clock (offset, frozen_at) VALUES (?, ?)', setting.offset, setting.frozen_at);
    });
    this.#setting = setting;
  }

  /** Reads the setting again after the store has been given other content. */
  reload(): void {
    this.#setting = this.#read();
  }

  #read(): ClockSetting {
    return this.#store.one<ClockSetting>('SELECT offset, frozen_at FROM clock') ?? { offset: 0, frozen_at: null };
  }
}
