import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { CoarseTimer } from '../../coordination/coarse-timer.js';
import type { Numbers } from '../api.js';
import { TransportAnswer } from './transport-answer.js';
import { toTransportError, TransportError } from './transport-error.js';
import { turns } from '../turns.js';
import type { Signal } from '../../coordination/cancellation.js';

/**
 * Minimum size in bytes of an answer that waits for time in a slice (see `turns.ts`). To parse it takes a fifth of a
 * millisecond.
 */
const LARGE = 32_768;

/** How the answers of a product are received. */
export interface Receiving {
  /** Maximum size of an answer, in bytes. */
  readonly maximumSize: number;
  readonly numbers: Numbers;
}

/**
 * Sends a request and reads its complete answer. It uses undici's `dispatch`: `request` makes a stream of each answer
 * and listens to a signal, which doubles the cost.
 * @param signal aborts the request
 * @param timeout maximum time until the answer is complete, in milliseconds
 * @throws TransportError
 */
export function receive(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: Signal,
  timeout: number,
  receiving: Receiving,
): Promise<TransportAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(new TransportError('deadline', signal.reason));
    else dispatcher.dispatch(request, new Reception(signal, timeout, receiving, resolve, reject));
  });
}

/** Receives one answer. The first event that ends it decides its result. */
class Reception implements Dispatcher.DispatchHandler {
  readonly #signal: Signal;
  readonly #receiving: Receiving;
  readonly #resolve: (answer: TransportAnswer) => void;
  readonly #reject: (error: TransportError) => void;
  readonly #timer: CoarseTimer;
  readonly #onAbort = () => {
    this.#fail(new TransportError('deadline', this.#signal.reason));
  };
  #controller: Dispatcher.DispatchController | undefined;
  #failure: TransportError | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(
    signal: Signal,
    timeout: number,
    receiving: Receiving,
    resolve: (answer: TransportAnswer) => void,
    reject: (error: TransportError) => void,
  ) {
    this.#signal = signal;
    this.#receiving = receiving;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = new CoarseTimer(timeout, () => {
      this.#fail(new TransportError('timeout', undefined));
    });
    signal.addEventListener('abort', this.#onAbort);
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
    if (this.#size > this.#receiving.maximumSize) this.#fail(new TransportError('too-large', undefined));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end();
    if (this.#size < LARGE) {
      this.#finish();
      return;
    }
    // Eighty pages may arrive together. To parse them all in one turn would block the event loop.
    turns.whenFree(this.#signal).then(
      () => {
        this.#finish();
      },
      () => {
        this.#reject(new TransportError('deadline', this.#signal.reason));
      },
    );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end();
    this.#reject(this.#failure ?? toTransportError(error));
  }

  #finish(): void {
    this.#resolve(new TransportAnswer(this.#status, this.#headers, this.#chunks, this.#receiving.numbers));
  }

  #fail(failure: TransportError): void {
    this.#failure ??= failure;
    this.#end();
    this.#controller?.abort(failure);
    this.#reject(failure);
  }

  #end(): void {
    this.#timer.clear();
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
