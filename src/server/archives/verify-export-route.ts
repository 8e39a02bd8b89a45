import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Caller } from '../../upstream/access/caller.js';
import type { Upstreams } from '../../datasources/index.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { DsfinvkArchiveVerifier } from '../../resolvers/dsfinvk/verification/archive-verifier.js';
import type { ExportVerifier } from '../../resolvers/sign-de/verification/export-verifier.js';
import { toExportVerification } from '../../schema/sign-de/verification/export-verification.js';
import { type Lending, readCaller } from '../pipeline/caller.js';
import { type ErrorAnswer, sendError, statusOf } from '../host/error-answer.js';

/** Maximum duration of an upload, in milliseconds: enough for a million signatures at 20 Mbit/s. */
export const LONGEST_UPLOAD = 900_000;
/** Maximum time in which a client sends nothing, in milliseconds. Then its connection is closed. */
const LONGEST_STALL = 60_000;
/** Maximum time in which the upstream must validate the token of the caller, in milliseconds. */
const LONGEST_TOKEN_CHECK = 10_000;

/** Dependencies and limits of the route. */
export interface ExportVerificationSettings {
  readonly upstreams: Upstreams;
  readonly lending: Lending;
  readonly verifier: ExportVerifier;
  readonly dsfinvkVerifier: DsfinvkArchiveVerifier;
  /** In bytes. */
  readonly maximumArchiveSize: number;
}

/** A route that verifies archives. */
interface VerificationRoute {
  readonly path: string;
  readonly contentTypes: readonly string[];
  /** @returns the JSON of the response */
  readonly verify: (open: () => Promise<Readable>, signal: AbortSignal) => Promise<object>;
}

/**
 * `POST /verify-export` (TAR of a TSE) and `POST /verify-dsfinvk` (TAR or ZIP): verify an archive of any origin. The
 * archive is the body; it is checked in a thread. Threat: one request takes seconds of CPU. So only callers who may use
 * the rest of the gateway are admitted, and only a few at a time. The archive must be in the request itself: if callers
 * could send a URL, the gateway would fetch addresses that its callers cannot reach (SSRF).
 */
export async function serveExportVerification(
  app: FastifyInstance,
  settings: ExportVerificationSettings,
): Promise<void> {
  const { verifier, dsfinvkVerifier } = settings;
  const routes: readonly VerificationRoute[] = [
    {
      path: '/verify-export',
      contentTypes: ['application/x-tar'],
      verify: async (open, signal) => toExportVerification(await verifier.verify(open, signal)),
    },
    {
      path: '/verify-dsfinvk',
      contentTypes: ['application/x-tar', 'application/zip'],
      verify: (open, signal) => dsfinvkVerifier.verify(open, signal),
    },
  ];
  for (const route of routes) {
    await app.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser([...route.contentTypes], (_request, body, parsed) => {
        parsed(null, body); // the body is not read yet: the caller is authenticated first
      });
      scope.post(route.path, { config: { bodyTime: LONGEST_UPLOAD } }, (request, reply) =>
        verify(request, reply, route, settings),
      );
      done();
    });
  }
}

async function verify(
  request: FastifyRequest,
  reply: FastifyReply,
  route: VerificationRoute,
  { upstreams, lending, maximumArchiveSize }: ExportVerificationSettings,
): Promise<FastifyReply> {
  void reply.headers({ 'request-id': request.id, 'cache-control': 'no-store' });
  const disconnected = new AbortController();
  reply.raw.once('close', () => {
    disconnected.abort(new DOMException('The caller has closed the connection.', 'AbortError'));
  });
  request.raw.setTimeout(LONGEST_STALL, () => request.raw.destroy());
  try {
    await checkMayUseGateway(readCaller(request, lending), upstreams, disconnected.signal);
    const archive = () => Readable.from(limited(request.raw, maximumArchiveSize), { objectMode: false });
    const found = await route.verify(() => Promise.resolve(archive()), disconnected.signal);
    // If the archive is broken, verification ends while the client is still sending. Read the rest: clients read the
    // response only after they have sent everything.
    await finished(archive().resume());
    return await reply.send(found);
  } catch (error) {
    // Nobody can read a response any more, so Fastify must not send one.
    if (disconnected.signal.aborted || request.raw.errored) return reply.hijack();
    const [status, answer] = answerOf(error);
    if (!request.raw.complete) void reply.header('connection', 'close'); // the rest of the body is not read
    return sendError(request, reply, status, answer);
  }
}

/**
 * Checks that a caller may use the gateway. Only the upstream can validate a caller's own token, so the gateway makes a
 * call to it.
 * @throws UpstreamError if the caller may not use the gateway
 */
async function checkMayUseGateway(caller: Caller, upstreams: Upstreams, signal: AbortSignal): Promise<void> {
  if (caller.kind === 'gateway-key') return;
  const end = performance.now() + LONGEST_TOKEN_CHECK;
  await upstreams.forOperation(caller, signal, () => end - performance.now()).session.identity();
}

/** The archive is larger than allowed. */
class ArchiveTooLarge extends Error {
  constructor(readonly maximum: number) {
    super();
  }
}

/**
 * Yields the body up to the size limit. If the iteration ends early, the rest of the body stays readable.
 * @throws ArchiveTooLarge while iterating
 */
async function* limited(body: IncomingMessage, maximum: number): AsyncGenerator<Buffer> {
  // If the client announces too large a body, the first piece already exceeds the limit.
  let left = Number(body.headers['content-length'] ?? 0) > maximum ? 0 : maximum;
  // Without a text encoding, a request yields buffers.
  for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    left -= piece.length;
    if (left < 0) throw new ArchiveTooLarge(maximum);
    yield piece;
  }
}

function answerOf(error: unknown): [status: number, answer: ErrorAnswer] {
  if (error instanceof ArchiveTooLarge) {
    const message = `The archive is too large. This gateway accepts at most ${error.maximum / 1_000_000} MB.`;
    return [413, { code: 'ARCHIVE_TOO_LARGE', message }];
  }
  if (error instanceof UpstreamError) {
    // A limit of the gateway itself: the error has no HTTP status of the upstream.
    const ownLimit = error.code === 'RATE_LIMITED' && error.upstream.status === undefined;
    return [ownLimit ? 503 : error.code === 'UNAUTHENTICATED' ? 401 : statusOf(error), error];
  }
  if (error instanceof GraphQLError) return [401, { code: 'UNAUTHENTICATED', message: error.message }];
  throw error;
}
