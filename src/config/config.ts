import { z } from 'zod';
import { ConfigError } from './config-error.js';
import { type GatewayKey, gatewayKeys } from './gateway-keys.js';
import { Secret } from '../secret.js';

export { ConfigError } from './config-error.js';

// Zod asks the same function about limits that are set later, for which its own words are right.
const saysWhole = ({ code }: { readonly code: string }) =>
  code === 'invalid_type' ? 'must be a whole number' : undefined;
const integer = z.coerce.number({ error: saysWhole }).int();
const port = integer.min(0).max(65_535);
const upstreamUrl = z
  .string()
  .refine(isUpstreamUrl, 'must be an https address (http only on this machine) without a user or password in it');
const wholeNumber = integer.min(1);
const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

const environment = z
  .object({
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: port.default(4000),
    FISKALY_API_KEY: z.string().min(1).optional(),
    FISKALY_API_SECRET: z.string().min(1).optional(),
    GATEWAY_KEYS: gatewayKeys.default([]),
    LINK_SECRET: z
      .string()
      .min(32, 'must have at least 32 characters; `openssl rand -hex 32` makes a good one')
      .optional(),
    ALLOW_LIVE_WRITES: onOff.default(true),
    MAXIMUM_WRONG_PINS: wholeNumber.max(5).default(4),
    FISKALY_MIDDLEWARE_URL: upstreamUrl.optional(),
    FISKALY_BACKEND_URL: upstreamUrl.optional(),
    SANDBOX_MIDDLEWARE_PORT: port.default(4010),
    SANDBOX_BACKEND_PORT: port.default(4011),
    SANDBOX_CONTROL_PORT: port.default(4012),
    SANDBOX_DATA: z.string().min(1).default('.data/sandbox'),
    SANDBOX_DEMO: onOff.default(true),
    SANDBOX_SEED: z.string().min(1).optional(),
    GRAPHIQL: onOff.default(true),
    REFUSE_SUSPICIOUS_RECEIPTS: onOff.default(false),
    MAXIMUM_ARCHIVE_MEGABYTES: wholeNumber.default(2_048),
    QUERY_TIMEOUT_SECONDS: wholeNumber.default(15),
    MUTATION_TIMEOUT_SECONDS: wholeNumber.default(60),
    MAXIMUM_QUERY_COST: wholeNumber.default(10_000),
    MAXIMUM_UPSTREAM_CALLS: wholeNumber.default(600),
    MAXIMUM_ANSWER_AGE_SECONDS: integer.min(0).max(10).default(0),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  })
  .refine(
    (values) => (values.FISKALY_API_KEY === undefined) === (values.FISKALY_API_SECRET === undefined),
    'FISKALY_API_KEY and FISKALY_API_SECRET go together: set both for the real upstream, neither for the sandbox',
  )
  .refine(
    ({ GATEWAY_KEYS: keys, FISKALY_API_KEY: apiKey, FISKALY_MIDDLEWARE_URL: one, FISKALY_BACKEND_URL: other }) =>
      keys.length === 0 || apiKey !== undefined || (one === undefined && other === undefined),
    'GATEWAY_KEYS lend the API key of the gateway, which has none: set FISKALY_API_KEY and FISKALY_API_SECRET',
  );

/** Addresses of the real upstream (`sign-de-v2.md §1`). */
const REAL_MIDDLEWARE_URL = 'https://kassensichv-middleware.fiskaly.com/api/v2';
const REAL_BACKEND_URL = 'https://kassensichv.fiskaly.com/api/v2';

/** Which upstream the gateway talks to. */
export type UpstreamConfig =
  | { readonly kind: 'sandbox'; readonly sandbox: SandboxConfig }
  | {
      readonly kind: 'fiskaly';
      readonly middlewareUrl: string;
      readonly backendUrl: string;
      /** The gateway's own key; absent when only the addresses are given and each caller brings a token. */
      readonly apiKey?: { readonly key: string; readonly secret: Secret };
    };

/** Where the sandbox listens and keeps its data. */
export interface SandboxConfig {
  readonly middlewarePort: number;
  readonly backendPort: number;
  readonly controlPort: number;
  readonly dataFolder: string;
  /** Whether an empty data folder is filled with demo data. */
  readonly demo: boolean;
  /** Where keys, PUKs and signatures come from, so that they repeat; absent for real randomness. */
  readonly seed?: string;
}

/** The gateway's configuration: the environment, parsed once. */
export interface Config {
  /** Address to bind to. On any but loopback, callers must bring a token of their own or a gateway key. */
  readonly host: string;
  readonly port: number;
  /** Keys with which callers use the gateway's own API key; with any, nobody uses it without. */
  readonly gatewayKeys: readonly GatewayKey[];
  /** Seals links to archives, so that all gateways with the same one take them; absent for one that ends with the process. */
  readonly linkSecret?: Secret;
  /** Whether writes with a credential of LIVE are made. */
  readonly allowLiveWrites: boolean;
  /** Wrong admin PINs in a row that are sent on for one TSS; the fifth blocks the PIN. */
  readonly maximumWrongPins: number;
  readonly upstream: UpstreamConfig;
  /** Whether GraphiQL is served at `/`. */
  readonly graphiql: boolean;
  /** Whether receipts that look odd are refused instead of signed with a warning. */
  readonly refuseSuspiciousReceipts: boolean;
  /** Largest archive that is taken to be verified, in bytes. */
  readonly maximumArchiveSize: number;
  /** Deadline of a query, in milliseconds. */
  readonly queryTimeout: number;
  /** Deadline of a mutation, in milliseconds. */
  readonly mutationTimeout: number;
  /** Most rows (page sizes multiplied) that one operation may ask for. */
  readonly maximumQueryCost: number;
  /** Most times that one operation may ask the upstream. */
  readonly maximumUpstreamCalls: number;
  /** Milliseconds for which an answer to a query may be given again, as long as nothing is written; none when 0. */
  readonly maximumAnswerAge: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

/**
 * Reads the configuration from environment variables; an empty variable counts as not set.
 * @throws ConfigError listing every mistake, without repeating a secret
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
  const { FISKALY_MIDDLEWARE_URL: middlewareUrl, FISKALY_BACKEND_URL: backendUrl } = values;
  if (key !== undefined || middlewareUrl !== undefined || backendUrl !== undefined) {
    return {
      kind: 'fiskaly',
      middlewareUrl: middlewareUrl ?? REAL_MIDDLEWARE_URL,
      backendUrl: backendUrl ?? REAL_BACKEND_URL,
      ...(key !== undefined && secret !== undefined && { apiKey: { key, secret: new Secret(secret) } }),
    };
  }
  return {
    kind: 'sandbox',
    sandbox: {
      middlewarePort: values.SANDBOX_MIDDLEWARE_PORT,
      backendPort: values.SANDBOX_BACKEND_PORT,
      controlPort: values.SANDBOX_CONTROL_PORT,
      dataFolder: values.SANDBOX_DATA,
      demo: values.SANDBOX_DEMO,
      ...(values.SANDBOX_SEED !== undefined && { seed: values.SANDBOX_SEED }),
    },
  };
}

function isUpstreamUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isLocal = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || isLocal) && username === '' && password === '';
}
