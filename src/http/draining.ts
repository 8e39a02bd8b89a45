import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** How long a client that has stopped in the middle of a request may take to go on, in milliseconds. */
const LONGEST_PAUSE = 300;

/** How long a server that closes waits, in milliseconds from then on. */
export interface DrainLimits {
  /** For what is still coming in, and for answers that are on their way out: uploads, downloads, slow readers. */
  readonly transfer: number;
  /** For all the rest that is under way. */
  readonly work: number;
}

/**
 * Lets a server close as soon as what is under way has ended. Connections on which nothing is asked end at once, also
 * those on which nothing was ever asked or a request has not come in up to the end of its headers; Node's own closing
 * waits for the one kind until they time out, and does not see that the others become idle later. Answers under way say
 * that their connection closes. What takes too long is cut off.
 */
export class Draining {
  readonly #limits: DrainLimits;
  /**
   * Answers under way, by connection. In lists: a set makes a new table every few answers, and the tables that it has
   * given up keep what they held for the garbage collector until it next looks at everything.
   */
  readonly #answers = new Map<Socket, ServerResponse[]>();
  /** Connections that speak another protocol by now; whoever speaks it ends them. */
  readonly #upgraded = new Set<Socket>();
  #work = 0;
  #onIdle: (() => void) | undefined;
  #end: Promise<void> | undefined;

  constructor(app: FastifyInstance, limits: DrainLimits) {
    this.#limits = limits;
    app.server.on('connection', (socket: Socket) => {
      this.#answers.set(socket, []);
      socket.once('close', () => {
        this.#answers.delete(socket);
        this.#upgraded.delete(socket);
      });
    });
    app.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.#note(socket, response);
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

  /** Whether the server closes: nothing new is begun. */
  get isClosing(): boolean {
    return this.#end !== undefined;
  }

  /** Does work that the server waits for when it closes, though whoever asked for it may have gone. */
  async finish<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#work += 1;
    try {
      return await work();
    } finally {
      this.#work -= 1;
      if (this.#work === 0) this.#onIdle?.();
    }
  }

  #note(socket: Socket, response: ServerResponse): void {
    this.#answers.get(socket)?.push(response);
    response.once('close', () => {
      const answers = this.#answers.get(socket);
      answers?.splice(answers.indexOf(response), 1);
      if (this.isClosing && answers?.length === 0) socket.destroySoon();
    });
  }

  #begin(): void {
    const { transfer, work } = this.#limits;
    const received = new Map<Socket, number>();
    for (const [socket, answers] of this.#answers) {
      received.set(socket, socket.bytesRead);
      if (answers.length === 0) socket.destroySoon();
      for (const answer of answers) if (!answer.headersSent) answer.setHeader('connection', 'close');
    }
    setTimeout(() => {
      for (const [socket, answers] of this.#answers) {
        if (socket.bytesRead === received.get(socket) && answers.every(isComingIn)) socket.destroy();
      }
    }, LONGEST_PAUSE).unref();
    setTimeout(() => {
      for (const [socket, answers] of this.#answers) if (answers.every(isTransfer)) socket.destroy();
    }, transfer).unref();
    // Whoever started the server waits for its closing, so this need not keep the process alive by itself.
    this.#end = sleep(work, undefined, { ref: false }).then(() => {
      for (const socket of [...this.#answers.keys(), ...this.#upgraded]) socket.destroy();
    });
  }

  /** Ends when no work is under way, or at its limit. */
  async #idle(): Promise<void> {
    if (this.#work === 0) return;
    await Promise.race([new Promise<void>((resolve) => (this.#onIdle = resolve)), this.#end]);
  }
}

/** Whether an exchange waits for the rest of its request. */
function isComingIn({ req, headersSent }: ServerResponse): boolean {
  return !headersSent && !req.complete;
}

/** Whether an exchange waits for its client: to send the rest, or to take it. */
function isTransfer({ req, headersSent }: ServerResponse): boolean {
  return headersSent || !req.complete;
}
