import { type Config, ConfigError } from './config/config.js';
import { LocalCoordinator } from './coordination/local-coordinator.js';
import { Upstreams, type UpstreamSettings } from './datasources/index.js';
import { createServer } from './server/create-server.js';

/** A running gateway. */
export interface Gateway {
  /** Address of the gateway, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The upstream that the gateway uses. */
  readonly upstream: {
    readonly kind: 'sandbox' | 'fiskaly';
    readonly middlewareUrl: string;
    readonly backendUrl: string;
    readonly dsfinvkUrl: string;
    /** The control port of the embedded sandbox. */
    readonly controlUrl?: string;
  };
  /**
   * Accepts no more connections, lets running work finish within its limits (docs/decisions/0043), and then stops the
   * embedded sandbox.
   */
  close(): Promise<void>;
}

/**
 * Starts everything: the sandbox, unless the configuration names a real upstream, and the gateway.
 * @throws if a port is in use or the data folder of the sandbox is unusable. In that case everything is stopped
 */
export async function startGateway(config: Config): Promise<Gateway> {
  const { kind } = config.upstream;
  const sandbox = config.upstream.kind === 'sandbox' ? await startEmbeddedSandbox(config.upstream.sandbox) : undefined;
  const upstream = config.upstream.kind === 'sandbox' ? sandbox : config.upstream;
  if (!upstream) throw new Error('The gateway needs an upstream, but none is configured.');
  const { middlewareUrl, backendUrl, dsfinvkUrl, apiKey } = upstream;
  const urls = { middlewareUrl, backendUrl, dsfinvkUrl };
  try {
    const serving = await serveGateway(config, { ...urls, ...(apiKey && { apiKey }) }, sandbox !== undefined);
    const close = async () => {
      await serving.close();
      await sandbox?.close();
    };
    return { url: serving.url, upstream: { kind, ...urls, ...(sandbox && { controlUrl: sandbox.controlUrl }) }, close };
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
}

/** A running server. */
type Serving = Pick<Gateway, 'url' | 'close'>;

/**
 * Starts the gateway in this process. The upstream must be running already.
 * @throws if the port is in use. In that case everything is stopped
 */
async function serveGateway(
  config: Config,
  upstream: Pick<UpstreamSettings, 'middlewareUrl' | 'backendUrl' | 'dsfinvkUrl' | 'apiKey'>,
  sandbox: boolean,
): Promise<Serving> {
  const { allowLiveWrites, maximumWrongPins, maximumUpstreamCalls, maximumAnswerAge } = config;
  const takesGatewayKeys = config.gatewayKeys.length > 0;
  const upstreams = new Upstreams(
    { ...upstream, allowLiveWrites, maximumWrongPins, maximumUpstreamCalls, maximumAnswerAge, takesGatewayKeys },
    new LocalCoordinator(),
  );
  let closeServer: (() => Promise<void>) | undefined;
  const close = async () => {
    await closeServer?.();
    await upstreams.close();
  };
  try {
    const app = await createServer({ ...config, sandbox }, upstreams);
    closeServer = () => app.close();
    return { url: await listen(app, config), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws ConfigError if this machine cannot listen on the configured address */
async function listen(app: Awaited<ReturnType<typeof createServer>>, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = String((error as { readonly code?: unknown }).code); // undefined if there is none
    const mistake = mistakeOf(code, host, port);
    if (mistake === undefined) throw error;
    throw new ConfigError(`The environment is not right:\n  - ${mistake}`, { cause: error });
  }
}

function mistakeOf(code: string, host: string, port: number): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `PORT: ${port} is in use on ${host}; set another port, or stop the program that uses it`;
    case 'EACCES':
      return `PORT: this user has no permission to listen on ${port}; set another port, such as 4000`;
    case 'EADDRNOTAVAIL':
    case 'EAI_AGAIN':
    case 'EINVAL':
    case 'ENOTFOUND':
      return `HOST: "${host}" is not an address of this machine (${code}); 127.0.0.1 accepts callers on this machine only, 0.0.0.0 all`;
    default:
      return undefined;
  }
}

/**
 * Starts the sandbox with the demo credential. The import is dynamic, so that a gateway to the real upstream never
 * loads the sandbox.
 */
async function startEmbeddedSandbox(config: Extract<Config['upstream'], { kind: 'sandbox' }>['sandbox']) {
  const { startSandbox, demo } = await import('./sandbox/index.js');
  const { Secret } = await import('./secret.js');
  const sandbox = await startSandbox(config);
  return {
    middlewareUrl: sandbox.middlewareUrl,
    backendUrl: sandbox.backendUrl,
    dsfinvkUrl: sandbox.dsfinvkUrl,
    controlUrl: sandbox.controlUrl,
    apiKey: { key: demo.apiKey, secret: new Secret(demo.apiSecret) },
    close: () => sandbox.close(),
  };
}
