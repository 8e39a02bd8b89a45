import type { FastifyInstance } from 'fastify';

/**
 * Most connections that subscriptions hold open in this process: far below what file descriptors allow, so that queries
 * always get one.
 */
const MAXIMUM_CONNECTIONS = 1_000;

/**
 * Connections that stay open for subscriptions, over whichever transport. They end when the server closes, which waits
 * for all connections.
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
   * Takes note of an open connection.
   * @param close ends it from this side
   * @returns to be called when it has ended
   */
  add(close: () => void): () => void {
    this.#closers.add(close);
    return () => this.#closers.delete(close);
  }
}
