/** Where the upstreams of a gateway are. */
interface UpstreamAddresses {
  readonly kind: 'sandbox' | 'fiskaly';
  readonly middlewareUrl: string;
  readonly backendUrl: string;
  readonly dsfinvkUrl: string;
  /** The control port of the embedded sandbox. */
  readonly controlUrl?: string;
}

/** What the greeting of a gateway tells. */
export interface GatewayGreeting {
  /** Address of the gateway, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly graphiql: boolean;
  readonly upstream: UpstreamAddresses;
  /** What callers must bring, where that is something. */
  readonly callers: string | undefined;
}

/** What runs where, in a few lines: printed when the gateway has started. */
export function greetFromGateway({ url, graphiql, upstream, callers }: GatewayGreeting): string {
  const address = url.replace('127.0.0.1', 'localhost');
  const isSandbox = upstream.kind === 'sandbox';
  return framed([
    line('fiskaly-graphql', `${address}/graphql`),
    ...(graphiql ? [line('GraphiQL', `${address}/`)] : []),
    '',
    line(
      'Upstream',
      isSandbox ? 'embedded sandbox with demo data: signs for real, but is no certified TSE' : 'fiskaly SIGN DE V2',
    ),
    line('Middleware', upstream.middlewareUrl),
    line('Backend', upstream.backendUrl),
    line('DSFinV-K', upstream.dsfinvkUrl),
    ...(upstream.controlUrl === undefined ? [] : [line('Control port', upstream.controlUrl)]),
    ...(callers === undefined ? [] : [line('Callers', callers)]),
    ...(isSandbox ? ['', '  For the real upstream set FISKALY_API_KEY and FISKALY_API_SECRET and start again.'] : []),
  ]);
}

/** What the greeting of a sandbox tells. */
export interface SandboxGreeting {
  readonly middlewareUrl: string;
  readonly backendUrl: string;
  readonly dsfinvkUrl: string;
  readonly controlUrl: string;
  /** Where its clock stands still; missing where it runs. */
  readonly frozenAt?: Date;
}

/** Where the sandbox listens, in a few lines: printed when it has started alone. */
export function greetFromSandbox(sandbox: SandboxGreeting, dataFolder: string): string {
  return framed([
    '  Sandbox of SIGN DE V2 and DSFinV-K: signs for real, but is no certified TSE',
    '',
    line('Middleware', sandbox.middlewareUrl),
    line('Backend', sandbox.backendUrl),
    line('DSFinV-K', sandbox.dsfinvkUrl),
    line('Control port', sandbox.controlUrl),
    line('Data', dataFolder),
    ...(sandbox.frozenAt ? [line('Clock', `stands still at ${sandbox.frozenAt.toISOString()}`)] : []),
  ]);
}

function line(name: string, value: string): string {
  return `  ${name.padEnd(15)}  ${value}`;
}

/** Lines with an empty one before and after them. */
function framed(lines: readonly string[]): string {
  return ['', ...lines, '', ''].join('\n');
}
