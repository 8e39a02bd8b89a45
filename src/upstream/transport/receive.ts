import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { toTransportError, TransportError } from './transport-error.js';
import { turns } from '../turns.js';

/**
 * Minimum size in bytes of an answer that waits for time in a slice (see `turns.ts`). To parse it takes a fifth of a
 * millisecond.
 */
const LARGE = 32_768;

/** A complete answer. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body, in the chunks in which it arrived. */
  readonly chunks: readonly Buffer[];
}

/** Limits for receiving an answer. */
export interface ReceiveLimits {
  /** Aborts the request. */
  readonly signal: AbortSignal;
  /** Maximum time until the answer is complete, in milliseconds. */
  readonly timeout: number;
  /** Maximum size of the answer, in bytes. */
  readonly maximumSize: number;
}

/**
 * Sends a request and reads its complete answer. It uses undici's `dispatch`: `request` makes a stream of each answer
 * and listens to a signal, which doubles the cost.
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

/** Receives one answer. The first event that ends it decides its result. */
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
    // The request was given up while it waited for a connection.
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
    // Eighty pages may arrive together. To parse them all in one turn would block the event loop.
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
