/** Waits for shared work no longer than a signal allows; the work itself goes on for the others who wait for it. */
export function abortable<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted.'));
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/** A signal that also aborts after some milliseconds. */
export function within(signal: AbortSignal, milliseconds: number): AbortSignal {
  if (milliseconds === Infinity) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)))]);
}
