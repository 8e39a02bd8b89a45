import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ConfigError, type SandboxConfig } from './config.js';
import type { ApiKey, Limits } from './sandbox/index.js';
import { Secret } from './secret.js';

/** What `fiskaly-graphql sandbox --help` prints. */
export const SANDBOX_USAGE = `fiskaly-graphql sandbox: SIGN DE V2 on this machine, for any till that speaks REST

  --middleware-port N   port of the Middleware (SANDBOX_MIDDLEWARE_PORT, 4010); 0 takes any free one
  --backend-port N      port of the Backend (SANDBOX_BACKEND_PORT, 4011)
  --data FOLDER         where its state is kept (SANDBOX_DATA, .data/sandbox)
  --key NAME:SECRET:TEST|LIVE[:ORGANIZATION]
                        an API key beside the demo key; again for more. Keys of one organization (a UUID) and one
                        environment see the same TSS; without an organization a key has one of its own
  --no-demo             start empty, without demo data (SANDBOX_DEMO=off)
  --seed TEXT           keys, PUKs and signatures that repeat from run to run (SANDBOX_SEED)
  --no-limits           lift the limits of TEST: live TSS, clients, open transactions, unfinished exports
  -h, --help            this text
`;

/** How the sandbox starts from the command line: its environment, with the options put over it. */
export interface SandboxCommand extends SandboxConfig {
  readonly apiKeys: readonly ApiKey[];
  /** What is lifted of the limits. */
  readonly limits: Partial<Limits>;
}

const UNLIMITED: Partial<Limits> = {
  registeredClients: Infinity,
  activeTransactions: Infinity,
  unfinishedExports: Infinity,
  liveTestTss: Infinity,
};

/**
 * Reads the options behind `sandbox`.
 * @returns `undefined` when help is asked for
 * @throws ConfigError listing every mistake, without repeating a secret; TypeError of Node.js for an option that there is not
 */
export function readSandboxOptions(args: readonly string[], environment: SandboxConfig): SandboxCommand | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'middleware-port': { type: 'string' },
      'backend-port': { type: 'string' },
      data: { type: 'string' },
      key: { type: 'string', multiple: true },
      'no-demo': { type: 'boolean' },
      seed: { type: 'string' },
      'no-limits': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const mistakes: string[] = [];
  const port = (name: 'middleware-port' | 'backend-port', preset: number): number => {
    const text = values[name];
    if (text === undefined) return preset;
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    mistakes.push(`--${name}: must be a whole number from 0 to 65535`);
    return preset;
  };
  for (const name of ['data', 'seed'] as const) if (values[name] === '') mistakes.push(`--${name}: must not be empty`);
  const seed = values.seed ?? environment.seed;
  const command = {
    middlewarePort: port('middleware-port', environment.middlewarePort),
    backendPort: port('backend-port', environment.backendPort),
    dataFolder: values.data ?? environment.dataFolder,
    demo: environment.demo && values['no-demo'] !== true,
    ...(seed !== undefined && { seed }),
    apiKeys: (values.key ?? []).flatMap((text, index) => readKey(text, index, mistakes)),
    limits: values['no-limits'] ? UNLIMITED : {},
  };
  if (mistakes.length > 0) throw new ConfigError(['The options are not right:', ...mistakes].join('\n  - '));
  return command;
}

/** A key, or none and a mistake noted. Its text has a secret in it, so the mistake names it by its place. */
function readKey(text: string, index: number, mistakes: string[]): readonly ApiKey[] {
  const form = /^([^:]+):([^:]+):(TEST|LIVE)(?::([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?$/i.exec(text);
  const [, key, secret, environment, organizationId] = form ?? [];
  if (key === undefined || secret === undefined) {
    mistakes.push(
      `--key (number ${index + 1}): must be name:secret:TEST or name:secret:LIVE, then :organization, a UUID, if wanted`,
    );
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
