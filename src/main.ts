#!/usr/bin/env node
import { greetFromGateway, greetFromSandbox } from './cli/greeting.js';
import type { Config } from './config/config.js';
import { StopSignals } from './stop-signals.js';

const USAGE = `fiskaly-graphql: one typed GraphQL API over fiskaly SIGN DE V2

  fiskaly-graphql [serve]            start the gateway; also start the sandbox if no real upstream is configured
  fiskaly-graphql sandbox [options]  start only the sandbox; see "fiskaly-graphql sandbox --help"
  fiskaly-graphql schema [--out F]   print the GraphQL schema, or write it to file F
  fiskaly-graphql key NAME ROLE [TSS ...]
                                     create a gateway key for a caller, with role READ, SIGN or ADMIN, for some TSS or for all

Configure the gateway with environment variables, such as PORT and FISKALY_API_KEY; see docs/reference/configuration.md.
`;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 21)) {
  process.stderr.write(
    `fiskaly-graphql needs Node.js 22.21 or newer, but this is ${process.versions.node}. ` +
      'On Linux, "npm start" uses its own Node.js.\n',
  );
  process.exit(1);
}

const signals = new StopSignals(process.env.npm_lifecycle_event !== undefined);

// These files are imported after the version check. Older versions of Node.js lack modules that the files import, so
// the import would fail with an unclear error.
const { parseArgs } = await import('node:util');
const { readConfig } = await import('./config/config.js');

try {
  const args = process.argv.slice(2);
  const { positionals, values } = parseArgs({
    args: args[0] === 'sandbox' ? ['sandbox'] : args, // the sandbox parses its own options
    allowPositionals: true,
    options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const command = values.help ? 'help' : (positionals[0] ?? 'serve');
  if (command === 'serve') await serve(readConfig(process.env));
  else if (command === 'sandbox') await serveSandbox(readConfig(process.env), args.slice(1));
  else if (command === 'schema') await printSchema(values.out);
  else if (command === 'key' && positionals.length > 2) await printKey(positionals.slice(1));
  else {
    process.stdout.write(USAGE);
    if (command !== 'help') process.exitCode = 2;
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

async function serve(config: Config): Promise<void> {
  await signals.run(
    async () => (await import('./gateway.js')).startGateway(config),
    async ({ url, upstream }) => {
      const callers = await whoMayCall(config);
      process.stdout.write(greetFromGateway({ url, upstream, graphiql: config.graphiql, callers }));
    },
  );
}

async function serveSandbox(config: Config, args: readonly string[]): Promise<void> {
  if (config.upstream.kind !== 'sandbox') {
    throw new Error('The FISKALY_… variables configure a real upstream. To start the sandbox, unset them.');
  }
  const { readSandboxOptions } = await import('./cli/sandbox-options.js');
  const options = readSandboxOptions(args, config.upstream.sandbox, config.host);
  if (!options) {
    process.stdout.write((await import('./cli/sandbox-usage.js')).SANDBOX_USAGE);
    return;
  }
  await signals.run(
    async () => (await import('./sandbox/index.js')).startSandbox(options),
    (sandbox) => {
      process.stdout.write(greetFromSandbox(sandbox, options.dataFolder));
    },
  );
}

async function printSchema(file: string | undefined): Promise<void> {
  const { printSchema: print } = await import('graphql');
  const { buildSchema } = await import('./resolvers/build-schema.js');
  const text = `${print(buildSchema())}\n`;
  if (file === undefined) process.stdout.write(text);
  else (await import('node:fs')).writeFileSync(file, text);
}

async function printKey([name = '', role = '', ...tssIds]: readonly string[]): Promise<void> {
  const { makeGatewayKey } = await import('./config/gateway-keys.js');
  const { key, entry } = makeGatewayKey(name, role.toUpperCase(), tssIds);
  process.stdout
    .write(`Give this key to the caller, who sends it as "Authorization: Gateway-Key …". It is shown only once:

  ${key}

Add this entry to GATEWAY_KEYS. Separate entries with a space:

  ${entry}
`);
}

/** Returns what callers of a gateway with a sandbox must send; undefined if they need no credential. */
async function whoMayCall({ host, upstream }: Config): Promise<string | undefined> {
  const { isLoopback } = await import('./server/pipeline/caller.js');
  if (upstream.kind !== 'sandbox' || !upstream.sandbox.demo || isLoopback(host)) return undefined;
  const { demo } = await import('./sandbox/index.js');
  return `each caller needs a token: \`authenticate\` with the demo key ${demo.apiKey}, ${demo.apiSecret}`;
}

/** Returns the text for a failed start: for an expected error only the message, for a bug also the stack. */
function explain(error: Error & { readonly code?: unknown }): string {
  if (String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `${error.message}\n\n${process.argv[2] === 'sandbox' ? 'See "fiskaly-graphql sandbox --help".' : USAGE}`;
  }
  return ['ConfigError', 'ControlError', 'SandboxStartError'].includes(error.name)
    ? error.message
    : (error.stack ?? error.message);
}
