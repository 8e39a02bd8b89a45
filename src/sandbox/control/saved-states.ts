import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ControlError } from '../engine/control-error.js';
import { makeFolder } from '../store/data-folder.js';
import type { Store } from '../store/store.js';
import { openStoreFile, storeFile } from '../store/store-file.js';

/** Names that are safe as folder names on every system. They never begin with a dot; names of working copies do. */
const NAME = /^[A-Z0-9][\w-]{0,39}$/i;

/**
 * Saved states of the sandbox, by name: the whole store, including the clock setting. Each one is a data folder below
 * the sandbox's own, so a sandbox can also start with it.
 */
export class SavedStates {
  readonly #folder: string;

  /** @param dataFolder the data folder of the sandbox */
  constructor(dataFolder: string) {
    this.#folder = path.join(dataFolder, 'states');
  }

  /** Names of all saved states, sorted. */
  list(): readonly string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => NAME.test(name))
      .sort();
  }

  /**
   * Saves the content of a store. Replaces a state of the same name.
   * @throws ControlError 400 for an invalid name
   */
  save(name: string, store: Store): void {
    const target = this.#folderOf(name);
    const [copy, replaced] = [path.join(this.#folder, '.saving'), path.join(this.#folder, '.replaced')];
    makeEmpty(copy);
    store.copyTo(storeFile(copy));
    rmSync(replaced, { recursive: true, force: true });
    if (existsSync(target)) renameSync(target, replaced);
    renameSync(copy, target);
  }

  /**
   * Copies a saved state and upgrades the copy to the current table version. {@link Store.replace} consumes the copy.
   * @returns the file of the copy
   * @throws ControlError 404 when there is no such state
   * @throws SandboxStartError when the state is in use, or was written by a newer version
   */
  copy(name: string): string {
    const source = openStoreFile(this.#existing(name));
    try {
      const copy = path.join(this.#folder, '.loading');
      makeEmpty(copy);
      source.prepare('VACUUM INTO ?').run(storeFile(copy));
      return storeFile(copy);
    } finally {
      source.close();
    }
  }

  /**
   * Removes a saved state.
   * @throws ControlError 404 when there is no such state
   */
  remove(name: string): void {
    rmSync(this.#existing(name), { recursive: true });
  }

  #folderOf(name: string): string {
    if (NAME.test(name)) return path.join(this.#folder, name);
    throw new ControlError(400, 'A name of a state is 1 to 40 letters, digits, hyphens and underscores.');
  }

  #existing(name: string): string {
    const folder = this.#folderOf(name);
    if (existsSync(storeFile(folder))) return folder;
    throw new ControlError(404, `There is no saved state ${name}.`);
  }
}

function makeEmpty(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  makeFolder(folder);
}
