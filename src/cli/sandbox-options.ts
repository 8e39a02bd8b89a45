import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ConfigError, type SandboxConfig } from '../config/config.js';
import {
  demo,
  faultRule,
  latency,
  LIFTED_LIMITS,
  TEST_LIMITS,
  type ApiKey,
  type FaultRule,
  type Latency,
  type Limits,
} from '../sandbox/index.js';
import { Secret } from '../secret.js';

/** Words in lines of at most `width` characters, each indented. */
function wrap(text: string, indent: number, width: number): string {
  const pattern = new RegExp(`.{1,${width - indent}}(?:\\s|$)`, 'g');
  return (text.match(pattern) ?? []).map((line) => ' '.repeat(indent) + line.trimEnd()).join('\n');
}

/** What `fiskaly-graphql sandbox --help` prints. */
export const SANDBOX_USAGE = `fiskaly-graphql sandbox: SIGN DE V2 on this machine, for any till that speaks REST

  --host ADDRESS        where the two faces listen (HOST, 127.0.0.1); the control API is on this machine only
  --middleware-port N   port of the Middleware (SANDBOX_MIDDLEWARE_PORT, 4010); 0 takes any free one
  --backend-port N      port of the Backend (SANDBOX_BACKEND_PORT, 4011)
  --control-port N      port of the control API (SANDBOX_CONTROL_PORT, 4012)
  --data FOLDER         where its state is kept (SANDBOX_DATA, .data/sandbox)
  --key NAME:SECRET:TEST|LIVE[:ORGANIZATION]
                        an API key beside the demo key; again for more. Keys of one organization (a UUID) and one
                        environment see the same TSS; without an organization a key has one of its own
  --no-demo             start empty, without demo data (SANDBOX_DEMO=off)
  --seed TEXT           keys, PUKs and signatures that repeat from run to run (SANDBOX_SEED)
  --no-limits           lift the limits of TEST on how many there may be and how often one may call
  --limit NAME=N        set one of them; again for more. Their names:
${wrap(Object.keys(TEST_LIMITS).join(', '), 24, 100)}
  --export-seconds N    how long an export takes at least; 0

What the control API can change later, see docs/reference/sandbox-control.md:

  --load NAME           begin with this saved state
  --clock TIME          the clock stands still at this time, Unix seconds or like 2026-11-25T08:00:00Z
  --latency NAME=MS     milliseconds that an operation takes longer, * for all others; again for more
  --fault JSON          a fault, like '{"kind": "reset", "operation": "upsertTransaction", "times": 1}'; again for more
  -h, --help            this text
`;

/** How the sandbox starts from the command line: its environment, with the options put over it. */
export interface SandboxCommand extends SandboxConfig {
  /** Address to listen on. */
  readonly host: string;
  readonly apiKeys: readonly ApiKey[];
  /** What is changed of the limits. */
  readonly limits: Partial<Limits>;
  /** Least time of an export, in seconds. */
  readonly exportSeconds: number;
  /** Name of the saved state to begin with. */
  readonly load?: string;
  /** Unix seconds at which the clock stands. */
  readonly frozenAt?: number;
  readonly latency: Latency;
  readonly faults: readonly FaultRule[];
}

const OPTIONS = {
  host: { type: 'string' },
  'middleware-port': { type: 'string' },
  'backend-port': { type: 'string' },
  'control-port': { type: 'string' },
  data: { type: 'string' },
  key: { type: 'string', multiple: true },
  'no-demo': { type: 'boolean' },
  seed: { type: 'string' },
  'no-limits': { type: 'boolean' },
  limit: { type: 'string', multiple: true },
  'export-seconds': { type: 'string' },
  load: { type: 'string' },
  clock: { type: 'string' },
  latency: { type: 'string', multiple: true },
  fault: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the options behind `sandbox`.
 * @param host where it listens unless an option says otherwise
 * @returns `undefined` when help is asked for
 * @throws ConfigError listing every mistake, without repeating a secret; TypeError of Node.js for an option that there is not
 */
export function readSandboxOptions(
  args: readonly string[],
  environment: SandboxConfig,
  host = '127.0.0.1',
): SandboxCommand | undefined {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return undefined;
  const mistakes: string[] = [];
  const mistake: Mistake = (name, message) => {
    mistakes.push(`--${name}: ${message}`);
  };
  const number = (name: keyof typeof values, maximum: number, preset: number): number => {
    const text = values[name];
    if (typeof text !== 'string') return preset;
    if (/^\d{1,10}$/.test(text) && Number(text) <= maximum) return Number(text);
    mistake(name, `must be a whole number from 0 to ${maximum}`);
    return preset;
  };
  for (const name of ['host', 'data', 'seed', 'load'] as const) {
    if (values[name] === '') mistake(name, 'must not be empty');
  }
  const seed = values.seed ?? environment.seed;
  const frozenAt = values.clock === undefined ? undefined : readTime(values.clock, mistake);
  const command: SandboxCommand = {
    host: values.host ?? host,
    middlewarePort: number('middleware-port', 65_535, environment.middlewarePort),
    backendPort: number('backend-port', 65_535, environment.backendPort),
    controlPort: number('control-port', 65_535, environment.controlPort),
    dataFolder: values.data ?? environment.dataFolder,
    demo: environment.demo && values['no-demo'] !== true,
    ...(seed !== undefined && { seed }),
    apiKeys: (values.key ?? []).flatMap((text, index) => readKey(text, index, mistake)),
    limits: { ...(values['no-limits'] && LIFTED_LIMITS), ...readLimits(values.limit ?? [], mistake) },
    exportSeconds: number('export-seconds', 86_400, 0),
    ...(values.load !== undefined && { load: values.load }),
    ...(frozenAt !== undefined && { frozenAt }),
    latency: readLatency(values.latency ?? [], mistake),
    faults: (values.fault ?? []).flatMap((text, index) => readFault(text, index, mistake)),
  };
  if (mistakes.length > 0) throw new ConfigError(['The options are not right:', ...mistakes].join('\n  - '));
  return command;
}

type Mistake = (name: string, message: string) => void;

function readTime(text: string, mistake: Mistake): number | undefined {
  const time = /^\d+$/.test(text) ? Number(text) : Math.floor(Date.parse(text) / 1000);
  if (time >= 0 && time < 253_402_300_800) return time;
  mistake('clock', 'must be Unix seconds or a time like 2026-11-25T08:00:00Z');
  return undefined;
}

function readLimits(texts: readonly string[], mistake: Mistake): Partial<Limits> {
  return Object.fromEntries(
    texts.flatMap((text) => {
      const [, name = '', value] = /^(\w+)=([1-9]\d{0,9})$/.exec(text) ?? [];
      if (Object.hasOwn(TEST_LIMITS, name)) return [[name, Number(value)]];
      mistake('limit', `must be NAME=N with one of ${Object.keys(TEST_LIMITS).join(', ')}`);
      return [];
    }),
  );
}

function readLatency(texts: readonly string[], mistake: Mistake): Latency {
  const pairs = texts.map((text) => {
    const [, name = text, milliseconds] = /^([\w*]+)=(\d+)$/.exec(text) ?? [];
    return [name, Number(milliseconds)] as const;
  });
  const result = latency.safeParse(Object.fromEntries(pairs));
  if (result.success) return result.data;
  mistake('latency', 'must be NAME=MS with the name of an operation or *, and milliseconds');
  return {};
}

function readFault(text: string, index: number, mistake: Mistake): readonly FaultRule[] {
  const name = `fault (number ${index + 1})`;
  const json = parseJson(text);
  const result = faultRule.safeParse(json);
  if (result.success) return [result.data];
  for (const { path, message } of json === undefined ? [] : result.error.issues) {
    mistake(name, [...path.map(String), message].join(': '));
  }
  if (json === undefined) mistake(name, 'must be JSON');
  return [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A key, or none and a mistake noted. Its text has a secret in it, so the mistake names it by its place. */
function readKey(text: string, index: number, mistake: Mistake): readonly ApiKey[] {
  const form = /^([^:]+):([^:]+):(TEST|LIVE)(?::([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?$/i.exec(text);
  const [, key, secret, environment, organizationId] = form ?? [];
  if (key === undefined || secret === undefined || key === demo.apiKey) {
    const right = 'must be name:secret:TEST or name:secret:LIVE, then :organization, a UUID, if wanted';
    const taken = `${demo.apiKey} is the demo key, which is always there; choose another name`;
    mistake(`key (number ${index + 1})`, key === demo.apiKey ? taken : right);
    return [];
  }
  return [
    {
      key,
      secret: new Secret(secret),
      environment: environment?.toUpperCase() === 'LIVE' ? 'LIVE' : 'TEST',
      organizationId: organizationId?.toLowerCase() ?? organizationOf(key),
    },
  ];
}

/** An organization for a key that names none: a UUID made of the key, so that it finds its TSS again after a restart. */
function organizationOf(key: string): string {
  const hex = createHash('sha256').update(`organization of ${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
