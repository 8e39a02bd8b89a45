import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ConfigError, type SandboxConfig } from '../config/config.js';
import {
  company,
  demo,
  faultRule,
  latency,
  LIFTED_LIMITS,
  TEST_LIMITS,
  type ApiKey,
  type Company,
  type FaultRule,
  type Latency,
  type Limits,
} from '../sandbox/index.js';
import { Secret } from '../secret.js';

/** How the sandbox starts from the command line: its environment, with the options put over it. */
export interface SandboxCommand extends SandboxConfig {
  /** Address to listen on. */
  readonly host: string;
  readonly apiKeys: readonly ApiKey[];
  /** The data of companies in archives, by the UUID of the organization. */
  readonly companies: ReadonlyMap<string, Company>;
  /** What is changed of the limits. */
  readonly limits: Partial<Limits>;
  /** Least time of an export or a closing, in seconds. */
  readonly exportSeconds: number;
  /** Name of the saved state to begin with. */
  readonly load?: string;
  /** Unix seconds at which the clock stands. */
  readonly frozenAt?: number;
  readonly latency: Latency;
  readonly faults: readonly FaultRule[];
}

const text = z.string().min(1, 'must not be empty').optional();
const wholeNumber = (maximum: number) => {
  const right = `must be a whole number from 0 to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, right)
    .transform(Number)
    .refine((number) => number <= maximum, right);
};
const port = wholeNumber(65_535).optional();

const unixTime = z
  .string()
  .transform((time) => (/^\d+$/.test(time) ? Number(time) : Math.floor(Date.parse(time) / 1000)))
  .refine((time) => time >= 0 && time < 253_402_300_800, 'must be Unix seconds or a time like 2026-11-25T08:00:00Z');

/** `NAME:SECRET:TEST|LIVE[:ORGANIZATION]`. */
const KEY = /^([^:]+):([^:]+):(TEST|LIVE)(?::([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?$/i;
const apiKey = z
  .string()
  .regex(KEY, 'must be name:secret:TEST or name:secret:LIVE, then :organization, a UUID, if wanted')
  .transform((option): ApiKey => {
    const [, key = '', secret = '', environment = '', organizationId] = KEY.exec(option) ?? [];
    return {
      key,
      secret: new Secret(secret),
      environment: environment.toUpperCase() === 'LIVE' ? 'LIVE' : 'TEST',
      organizationId: organizationId?.toLowerCase() ?? organizationOf(key),
    };
  })
  .refine(
    ({ key }) => key !== demo.apiKey,
    `${demo.apiKey} is the demo key, which is always there; choose another name`,
  );

/** `NAME=N`, given again for each name; `right` says what each must be. */
function numbersByName<Values>(schema: z.ZodType<Values>, right: string) {
  return z
    .array(z.string())
    .default([])
    .transform((options, context) => {
      const pairs = options.map((option) => {
        const [, name = option, value] = /^([\w*]+)=(\d+)$/.exec(option) ?? [];
        return [name, Number(value)] as const;
      });
      const { success, data } = schema.safeParse(Object.fromEntries(pairs));
      if (success) return data;
      context.addIssue(right);
      return z.NEVER;
    });
}

const limitName = z.custom<keyof Limits>((name) => typeof name === 'string' && Object.hasOwn(TEST_LIMITS, name));
const limits: z.ZodType<Partial<Limits>> = z.partialRecord(limitName, z.int().min(1));

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('must be JSON');
    return z.NEVER;
  }
});
const fault = json.pipe(faultRule);

/** The data of a company, with the UUID of its organization. */
const companyOfOrganization = json
  .pipe(company.extend({ organization: z.guid().toLowerCase().default(demo.organizationId) }))
  .transform(({ organization, ...data }) => [organization, data] as const);

/** All options behind `sandbox` but `--help`. No mistake repeats a value, since that of a key has a secret in it. */
export const SANDBOX_OPTIONS = z.object({
  host: text,
  'middleware-port': port,
  'backend-port': port,
  'dsfinvk-port': port,
  'control-port': port,
  data: text,
  key: z.array(apiKey).default([]),
  company: z.array(companyOfOrganization).default([]),
  'no-demo': z.boolean().default(false),
  seed: text,
  'no-limits': z.boolean().default(false),
  limit: numbersByName(limits, `must be NAME=N with one of ${Object.keys(TEST_LIMITS).join(', ')}`),
  'export-seconds': wholeNumber(86_400).default(0),
  load: text,
  clock: unixTime.optional(),
  latency: numbersByName(latency, 'must be NAME=MS with the name of an operation or *, and milliseconds'),
  fault: z.array(fault).default([]),
});

/** The options as node:util reads them: a list may be given again for more, and what is no boolean takes a value. */
const syntax = Object.entries(z.toJSONSchema(SANDBOX_OPTIONS, { io: 'input' }).properties ?? {}).map(
  ([name, schema]) => {
    const type = typeof schema === 'object' ? schema.type : undefined;
    return [name, { type: type === 'boolean' ? 'boolean' : 'string', multiple: type === 'array' }] as const;
  },
);

/**
 * Reads the options behind `sandbox`.
 * @param host where it listens unless an option says otherwise
 * @returns `undefined` when help is asked for
 * @throws ConfigError listing every mistake, without repeating a secret
 * @throws TypeError of Node.js for an unknown option
 */
export function readSandboxOptions(
  args: readonly string[],
  environment: SandboxConfig,
  host = '127.0.0.1',
): SandboxCommand | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: { ...Object.fromEntries(syntax), help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return undefined;
  const { error, data: options } = SANDBOX_OPTIONS.safeParse(values);
  if (error) throw new ConfigError(['The options are not right:', ...error.issues.map(toMistake)].join('\n  - '));
  const { seed = environment.seed, load, clock: frozenAt } = options;
  return {
    host: options.host ?? host,
    middlewarePort: options['middleware-port'] ?? environment.middlewarePort,
    backendPort: options['backend-port'] ?? environment.backendPort,
    dsfinvkPort: options['dsfinvk-port'] ?? environment.dsfinvkPort,
    controlPort: options['control-port'] ?? environment.controlPort,
    dataFolder: options.data ?? environment.dataFolder,
    demo: environment.demo && !options['no-demo'],
    ...(seed !== undefined && { seed }),
    apiKeys: options.key,
    companies: new Map(options.company),
    limits: { ...(options['no-limits'] && LIFTED_LIMITS), ...options.limit },
    exportSeconds: options['export-seconds'],
    ...(load !== undefined && { load }),
    ...(frozenAt !== undefined && { frozenAt }),
    latency: options.latency,
    faults: options.fault,
  };
}

/** A mistake in words. Options that may be given again are named by their place, as their values may hold secrets. */
function toMistake({ path: [name = '', index, ...rest], message }: z.core.$ZodIssue): string {
  const place = index === undefined ? '' : ` (number ${Number(index) + 1})`;
  return `--${String(name)}${place}: ${[...rest.map(String), message].join(': ')}`;
}

/** The organization of a key that names none. It is made of the key, so the key finds its TSS after a restart. */
function organizationOf(key: string): string {
  const hex = createHash('sha256').update(`organization of ${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
