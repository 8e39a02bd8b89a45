import { z } from 'zod';
import { gatewayKeys } from './gateway-keys.js';

// Zod asks the same function about limits that are set later, for which its own words are right.
const saysWhole = ({ code }: { readonly code: string }) =>
  code === 'invalid_type' ? 'must be a whole number' : undefined;
const integer = z.coerce.number({ error: saysWhole }).int();
const port = integer.min(0).max(65_535);
const upstreamUrl = z
  .string()
  .refine(isUpstreamUrl, 'must be an https address (http only on this machine) without a user or password in it');
const wholeNumber = integer.min(1);
const text = z.string().min(1);
const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

/** Address of fiskaly's Middleware (`sign-de-v2.md §1`). */
export const REAL_MIDDLEWARE_URL = 'https://kassensichv-middleware.fiskaly.com/api/v2';

/** Address of fiskaly's Backend (`sign-de-v2.md §1`). */
export const REAL_BACKEND_URL = 'https://kassensichv.fiskaly.com/api/v2';

/**
 * Every environment variable that is read: its form, its default, and its description in Markdown.
 * `docs/reference/configuration.md` is made from it.
 */
export const environment = z
  .object({
    HOST: text.default('127.0.0.1').describe('Address on which the gateway listens.'),
    PORT: port.default(4000).describe('Port on which the gateway listens; `0` takes any free one.'),
    FISKALY_API_KEY: text
      .optional()
      .describe('API key for the real upstream. Set it together with `FISKALY_API_SECRET`; without them, the sandbox.'),
    FISKALY_API_SECRET: text.optional().describe('Secret of `FISKALY_API_KEY`.'),
    GATEWAY_KEYS: gatewayKeys
      .default([])
      .describe(
        'Keys that lend the API key: `name:role:sha256` or `name:role:sha256:tss,tss`, separated by blanks. ' +
          'If any is set, the API key is lent to nobody who brings none.',
      ),
    LINK_SECRET: z
      .string()
      .min(32, 'must have at least 32 characters; `openssl rand -hex 32` makes a good one')
      .optional()
      .describe(
        'Seals links to archives, which every gateway with the same secret takes, also after a restart: at least 32 ' +
          'random characters. Without it a link ends with the process.',
      ),
    ALLOW_LIVE_WRITES: onOff.prefault('on').describe('`off` refuses every write with a LIVE credential.'),
    MAXIMUM_WRONG_PINS: wholeNumber
      .max(5)
      .default(4)
      .describe('Wrong admin PINs in a row that the gateway sends on for one TSS. The fifth one blocks the PIN.'),
    FISKALY_MIDDLEWARE_URL: upstreamUrl
      .optional()
      .describe(
        `Another address of the Middleware than \`${REAL_MIDDLEWARE_URL}\`. ` +
          'If addresses are set without an API key, every caller brings a token.',
      ),
    FISKALY_BACKEND_URL: upstreamUrl
      .optional()
      .describe(`Another address of the Backend than \`${REAL_BACKEND_URL}\`.`),
    SANDBOX_MIDDLEWARE_PORT: port
      .default(4010)
      .describe('Port of the sandbox as Middleware, for tills that speak REST.'),
    SANDBOX_BACKEND_PORT: port.default(4011).describe('Port of the sandbox as Backend.'),
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
      .describe('`on` refuses process data that looks wrong. `off` signs it and answers a warning.'),
    MAXIMUM_ARCHIVE_MEGABYTES: wholeNumber
      .default(2_048)
      .describe('Largest export that `POST /verify-export` accepts, in megabytes.'),
    QUERY_TIMEOUT_SECONDS: wholeNumber
      .default(15)
      .describe(
        'Deadline of a query, in seconds. It bounds every upstream call: one read takes at most half of the time left.',
      ),
    MUTATION_TIMEOUT_SECONDS: wholeNumber.default(60).describe('Deadline of a mutation, in seconds.'),
    MAXIMUM_QUERY_COST: wholeNumber
      .default(10_000)
      .describe('Most that an operation may cost. One unit is one row that is read and shown ([costs](costs.md)).'),
    MAXIMUM_UPSTREAM_CALLS: wholeNumber
      .default(600)
      .describe('Most reads of one operation. Fields beyond the limit are null, with `CALL_LIMIT_EXCEEDED`.'),
    MAXIMUM_ANSWER_AGE_SECONDS: integer
      .min(0)
      .max(10)
      .default(0)
      .describe(
        'For how long the answer to a query is repeated to the same credential. A write through this gateway drops ' +
          'all of them; a write that goes past it is seen that much later ([more](caching.md)).',
      ),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
      .default('warn')
      .describe('The least severe messages that are logged.'),
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

function isUpstreamUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  const isLocal = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || isLocal) && username === '' && password === '';
}
