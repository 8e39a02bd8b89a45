import { sized } from '../../support/run-size.js';
import { startProgram } from '../support/program.js';
import {
  end,
  keepAlive,
  MOMENT,
  ONE,
  refusesConnections,
  sandboxVariables,
  send,
  serve,
  startUpstream,
} from './shutdown-helpers.js';

/** One half of these or the other in the normal run, because each of them takes a process. */
function someOf<Item>(all: readonly Item[]): readonly Item[] {
  const half = all.length / 2;
  const from = Math.random() < 0.5 ? 0 : half;
  return all.slice(sized(from, 0), sized(from + half, all.length));
}

const twoSignals = [
  ['SIGINT', 'SIGTERM', 143],
  ['SIGTERM', 'SIGINT', 130],
] as const;
test.each(someOf(twoSignals))(
  'a signal (%s) that is followed by another (%s) ends the process whatever is under way',
  async (one, other, code) => {
    const { stub, call } = await startUpstream();
    const gateway = await serve(stub);
    send(gateway.port, keepAlive(), ONE).answered.catch(() => undefined);
    await call();
    gateway.process.kill(one);
    await refusesConnections(gateway.port);
    gateway.process.kill(other);
    const { took, ...ended } = await end(gateway, Promise.resolve());
    expect(ended).toEqual({ code, signal: null });
    expect(took).toBeLessThan(MOMENT);
  },
);

describe('a signal during the start', () => {
  /**
   * Has a process send itself signals before it listens for the first time, which comes about when they have arrived.
   */
  const signalling = (...signals: string[]) =>
    `data:text/javascript,${encodeURIComponent(`
      import { Server } from 'node:net';
      const { listen } = Server.prototype;
      Server.prototype.listen = function (...args) {
        Server.prototype.listen = listen;
        let left = ${signals.length};
        const alive = setInterval(() => undefined, 1_000); // waiting for signals does not keep a process
        const goOn = () => {
          if ((left -= 1) > 0) return;
          clearInterval(alive);
          listen.apply(this, args);
        };
        for (const signal of ${JSON.stringify(signals)}) {
          process.on(signal, goOn);
          process.kill(process.pid, signal);
        }
        return this;
      };`)}`;

  const starts = [
    ['the sandbox', ['SIGTERM'], 0],
    ['the gateway', ['SIGTERM', 'SIGINT'], 130],
    ['the gateway', ['SIGTERM'], 0],
    ['the sandbox', ['SIGTERM', 'SIGINT'], 130],
  ] as const;
  test.each(someOf(starts))('ends %s (%j) with %d, and it never says that it runs', async (program, signals, code) => {
    const args = program === 'the sandbox' ? ['sandbox'] : [];
    const variables = { PORT: '0', ...sandboxVariables(), NODE_OPTIONS: `--import ${signalling(...signals)}` };
    await expect(startProgram(args, variables)).rejects.toThrow(new Error(`It did not start but ended with ${code}: `));
  });
});
