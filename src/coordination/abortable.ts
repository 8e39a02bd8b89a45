/** Waits for shared work until a signal aborts. The work itself continues for the others who wait for it. */
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

/** A signal that also aborts after a number of milliseconds. */
export function within(signal: AbortSignal, milliseconds: number): AbortSignal {
  if (milliseconds === Infinity) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)))]);
}
