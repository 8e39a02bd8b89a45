import type { Peer } from './peers.js';
import { type Program, startProgram } from './program.js';

/** A server that the benchmark measures. */
export interface Contender {
  readonly name: string;
  /** Starts the server for the upstream at this URL. */
  readonly start: (upstream: string) => Promise<Program>;
  readonly ask: 'proxy' | 'graphql' | Peer['ask'];
  readonly cannot?: Peer['cannot'];
}

/** Arguments of Node.js for a server of the benchmark. */
export const tsx = (file: string) => ['--import', 'tsx', `bench/servers/${file}.ts`];

/** Workloads that servers with the global `fetch` cannot answer, because it has no connection limit. */
const FETCHES = { 'list-shared': 'not asked: it would fetch 27,000 times at once' };

function startGateway(gateway: readonly string[], upstream: string): Promise<Program> {
  return startProgram(gateway, {
    PORT: '0',
    GRAPHIQL: 'off',
    FISKALY_API_KEY: 'key',
    FISKALY_API_SECRET: 'secret',
    FISKALY_MIDDLEWARE_URL: upstream,
    FISKALY_BACKEND_URL: upstream,
  });
}

/**
 * Returns all servers, or only those whose name contains one of the words.
 * @param gateway arguments of Node.js up to the gateway's command
 */
export function contendersOf(
  gateway: readonly string[],
  words: readonly string[],
  others: readonly Peer[],
): readonly Contender[] {
  const all: readonly Contender[] = [
    { name: 'bare proxy', ask: 'proxy', start: (upstream) => startProgram(tsx('proxy'), { UPSTREAM: upstream }) },
    { name: 'fiskaly-graphql', ask: 'graphql', start: (upstream) => startGateway(gateway, upstream) },
    {
      name: 'bare proxy, global fetch',
      ask: 'proxy',
      cannot: FETCHES,
      start: (upstream) => startProgram(tsx('proxy'), { UPSTREAM: upstream, CLIENT: 'fetch' }),
    },
    {
      name: 'Apollo + TypeGraphQL, fetch',
      ask: 'plain-graphql',
      cannot: FETCHES,
      start: (upstream) => startProgram(tsx('apollo'), { UPSTREAM: upstream, NODE_ENV: 'production' }),
    },
    {
      name: 'Apollo + TypeGraphQL, undici',
      ask: 'plain-graphql',
      start: (upstream) =>
        startProgram(tsx('apollo'), { UPSTREAM: upstream, NODE_ENV: 'production', CLIENT: 'undici' }),
    },
    ...others,
  ];
  return all.filter(({ name }) => words.length === 0 || words.some((wanted) => name.includes(wanted)));
}
