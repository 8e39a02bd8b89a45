import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CallGate } from './call-gate.js';
import { Refusal } from './refusal.js';
import type { StartedEngine } from './start-engine.js';
import { openStoreFile, storeFile } from './store-file.js';

/** Names that are safe as names of folders anywhere; none begins with a dot, as the working copies do. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/**
 * States of the sandbox by name: all that its store holds, the clock included. Each is a data folder of its own, below that of the
 * sandbox, so a saved state can also be started with.
 */
export class SavedStates {
  readonly #folder: string;
  readonly #started: StartedEngine;
  readonly #gate: CallGate;

  /** @param dataFolder the data folder of the sandbox */
  constructor(dataFolder: string, started: StartedEngine, gate: CallGate) {
    this.#folder = path.join(dataFolder, 'states');
    this.#started = started;
    this.#gate = gate;
  }

  /** Names of all saved states, sorted. */
  list(): readonly string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => NAME.test(name))
      .sort();
  }

  /** Saves the state as it is, over one of the same name. */
  save(name: string): Promise<void> {
    const target = this.#folderOf(name);
    const copy = path.join(this.#folder, '.saving');
    return this.#gate.alone(() => {
      makeEmpty(copy);
      this.#started.engine.store.copyTo(storeFile(copy));
      rmSync(target, { recursive: true, force: true });
      renameSync(copy, target);
      return Promise.resolve();
    });
  }

  /**
   * Goes back to a saved state. Calls that are being worked on end before; a download that is under way breaks off.
   * @throws Refusal 404 when there is none of that name; SandboxStartError when it is of a newer version
   */
  load(name: string): Promise<void> {
    const source = this.#existing(name);
    const copy = path.join(this.#folder, '.loading');
    return this.#replace(false, () => {
      makeEmpty(copy);
      copyFileSync(storeFile(source), storeFile(copy));
      openStoreFile(copy).close(); // brought to the present version, or refused, while nothing is lost yet
      return storeFile(copy);
    });
  }

  /** Removes a saved state. @throws Refusal 404 when there is none of that name */
  remove(name: string): void {
    rmSync(this.#existing(name), { recursive: true });
  }

  /** Goes back to an empty sandbox, filled with demo data if wanted. Saved states stay. */
  reset(withDemo: boolean): Promise<void> {
    return this.#replace(withDemo, () => undefined);
  }

  #replace(withDemo: boolean, prepare: () => string | undefined): Promise<void> {
    const { engine, clock, furnish } = this.#started;
    return this.#gate.alone(async () => {
      const file = prepare();
      await engine.exports.pause();
      engine.store.replace(file);
      clock.reload();
      engine.rates.clear();
      await furnish(withDemo);
      engine.exports.resume();
    });
  }

  #folderOf(name: string): string {
    if (NAME.test(name)) return path.join(this.#folder, name);
    throw new Refusal(400, undefined, 'A name of a state is 1 to 40 letters, digits, hyphens and underscores.');
  }

  #existing(name: string): string {
    const folder = this.#folderOf(name);
    if (existsSync(storeFile(folder))) return folder;
    throw new Refusal(404, undefined, `There is no saved state ${name}.`);
  }
}

function makeEmpty(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
