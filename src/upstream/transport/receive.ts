import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { toTransportError, TransportError } from './transport-error.js';
import { turns } from '../turns.js';

/** Smallest answer that is read only when the event loop has room, in bytes: it takes a fifth of a millisecond. */
const LARGE = 32_768;

/** A whole answer. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body, as it came in. */
  readonly chunks: readonly Buffer[];
}

/** How long and how much is read. */
export interface ReceiveLimits {
  /** Ends the request. */
  readonly signal: AbortSignal;
  /** Milliseconds from now until the end of the answer. */
  readonly timeout: number;
  /** Largest answer, in bytes. */
  readonly maximumSize: number;
}

/**
 * Sends a request and reads its answer to the end. It uses undici's `dispatch`: `request` makes a stream of each answer
 * and listens to a signal, which costs as much again as all the rest.
 * @throws TransportError
 */
export function receive(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  limits: ReceiveLimits,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    if (limits.signal.aborted) reject(new TransportError('deadline', limits.signal.reason));
    else dispatcher.dispatch(request, new Reception(limits, resolve, reject));
  });
}

/** One answer on its way in. Whatever ends it first is what became of it. */
class Reception implements Dispatcher.DispatchHandler {
  readonly #limits: ReceiveLimits;
  readonly #resolve: (received: Received) => void;
  readonly #reject: (error: TransportError) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = () => {
    this.#fail(new TransportError('deadline', this.#limits.signal.reason));
  };
  #controller: Dispatcher.DispatchController | undefined;
  #failure: TransportError | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(limits: ReceiveLimits, resolve: (received: Received) => void, reject: (error: TransportError) => void) {
    this.#limits = limits;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => {
      this.#fail(new TransportError('timeout', undefined));
    }, limits.timeout);
    limits.signal.addEventListener('abort', this.#onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It was given up while it waited for a connection.
    if (this.#failure) controller.abort(this.#failure);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#limits.maximumSize) this.#fail(new TransportError('too-large', undefined));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end();
    const received = { status: this.#status, headers: this.#headers, chunks: this.#chunks };
    if (this.#size < LARGE) {
      this.#resolve(received);
      return;
    }
    // Eighty pages may come at once; reading them in one go would hold up everything else.
    const { signal } = this.#limits;
    turns.whenFree(signal).then(
      () => {
        this.#resolve(received);
      },
      () => {
        this.#reject(new TransportError('deadline', signal.reason));
      },
    );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end();
    this.#reject(this.#failure ?? toTransportError(error));
  }

  #fail(failure: TransportError): void {
    this.#failure ??= failure;
    this.#end();
    this.#controller?.abort(failure);
    this.#reject(failure);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#limits.signal.removeEventListener('abort', this.#onAbort);
  }
}
