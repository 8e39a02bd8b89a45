import { compiled } from './compile.js';
import type { Peer } from './peers.js';
import { type Program, startProgram } from './program.js';

/** A server that the benchmark measures. */
export interface Contender {
  readonly name: string;
  /** Starts the server for the upstream at this URL, on this core if one is named. */
  readonly start: (upstream: string, core?: number) => Promise<Program>;
  readonly ask: 'graphql' | Peer['ask'];
  readonly cannot?: Peer['cannot'];
}

/** Workloads that servers with the global `fetch` cannot answer, because it has no connection limit. */
const FETCHES = { 'list-shared': 'not asked: it would fetch 14,000 times at once' };

/**
 * Returns all servers, or only those whose name contains one of the words.
 * @param gateway arguments of Node.js up to the gateway's command
 */
export function contendersOf(
  gateway: readonly string[],
  words: readonly string[],
  others: readonly Peer[],
): readonly Contender[] {
  const start =
    (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    (upstream: string, core?: number) =>
      startProgram(
        args,
        {
          NODE_ENV: 'production',
          UPSTREAM: upstream,
          FISKALY_MIDDLEWARE_URL: upstream,
          FISKALY_BACKEND_URL: upstream,
          ...env,
        },
        { core },
      );
  const all: readonly Contender[] = [
    { name: 'bare proxy', ask: 'plain-graphql', start: start(compiled('proxy')) },
    {
      name: 'fiskaly-graphql',
      ask: 'graphql',
      start: start(gateway, { PORT: '0', GRAPHIQL: 'off', FISKALY_API_KEY: 'key', FISKALY_API_SECRET: 'secret' }),
    },
    {
      name: 'bare proxy, global fetch',
      ask: 'plain-graphql',
      cannot: FETCHES,
      start: start(compiled('proxy'), { CLIENT: 'fetch' }),
    },
    {
      name: 'Apollo + TypeGraphQL, fetch',
      ask: 'plain-graphql',
      cannot: FETCHES,
      start: start(compiled('apollo')),
    },
    {
      name: 'Apollo + TypeGraphQL, undici',
      ask: 'plain-graphql',
      start: start(compiled('apollo'), { CLIENT: 'undici' }),
    },
    ...others,
  ];
  return all.filter(({ name }) => words.length === 0 || words.some((wanted) => name.includes(wanted)));
}
