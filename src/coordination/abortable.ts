import { type Signal, toAbortSignal } from './cancellation.js';

/** Waits for shared work until a signal aborts. The work itself continues for the others who wait for it. */
export function abortable<Result>(work: Promise<Result>, signal: Signal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(reasonOf(signal));
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/** A signal that also aborts after a number of milliseconds. */
export function within(signal: Signal, milliseconds: number): Signal {
  if (milliseconds === Infinity) return signal;
  return AbortSignal.any([toAbortSignal(signal), AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)))]);
}

/** Why a signal has aborted, as an error. */
export function reasonOf({ reason }: Signal): Error {
  return reason instanceof Error ? reason : new Error('Aborted.');
}
