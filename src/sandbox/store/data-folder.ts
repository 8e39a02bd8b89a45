import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { SandboxStartError } from './start-error.js';

/** Maximum length of a path that SQLite opens, without the suffixes of its extra files. */
const LONGEST_PATH = 500;

/** Advice for a folder that cannot be used. */
export const CHOOSE_ANOTHER = 'Choose another folder with SANDBOX_DATA or --data.';

/**
 * Creates a folder and its missing parents.
 *
 * Does not use the option `recursive` of Node.js's `mkdir`. With it, `mkdir` never returns if the parent exists but the
 * folder cannot be created, e.g. below `/proc` or below a dangling link.
 * @throws SandboxStartError that says which folder cannot be created, and why
 */
export function makeFolder(folder: string): void {
  const whole = path.resolve(folder);
  if (whole.length > LONGEST_PATH) {
    throw new SandboxStartError(
      `The sandbox's data folder has a path of ${whole.length} characters; ${LONGEST_PATH} are the most. ${CHOOSE_ANOTHER}`,
    );
  }
  const missing: string[] = [];
  for (let at = whole; !existsSync(at) && at !== path.dirname(at); at = path.dirname(at)) missing.unshift(at);
  for (const at of missing) makeOne(at);
  if (statSync(whole).isDirectory()) return;
  throw new SandboxStartError(`The sandbox's data folder ${whole} is no folder. ${CHOOSE_ANOTHER}`);
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // file system errors have a code
    if (code === 'EEXIST' && existsSync(folder)) return; // another process created it first
    const reason =
      code === 'EEXIST' ? 'it is a link that leads nowhere' : (REASONS[code ?? ''] ?? (error as Error).message);
    throw new SandboxStartError(`The sandbox's data folder ${folder} cannot be made: ${reason}. ${CHOOSE_ANOTHER}`, {
      cause: error,
    });
  }
}

/** Descriptions of file system errors, by error code. */
export const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'nobody may write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
  ENOTDIR: 'a file is in its way',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'there can be no folders there',
  ENAMETOOLONG: 'a name in it is too long',
};
