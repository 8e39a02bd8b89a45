import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Caller } from '../../upstream/access/caller.js';
import type { Upstreams } from '../../datasources/index.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { ExportVerifier } from '../../resolvers/sign-de/verification/export-verifier.js';
import { toExportVerification } from '../../schema/sign-de/verification/export-verification.js';
import { type Lending, readCaller } from '../pipeline/caller.js';
import { type Refusal, refuse, statusOf } from '../host/refusal.js';

/** Longest time that an upload may take, in milliseconds: a million signatures over a line of 20 Mbit/s. */
export const LONGEST_UPLOAD = 900_000;
/** Longest time in which a sender sends nothing, in milliseconds. */
const LONGEST_STALL = 60_000;
/** How long it may take to find out whose token it is, in milliseconds. */
const PATIENCE = 10_000;

/** What the route needs. */
export interface ExportVerificationSettings {
  readonly upstreams: Upstreams;
  readonly lending: Lending;
  readonly verifier: ExportVerifier;
  /** Largest archive, in bytes. */
  readonly maximumArchiveSize: number;
}

/**
 * `POST /verify-export`: checks an archive from anywhere, which is the body (`application/x-tar`), while it comes in;
 * nothing is stored. Threat: work for seconds at a core for one request. So it is for those who may use the rest of the
 * gateway, a few at a time, and an archive is only ever taken from the request itself: an address in it would make the
 * gateway fetch what its callers cannot reach.
 */
export async function serveExportVerification(
  app: FastifyInstance,
  settings: ExportVerificationSettings,
): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/x-tar', (_request, body, parsed) => {
      parsed(null, body); // not read yet: first it is seen who sends it
    });
    scope.post('/verify-export', { config: { bodyTime: LONGEST_UPLOAD } }, (request, reply) =>
      verify(request, reply, settings),
    );
    done();
  });
}

async function verify(
  request: FastifyRequest,
  reply: FastifyReply,
  { upstreams, lending, verifier, maximumArchiveSize }: ExportVerificationSettings,
): Promise<FastifyReply> {
  void reply.headers({ 'request-id': request.id, 'cache-control': 'no-store' });
  const gone = new AbortController();
  reply.raw.once('close', () => {
    gone.abort(new DOMException('The caller has closed the connection.', 'AbortError'));
  });
  request.raw.setTimeout(LONGEST_STALL, () => request.raw.destroy());
  try {
    await admit(readCaller(request, lending), upstreams, gone.signal);
    const archive = () => Readable.from(limited(request.raw, maximumArchiveSize), { objectMode: false });
    const found = await verifier.verify(() => Promise.resolve(archive()), gone.signal);
    // The sender of a broken archive is still sending, and listens only when that is done.
    await finished(archive().resume());
    return await reply.send(toExportVerification(found));
  } catch (error) {
    if (gone.signal.aborted || request.raw.errored) return reply.hijack();
    const [status, refusal] = refusalOf(error);
    if (!request.raw.complete) void reply.header('connection', 'close'); // nobody reads the rest
    return refuse(request, reply, status, refusal);
  }
}

/**
 * Lets those pass who may use the gateway. A token of the caller's own is shown to the upstream, which alone can tell.
 * @throws UpstreamError
 */
async function admit(caller: Caller, upstreams: Upstreams, signal: AbortSignal): Promise<void> {
  if (caller.kind === 'gateway-key') return;
  const end = performance.now() + PATIENCE;
  await upstreams.forOperation(caller, signal, () => end - performance.now()).session.identity();
}

/** An archive that is larger than allowed. */
class ArchiveTooLarge extends Error {
  constructor(readonly maximum: number) {
    super();
  }
}

/** The body, as far as it may go. It can be read on when its reader stops. @throws ArchiveTooLarge (the iterator) */
async function* limited(body: IncomingMessage, maximum: number): AsyncGenerator<Buffer> {
  let left = Number(body.headers['content-length'] ?? 0) > maximum ? 0 : maximum;
  // A request without an encoding is read in buffers.
  for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    left -= piece.length;
    if (left < 0) throw new ArchiveTooLarge(maximum);
    yield piece;
  }
}

function refusalOf(error: unknown): [status: number, refusal: Refusal] {
  if (error instanceof ArchiveTooLarge) {
    const message = `The archive is larger than the ${error.maximum / 1_000_000} MB that this gateway takes.`;
    return [413, { code: 'ARCHIVE_TOO_LARGE', message }];
  }
  if (error instanceof UpstreamError) {
    const ownLimit = error.code === 'RATE_LIMITED' && error.upstream.status === undefined;
    return [ownLimit ? 503 : error.code === 'UNAUTHENTICATED' ? 401 : statusOf(error), error];
  }
  if (error instanceof GraphQLError) return [401, { code: 'UNAUTHENTICATED', message: error.message }];
  throw error;
}
