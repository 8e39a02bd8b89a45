import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { z } from 'zod';
import type { OpenConnections } from './open-connections.js';
import type { Results, Subscriptions } from './subscriptions.js';

/** Interval between heartbeats, in milliseconds: shorter than the idle timeout of proxies. */
const HEARTBEAT = 12_000;
/** Maximum time in which a client reads nothing, in milliseconds. Then its connection is closed. */
const STALLED = 30_000;
/** Maximum time for a client to read the rest when the gateway shuts down, in milliseconds. */
const GOODBYE = 300;

const requestBody = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Serves subscriptions as Server-Sent Events at `/graphql/stream` (GraphQL over SSE, distinct connections mode): each
 * POST opens one stream. Only POST with JSON is accepted, because pages of other origins cannot send such requests. The
 * server of graphql-sse is not used, because its queue for a slow client has no limit.
 */
export function serveEventStream(
  app: FastifyInstance,
  subscriptions: Subscriptions,
  connections: OpenConnections,
): void {
  app.get('/graphql/stream', (request, reply) =>
    sendStreamError(
      request,
      reply.header('allow', 'POST'),
      405,
      'Send subscriptions by POST, with a JSON body and the header "Accept: text/event-stream". EventSource of browsers cannot send POST requests; the package graphql-sse can.',
    ),
  );
  app.post('/graphql/stream', async (request, reply) => {
    if (!request.headers.accept?.includes('text/event-stream')) {
      return sendStreamError(request, reply, 406, 'Subscriptions need the header "Accept: text/event-stream".');
    }
    const body = requestBody.safeParse(request.body);
    if (!body.success) {
      return sendStreamError(
        request,
        reply,
        400,
        'The body must be JSON with "query" and, if needed, "variables" and "operationName".',
      );
    }
    if (connections.isFull) {
      return sendStreamError(
        request,
        reply.header('retry-after', '10'),
        503,
        'The gateway has too many open connections for subscriptions. Try again later.',
      );
    }
    const checked = await subscriptions.check(body.data, request.headers);
    const results = await subscriptions.start(checked);
    reply.hijack();
    await stream(reply.raw, connections, results, (result) => subscriptions.format(result, request.id));
    return reply;
  });
}

/**
 * Sends each result after the previous result is written. Sends `complete` if the results end, but not if the
 * connection is closed.
 */
async function stream(
  response: ServerResponse,
  connections: OpenConnections,
  results: Results,
  format: (result: ExecutionResult) => object,
): Promise<void> {
  const isCut = new AbortController();
  const cut = () => {
    isCut.abort();
    void results.return();
  };
  const forget = connections.add(() => {
    cut();
    // If the client reads nothing, the write never ends.
    setTimeout(() => response.destroy(), GOODBYE).unref();
  });
  response.once('close', cut);
  if (response.closed) cut();
  response.setTimeout(STALLED, () => response.destroy());
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
    'x-accel-buffering': 'no', // nginx would buffer events
  });
  const heartbeat = setInterval(() => {
    if (response.writableLength === 0) response.write(COMMENT);
  }, HEARTBEAT);
  try {
    await write(response, COMMENT); // some browsers wait for the first byte
    for await (const result of results) {
      await write(response, `event: next\ndata: ${JSON.stringify(format(result))}\n\n`);
    }
    // A client that gets no "complete" subscribes again. It should do so when the gateway restarts.
    if (!isCut.signal.aborted) await write(response, 'event: complete\ndata: \n\n');
  } finally {
    clearInterval(heartbeat);
    forget();
    response.end();
  }
}

const COMMENT = ':\n\n';

/** Resolves when the text is written or the connection is closed. */
function write(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    response.write(text, () => {
      resolve();
    });
  });
}

function sendStreamError(request: FastifyRequest, reply: FastifyReply, status: number, message: string): FastifyReply {
  const code = status === 503 ? 'TOO_MANY_SUBSCRIPTIONS' : 'BAD_REQUEST';
  const errors = [{ message, extensions: { code, retryable: status === 503, requestId: request.id } }];
  return reply.code(status).header('cache-control', 'no-store').send({ errors });
}
