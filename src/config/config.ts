import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { environment, REAL_BACKEND_URL, REAL_DSFINVK_URL, REAL_MIDDLEWARE_URL } from './environment.js';
import type { GatewayKey } from './gateway-keys.js';
import { Secret } from '../secret.js';

export { ConfigError } from './config-error.js';

/** The upstream of the gateway. */
export type UpstreamConfig =
  | { readonly kind: 'sandbox'; readonly sandbox: SandboxConfig }
  | {
      readonly kind: 'fiskaly';
      readonly middlewareUrl: string;
      readonly backendUrl: string;
      readonly dsfinvkUrl: string;
      /**
       * The gateway's own API key. Without it, only the addresses are configured, and every caller must send its own
       * token.
       */
      readonly apiKey?: { readonly key: string; readonly secret: Secret };
    };

/** Ports and data of the sandbox. */
export interface SandboxConfig {
  readonly middlewarePort: number;
  readonly backendPort: number;
  readonly dsfinvkPort: number;
  readonly controlPort: number;
  readonly dataFolder: string;
  /** Whether an empty data folder gets demo data. */
  readonly demo: boolean;
  /** With a seed, keys, PUKs and signatures are the same in each run; without it, they are random. */
  readonly seed?: string;
}

/** The gateway's configuration: the environment, parsed once. */
export interface Config {
  /** Address to listen on. If it is not loopback, callers must send their own token or a gateway key. */
  readonly host: string;
  readonly port: number;
  /** Gateway keys. Their callers may use the gateway's own API key. If there is any, nobody else may use it. */
  readonly gatewayKeys: readonly GatewayKey[];
  /**
   * Encrypts download links: all gateways with the same secret accept them. Without it, a link works only until the
   * process ends.
   */
  readonly linkSecret?: Secret;
  /** Whether writes with a LIVE credential are allowed. */
  readonly allowLiveWrites: boolean;
  /**
   * How many wrong admin PINs in a row the gateway forwards for one TSS. The upstream blocks the PIN after the fifth.
   */
  readonly maximumWrongPins: number;
  readonly upstream: UpstreamConfig;
  /** Whether GraphiQL is served at `/`. */
  readonly graphiql: boolean;
  /** Whether process data that looks wrong is refused. Otherwise it is signed, with a warning. */
  readonly refuseSuspiciousReceipts: boolean;
  /** Maximum size of an archive to verify, in bytes. */
  readonly maximumArchiveSize: number;
  /** Deadline of a query, in milliseconds. */
  readonly queryTimeout: number;
  /** Deadline of a mutation, in milliseconds. */
  readonly mutationTimeout: number;
  /** Maximum cost of one operation. To read and show one row costs one unit (`docs/reference/costs.md`). */
  readonly maximumQueryCost: number;
  /** Maximum number of upstream reads in one operation. */
  readonly maximumUpstreamCalls: number;
  /** How long an answer to a query may be reused, in milliseconds. Any write removes all answers. 0: never. */
  readonly maximumAnswerAge: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

/**
 * Reads the configuration from environment variables. An empty variable counts as not set.
 * @throws ConfigError that lists every mistake, and contains no secret
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = environment.safeParse(given);
  if (!result.success) {
    const mistakes = result.error.issues.map(({ path, message }) => [...path.map(String), message].join(': '));
    throw new ConfigError(['The environment is not right:', ...mistakes].join('\n  - '));
  }
  const values = result.data;
  return {
    host: values.HOST,
    port: values.PORT,
    gatewayKeys: values.GATEWAY_KEYS,
    ...(values.LINK_SECRET !== undefined && { linkSecret: new Secret(values.LINK_SECRET) }),
    allowLiveWrites: values.ALLOW_LIVE_WRITES,
    maximumWrongPins: values.MAXIMUM_WRONG_PINS,
    upstream: toUpstream(values),
    graphiql: values.GRAPHIQL,
    refuseSuspiciousReceipts: values.REFUSE_SUSPICIOUS_RECEIPTS,
    maximumArchiveSize: values.MAXIMUM_ARCHIVE_MEGABYTES * 1_000_000,
    queryTimeout: values.QUERY_TIMEOUT_SECONDS * 1000,
    mutationTimeout: values.MUTATION_TIMEOUT_SECONDS * 1000,
    maximumQueryCost: values.MAXIMUM_QUERY_COST,
    maximumUpstreamCalls: values.MAXIMUM_UPSTREAM_CALLS,
    maximumAnswerAge: values.MAXIMUM_ANSWER_AGE_SECONDS * 1000,
    logLevel: values.LOG_LEVEL,
  };
}

function toUpstream(values: z.infer<typeof environment>): UpstreamConfig {
  const { FISKALY_API_KEY: key, FISKALY_API_SECRET: secret } = values;
  const {
    FISKALY_MIDDLEWARE_URL: middlewareUrl,
    FISKALY_BACKEND_URL: backendUrl,
    FISKALY_DSFINVK_URL: dsfinvkUrl,
  } = values;
  if ([key, middlewareUrl, backendUrl, dsfinvkUrl].some((value) => value !== undefined)) {
    return {
      kind: 'fiskaly',
      middlewareUrl: middlewareUrl ?? REAL_MIDDLEWARE_URL,
      backendUrl: backendUrl ?? REAL_BACKEND_URL,
      dsfinvkUrl: dsfinvkUrl ?? REAL_DSFINVK_URL,
      ...(key !== undefined && secret !== undefined && { apiKey: { key, secret: new Secret(secret) } }),
    };
  }
  return {
    kind: 'sandbox',
    sandbox: {
      middlewarePort: values.SANDBOX_MIDDLEWARE_PORT,
      backendPort: values.SANDBOX_BACKEND_PORT,
      dsfinvkPort: values.SANDBOX_DSFINVK_PORT,
      controlPort: values.SANDBOX_CONTROL_PORT,
      dataFolder: values.SANDBOX_DATA,
      demo: values.SANDBOX_DEMO,
      ...(values.SANDBOX_SEED !== undefined && { seed: values.SANDBOX_SEED }),
    },
  };
}
