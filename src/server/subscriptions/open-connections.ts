import type { FastifyInstance } from 'fastify';

/**
 * Maximum number of connections for subscriptions in this process: far below the limit of file descriptors, so that
 * queries can always connect.
 */
const MAXIMUM_CONNECTIONS = 1_000;

/**
 * The connections that subscriptions keep open, over any transport. When the server closes, these connections are
 * closed, because the server waits for all connections.
 */
export class OpenConnections {
  readonly #closers = new Set<() => void>();
  #isClosing = false;

  constructor(app: FastifyInstance) {
    app.addHook('preClose', (done) => {
      this.#isClosing = true;
      for (const close of this.#closers) close();
      done();
    });
  }

  /** Whether no further connection may be opened. */
  get isFull(): boolean {
    return this.#isClosing || this.#closers.size >= MAXIMUM_CONNECTIONS;
  }

  /**
   * Registers an open connection.
   * @param close closes the connection from this side
   * @returns a function to call when the connection has closed
   */
  add(close: () => void): () => void {
    this.#closers.add(close);
    return () => this.#closers.delete(close);
  }
}
