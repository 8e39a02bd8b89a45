import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Two cores of this machine: one for the measured servers, one for the upstream and the requests. */
export interface Cores {
  readonly servers: number;
  readonly others: number;
}

/**
 * Moves this process to one core, so that it and the upstream, which it starts, leave the other core to the servers.
 * @returns undefined, and nothing has moved, if there is no second core or no `taskset`
 */
export function shareCores(): Cores | undefined {
  const [servers, others] = ownCores();
  if (servers === undefined || others === undefined) return undefined;
  try {
    moveTo(String(others));
  } catch {
    return undefined;
  }
  return { servers, others };
}

/** Gives this process all cores back. */
export function returnCores({ servers, others }: Cores): void {
  moveTo(`${servers},${others}`);
}

/** The cores that this process may use. The list has numbers and ranges, such as `0-3,8`. */
function ownCores(): readonly number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

/** All threads of this process: `-a`. */
function moveTo(cores: string): void {
  execFileSync('taskset', ['-acp', cores, String(process.pid)], { stdio: 'ignore' });
}
