import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { handleProtocols, makeServer, type Server, type ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { decodeUtf8, JsonTextError, parseJson } from '../../json-text.js';
import { parseOptionsFor } from '../host/bodies.js';
import type { CallerHeaders } from '../pipeline/caller.js';
import { MAXIMUM_BODY_SIZE } from '../pipeline/limits.js';
import type { OpenConnections } from './open-connections.js';
import type { CheckedSubscription } from './event-answers.js';
import type { Subscriptions } from './subscriptions.js';

/** Maximum number of subscriptions per connection: more than one screen needs. */
const MAXIMUM_PER_CONNECTION = 50;
/**
 * Interval between pings, in milliseconds. A client that has not answered by the next ping is disconnected. A
 * connection without any subscription from one ping to the next is closed, to make room for others: opening one needs
 * no credential.
 */
const HEARTBEAT = 12_000;
/** Maximum time for a client to answer the closing handshake when the gateway shuts down, in milliseconds. */
const GOODBYE = 300;

/** The state of a connection. */
interface Connection extends Record<PropertyKey, unknown> {
  readonly headers: CallerHeaders;
  readonly requestId: string;
  /** Returns the number of subscriptions of this connection. */
  open: () => number;
}

type Parameters = Record<string, unknown>;

/**
 * Serves subscriptions over WebSocket (`graphql-transport-ws`) at `/graphql`.
 *
 * Threat: browsers let any page open a WebSocket to any address, including this machine, where the gateway may let
 * callers use its own API key. So a page must come from the same origin. The caller is authenticated for each
 * subscription, as for each query: by `connectionParams.authorization`, otherwise by the header.
 *
 * The protocol is implemented by graphql-ws, but the adapter to `ws` is ours. `graphql-ws/use/ws`, which is meant as a
 * starting point, parses messages with plain `JSON.parse`: numbers lose digits, and neither depth nor number of values
 * is limited. It also prints mistakes of clients to the console (docs/decisions/0053).
 */
export function serveWebSocket(
  app: FastifyInstance,
  log: Logger,
  subscriptions: Subscriptions,
  connections: OpenConnections,
): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAXIMUM_BODY_SIZE, handleProtocols });
  const protocol = makeServer<Parameters, Connection>(toProtocol(subscriptions));

  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const status = rejectionStatus(request, connections);
    if (status === undefined) {
      sockets.handleUpgrade(request, socket, head, (opened) => {
        serve(opened, request, protocol, connections, log);
      });
      return;
    }
    socket.on('error', () => socket.destroy());
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
}

/** Returns the HTTP status with which a connection is rejected; undefined if the connection is accepted. */
function rejectionStatus({ url = '/', headers }: IncomingMessage, connections: OpenConnections): string | undefined {
  if (url.split('?', 1)[0] !== '/graphql') return '404 Not Found';
  if (!isOwnOrigin(headers.origin, headers.host)) return '403 Forbidden';
  return connections.isFull ? '503 Service Unavailable' : undefined;
}

/**
 * Whether a request comes from a page of this server, or from no page. The scheme is not compared, because TLS may end
 * at a proxy.
 */
function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase());
}

/**
 * Returns the hooks of graphql-ws. If a subscription cannot start, the client gets `error`. If it fails later, its last
 * result has the error.
 */
function toProtocol(subscriptions: Subscriptions): ServerOptions<Parameters, Connection> {
  return {
    onConnect: ({ extra, subscriptions: open }) => {
      extra.open = () => Object.keys(open).length;
    },
    onSubscribe: ({ connectionParams, extra, subscriptions: open }, _id, payload) => {
      if (Object.keys(open).length > MAXIMUM_PER_CONNECTION) return [tooMany()];
      const authorization = authorizationIn(connectionParams) ?? extra.headers.authorization;
      const { host } = extra.headers;
      return subscriptions.check(payload, {
        ...(host !== undefined && { host }),
        ...(authorization !== undefined && { authorization }),
      });
    },
    // `checked` is the value that `onSubscribe` returned.
    subscribe: (checked) => subscriptions.start(checked as CheckedSubscription),
    onNext: ({ extra }, _id, _payload, _args, result) => subscriptions.format(result, extra.requestId),
    onError: ({ extra }, _id, _payload, errors) => subscriptions.formatErrors(errors, extra.requestId),
  };
}

/** Finds the parameter `authorization`. Upper and lower case are accepted, because people write it like the header. */
function authorizationIn(parameters: Parameters | undefined): string | undefined {
  const found = Object.entries(parameters ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
  return found && String(found[1]);
}

/** Connects a socket to the protocol until it closes. */
function serve(
  socket: WebSocket,
  { headers }: IncomingMessage,
  protocol: Server<Connection>,
  connections: OpenConnections,
  log: Logger,
): void {
  const forget = connections.add(() => {
    socket.close(1001, 'Going away');
    setTimeout(() => {
      socket.terminate();
    }, GOODBYE).unref();
  });
  const connection: Connection = { headers, requestId: randomUUID(), open: () => 0 };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => send(socket, text),
      close: (code, reason) => {
        socket.close(code, reason);
      },
      onMessage: (receive) => {
        socket.on('message', (data: Buffer) => {
          const message = readMessage(data);
          if (message instanceof JsonTextError) {
            // 4400: bad request (`graphql-transport-ws`).
            socket.close(4400, `The message ${message.message}`.slice(0, 120));
            return;
          }
          // graphql-ws treats a value that is not a string as a parsed message, but its types do not say so.
          receive(message as string).catch((error: unknown) => {
            log.error({ err: error }, 'unexpected error');
            socket.close(1011, 'Internal error');
          });
        });
      },
    },
    connection,
  );
  const stopPinging = keepAlive(socket, connection);
  socket.on('error', () => undefined); // for example an invalid or too large frame: the socket then closes
  socket.once('close', (code, reason) => {
    stopPinging();
    forget();
    void closed(code, reason.toString());
  });
}

const MESSAGE_PARSE_OPTIONS = parseOptionsFor(({ payload }) => payload);

/**
 * Parses a message. Numbers keep their digits, and invalid bytes are not replaced. @returns the message, or the error
 */
function readMessage(data: Buffer): unknown {
  try {
    return parseJson(decodeUtf8(data), MESSAGE_PARSE_OPTIONS);
  } catch (error) {
    if (error instanceof JsonTextError) return error;
    throw error;
  }
}

/** Resolves when the message is written, so that nothing queues up for a slow client. */
function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) resolve();
    else {
      socket.send(text, () => {
        resolve();
      });
    }
  });
}

/**
 * Pings the client. Closes the connection if an answer is missing, or if the connection has no subscription.
 * @returns a function that stops this
 */
function keepAlive(socket: WebSocket, connection: Connection): () => void {
  let isAlive = true;
  let isIdle = false;
  socket.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (!isAlive) socket.terminate();
    const wasIdle = isIdle;
    isIdle = connection.open() === 0;
    if (isIdle && wasIdle) socket.close(1000, 'No subscription');
    isAlive = false;
    socket.ping();
  }, HEARTBEAT);
  return () => {
    clearInterval(timer);
  };
}

function tooMany(): GraphQLError {
  const originalError = new UpstreamError({
    code: 'TOO_MANY_SUBSCRIPTIONS',
    message: `A connection can have at most ${MAXIMUM_PER_CONNECTION} subscriptions at a time.`,
    retryable: true,
  });
  return new GraphQLError(originalError.message, { originalError });
}
