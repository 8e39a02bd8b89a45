import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** How long a client may pause in the middle of a request, in milliseconds. */
const LONGEST_PAUSE = 300;

/** How long a closing server waits, in milliseconds from the start of closing. */
export interface DrainLimits {
  /**
   * For transfers: requests that are still arriving, and answers that are being sent (uploads, downloads, slow
   * readers).
   */
  readonly transfer: number;
  /** For all other work. */
  readonly work: number;
}

/**
 * Closes a server as soon as its current work has ended. Connections without a current request are closed immediately.
 * This includes connections that never sent a request, or not yet all its headers: Node's own `close` waits for their
 * timeout, and does not notice if other connections become idle later. Pending answers get the header `Connection:
 * close`. What takes too long is cut off.
 */
export class Draining {
  readonly #limits: DrainLimits;
  /**
   * Pending answers by connection. Answers that have ended are removed when the next one comes, because a listener for
   * each answer costs more. Arrays and not sets: a set allocates a new table every few answers, and its old tables keep
   * their content alive until the next full garbage collection.
   */
  readonly #answers = new Map<Socket, ServerResponse[]>();
  /** Connections that were upgraded to another protocol. The code of that protocol closes them. */
  readonly #upgraded = new Set<Socket>();
  #work = 0;
  #onIdle: (() => void) | undefined;
  #end: Promise<void> | undefined;
  readonly #endWork = () => {
    this.#work -= 1;
    if (this.#work === 0) this.#onIdle?.();
  };

  constructor(app: FastifyInstance, limits: DrainLimits) {
    this.#limits = limits;
    app.server.on('connection', (socket: Socket) => {
      this.#answers.set(socket, []);
      socket.once('close', () => {
        this.#answers.delete(socket);
        this.#upgraded.delete(socket);
      });
    });
    // A hook, because a second listener for `request` makes Node copy its list of listeners for each request. Requests
    // that Fastify answers before its hooks (a URL that cannot be decoded) are answered at once, so they need not wait.
    app.addHook('onRequest', (request, reply, done) => {
      this.#note(request.raw.socket, reply.raw);
      done();
    });
    app.server.on('upgrade', (_request: IncomingMessage, socket: Socket) => {
      this.#answers.delete(socket);
      this.#upgraded.add(socket);
    });
    app.addHook('preClose', (done) => {
      this.#begin();
      done();
    });
    app.addHook('onClose', () => this.#idle());
  }

  /** Whether the server is closing. Then no new work may start. */
  get isClosing(): boolean {
    return this.#end !== undefined;
  }

  /** Runs work that a closing server waits for, even if the client has disconnected. */
  finish<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = work();
    this.#work += 1;
    running.then(this.#endWork, this.#endWork);
    return running;
  }

  #note(socket: Socket, response: ServerResponse): void {
    const answers = this.#answers.get(socket);
    if (!answers) return;
    removeEnded(answers);
    answers.push(response);
    if (this.isClosing) this.#closeAfter(socket, response);
  }

  /** Closes a connection when its last pending answer has ended. */
  #closeAfter(socket: Socket, answer: ServerResponse): void {
    answer.once('close', () => {
      // A connection that was upgraded meanwhile is not ours any more.
      if (this.#answers.has(socket) && this.#pendingOn(socket).length === 0) socket.destroySoon();
    });
  }

  #pendingOn(socket: Socket): readonly ServerResponse[] {
    const answers = this.#answers.get(socket) ?? [];
    removeEnded(answers);
    return answers;
  }

  #begin(): void {
    const { transfer, work } = this.#limits;
    const received = new Map<Socket, number>();
    for (const socket of this.#answers.keys()) {
      received.set(socket, socket.bytesRead);
      const answers = this.#pendingOn(socket);
      if (answers.length === 0) socket.destroySoon();
      for (const answer of answers) {
        if (!answer.headersSent) answer.setHeader('connection', 'close');
        this.#closeAfter(socket, answer);
      }
    }
    setTimeout(() => {
      for (const socket of this.#answers.keys()) {
        if (socket.bytesRead === received.get(socket) && this.#pendingOn(socket).every(isComingIn)) socket.destroy();
      }
    }, LONGEST_PAUSE).unref();
    setTimeout(() => {
      for (const socket of this.#answers.keys()) if (this.#pendingOn(socket).every(isTransfer)) socket.destroy();
    }, transfer).unref();
    // The caller of `close` waits for it, so this timer need not keep the process alive.
    this.#end = sleep(work, undefined, { ref: false }).then(() => {
      for (const socket of [...this.#answers.keys(), ...this.#upgraded]) socket.destroy();
    });
  }

  /** Resolves when all work has ended, or at its time limit. */
  async #idle(): Promise<void> {
    if (this.#work === 0) return;
    await Promise.race([new Promise<void>((resolve) => (this.#onIdle = resolve)), this.#end]);
  }
}

function removeEnded(answers: ServerResponse[]): void {
  for (let index = answers.length - 1; index >= 0; index -= 1) if (answers[index]?.closed) answers.splice(index, 1);
}

/** Whether the server waits for the rest of the request. */
function isComingIn({ req, headersSent }: ServerResponse): boolean {
  return !headersSent && !req.complete;
}

/** Whether the server waits for the client: to send the rest of the request, or to read the answer. */
function isTransfer({ req, headersSent }: ServerResponse): boolean {
  return headersSent || !req.complete;
}
