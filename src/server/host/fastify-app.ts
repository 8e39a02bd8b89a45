import { randomUUID } from 'node:crypto';
import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import type { Config } from '../../config/config.js';
import { answerBrokenRequest, answersAll, ignoreExpectations } from '../../http/broken-request.js';
import { Draining } from '../../http/draining.js';
import { LONGEST_LINK } from '../archives/download-links.js';
import { LONGEST_UPLOAD } from '../archives/verify-export-route.js';
import { MAXIMUM_BODY_SIZE } from '../pipeline/limits.js';
import { registerBodyParser } from './bodies.js';
import { limitBodyTime } from './body-time.js';
import { errorBody, sendError } from './error-answer.js';
import { answerFastifyError, answerNotFound } from './fastify-errors.js';
import { isHealth } from './health.js';

/**
 * Maximum time for transfers of archives and slow bodies while the gateway shuts down, in milliseconds. Container
 * runtimes kill a process after ten seconds.
 */
const LONGEST_TRANSFER = 5_000;
/** Maximum time that an operation may run after its deadline, in milliseconds: it must log out the admin. */
const AFTER_DEADLINE = 6_000;

const CLOSING = {
  code: 'SHUTTING_DOWN',
  message: 'The gateway is shutting down. Nothing was done. Send the request again in a moment.',
  retryable: true,
  retryAfter: 1,
} as const;

/**
 * The Fastify application without any route: limits, parsing of bodies, error answers and shutdown.
 * @returns the application, the log of the server, and the object that lets running work finish when the application
 *   closes
 */
export function createApp(settings: Pick<Config, 'logLevel' | 'queryTimeout' | 'mutationTimeout'>): {
  readonly app: FastifyInstance;
  readonly log: Logger;
  readonly draining: Draining;
} {
  const log = pino({ level: settings.logLevel });
  const toId = idMaker();
  const app = fastify({
    bodyLimit: MAXIMUM_BODY_SIZE,
    // Fastify would make a logger for each request, at the cost of a seventh of a small answer. Our entries contain the
    // request id, and never a request: headers contain tokens, and bodies contain secrets and metadata.
    logger: false,
    genReqId: toId,
    requestTimeout: LONGEST_UPLOAD,
    return503OnClosing: false, // Fastify's 503 has another shape than our errors, and would also answer health checks
    // A client that offers another protocol (Java clients offer h2c) is answered over HTTP/1.1.
    http: {
      ...answersAll.http,
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    routerOptions: { maxParamLength: LONGEST_LINK },
    frameworkErrors: (error, request, reply) => void answerFastifyError(log, error, request, reply),
    clientErrorHandler: answerBrokenRequest(({ message }) => errorBody({ code: 'BAD_REQUEST', message }, toId())),
  });
  ignoreExpectations(app);
  app.setErrorHandler<FastifyError>((error, request, reply) => answerFastifyError(log, error, request, reply));
  app.setNotFoundHandler(answerNotFound);
  const draining = new Draining(app, {
    transfer: LONGEST_TRANSFER,
    work: Math.max(settings.queryTimeout, settings.mutationTimeout) + AFTER_DEADLINE,
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (!draining.isClosing || isHealth(request)) done();
    else sendError(request, reply, 503, CLOSING);
  });
  registerBodyParser(app);
  limitBodyTime(app, settings.mutationTimeout + 5_000);
  return { app, log, draining };
}

/** Makes ids of requests. They are unique among all gateways: a random part for the process, and a number. */
function idMaker(): () => string {
  const ofProcess = randomUUID().slice(0, -12);
  let last = 0;
  return () => `${ofProcess}${String((last += 1)).padStart(12, '0')}`;
}
