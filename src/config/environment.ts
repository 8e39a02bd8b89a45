import { z } from 'zod';
import { gatewayKeys } from './gateway-keys.js';

// Zod also calls this function if `.min()` or `.max()` fails. Then undefined keeps Zod's own message.
const integerMessage = ({ code }: { readonly code: string }) =>
  code === 'invalid_type' ? 'must be a whole number' : undefined;
const integer = z.coerce.number({ error: integerMessage }).int();
const port = integer.min(0).max(65_535);
const upstreamUrl = z
  .string()
  .refine(isUpstreamUrl, 'must be an https URL, or an http URL of localhost, without user name and password');
const positiveInteger = integer.min(1);
const text = z.string().min(1);
const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

/** Address of fiskaly's Middleware (`sign-de-v2.md §1`). */
export const REAL_MIDDLEWARE_URL = 'https://kassensichv-middleware.fiskaly.com/api/v2';

/** Address of fiskaly's Backend (`sign-de-v2.md §1`). */
export const REAL_BACKEND_URL = 'https://kassensichv.fiskaly.com/api/v2';
/** Address of the DSFinV-K API (`dsfinvk-v1.md §1`). */
export const REAL_DSFINVK_URL = 'https://dsfinvk.fiskaly.com/api/v1';

/**
 * Every environment variable: its format, its default, and its description in Markdown.
 * `docs/reference/configuration.md` is generated from it.
 */
export const environment = z
  .object({
    HOST: text.default('127.0.0.1').describe('Address on which the gateway listens.'),
    PORT: port.default(4000).describe('Port on which the gateway listens; `0` selects any free port.'),
    FISKALY_API_KEY: text
      .optional()
      .describe('API key for the real upstream. Set it together with `FISKALY_API_SECRET`. Default: the sandbox.'),
    FISKALY_API_SECRET: text.optional().describe('Secret of `FISKALY_API_KEY`.'),
    GATEWAY_KEYS: gatewayKeys
      .default([])
      .describe(
        'Gateway keys: `name:role:sha256` or `name:role:sha256:tss,tss`, separated by spaces. Their callers may use ' +
          "the gateway's API key. If you set any, nobody can use the API key without a gateway key.",
      ),
    LINK_SECRET: z
      .string()
      .min(32, 'must have at least 32 characters; `openssl rand -hex 32` makes a good one')
      .optional()
      .describe(
        'Secret that encrypts download links: at least 32 random characters. Every gateway with the same secret ' +
          'accepts them, also after a restart. Without it, a link works only until the process ends.',
      ),
    ALLOW_LIVE_WRITES: onOff.prefault('on').describe('`off` refuses every write with a LIVE credential.'),
    MAXIMUM_WRONG_PINS: positiveInteger
      .max(5)
      .default(4)
      .describe(
        'Wrong admin PINs in a row that the gateway forwards for one TSS. The upstream blocks the PIN after five.',
      ),
    FISKALY_MIDDLEWARE_URL: upstreamUrl
      .optional()
      .describe(
        `Address of the Middleware. Default: \`${REAL_MIDDLEWARE_URL}\`. ` +
          'If you set an address but no API key, every caller must send its own token.',
      ),
    FISKALY_BACKEND_URL: upstreamUrl.optional().describe(`Address of the Backend. Default: \`${REAL_BACKEND_URL}\`.`),
    FISKALY_DSFINVK_URL: upstreamUrl
      .optional()
      .describe(`Address of the DSFinV-K API. Default: \`${REAL_DSFINVK_URL}\`.`),
    SANDBOX_MIDDLEWARE_PORT: port.default(4010).describe("Port of the sandbox's Middleware, for tills that use REST."),
    SANDBOX_BACKEND_PORT: port.default(4011).describe("Port of the sandbox's Backend."),
    SANDBOX_DSFINVK_PORT: port.default(4013).describe("Port of the sandbox's DSFinV-K API."),
    SANDBOX_CONTROL_PORT: port
      .default(4012)
      .describe("Port of the sandbox's [control API](sandbox-control.md): clock, latency, faults, states."),
    SANDBOX_DATA: text.default('.data/sandbox').describe('Folder in which the sandbox keeps its state.'),
    SANDBOX_DEMO: onOff.prefault('on').describe('`off` starts the sandbox without demo data.'),
    SANDBOX_SEED: text
      .optional()
      .describe('With a seed, keys, PUKs and signatures of the sandbox are the same in each run.'),
    GRAPHIQL: onOff.prefault('on').describe('Whether GraphiQL is served at `/`.'),
    REFUSE_SUSPICIOUS_RECEIPTS: onOff
      .prefault('off')
      .describe('`on` refuses process data that looks wrong. `off` signs it and returns a warning.'),
    MAXIMUM_ARCHIVE_MEGABYTES: positiveInteger
      .default(2_048)
      .describe('Maximum size of an archive for `POST /verify-export` and `POST /verify-dsfinvk`, in megabytes.'),
    QUERY_TIMEOUT_SECONDS: positiveInteger
      .default(15)
      .describe(
        'Deadline of a query, in seconds. One read of the upstream may use at most half of the remaining time.',
      ),
    MUTATION_TIMEOUT_SECONDS: positiveInteger.default(60).describe('Deadline of a mutation, in seconds.'),
    MAXIMUM_QUERY_COST: positiveInteger
      .default(10_000)
      .describe('Maximum cost of an operation. To read and show one row costs one unit ([costs](costs.md)).'),
    MAXIMUM_UPSTREAM_CALLS: positiveInteger
      .default(600)
      .describe(
        'Maximum number of upstream reads in one operation. Fields beyond it are null, with `CALL_LIMIT_EXCEEDED`.',
      ),
    MAXIMUM_ANSWER_AGE_SECONDS: integer
      .min(0)
      .max(10)
      .default(0)
      .describe(
        'How long the answer to a query may be reused for the same credential, in seconds. A write through this gateway ' +
          'removes all answers. A write elsewhere becomes visible after this time at the latest ([more](caching.md)).',
      ),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
      .default('warn')
      .describe('Lowest level of messages that are logged.'),
  })
  .refine(
    (values) => (values.FISKALY_API_KEY === undefined) === (values.FISKALY_API_SECRET === undefined),
    'FISKALY_API_KEY and FISKALY_API_SECRET go together: set both for the real upstream, neither for the sandbox',
  )
  // If no address is set either, the gateway uses the sandbox, which has its own API key.
  .refine(
    ({
      GATEWAY_KEYS: keys,
      FISKALY_API_KEY: apiKey,
      FISKALY_MIDDLEWARE_URL: middleware,
      FISKALY_BACKEND_URL: backend,
      FISKALY_DSFINVK_URL: dsfinvk,
    }) =>
      keys.length === 0 ||
      apiKey !== undefined ||
      (middleware === undefined && backend === undefined && dsfinvk === undefined),
    'GATEWAY_KEYS need an API key of the gateway: set FISKALY_API_KEY and FISKALY_API_SECRET',
  );

function isUpstreamUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  const isLocal = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || isLocal) && username === '' && password === '';
}
