import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Range } from 'range-parser';
import type { Upstreams } from '../../datasources/index.js';
import type { AnswerStream } from '../../upstream/transport/transport.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { exportFileName } from '../../schema/sign-de/export/export.js';
import { cut, readRange, UNSATISFIABLE } from './byte-range.js';
import { type DownloadLinks, type DownloadTarget, EXPIRED } from './download-links.js';
import { sendError, statusOf } from '../host/error-answer.js';

/** Most downloads at the same time. Each holds a connection to the upstream, and signing needs connections too. */
const MAXIMUM_DOWNLOADS = 16;
/** How long a client may read nothing before its connection is closed, in milliseconds. */
const LONGEST_STALL = 60_000;
/** How long a download waits for the upstream's rate limit, in milliseconds. */
const PATIENCE = 10_000;

/** `GET` and `HEAD /download/<link>`: streams the archive of an export from the upstream. It is never stored here. */
export function serveDownloads(app: FastifyInstance, upstreams: Upstreams, links: DownloadLinks): void {
  let downloads = 0;
  const serve = async (request: FastifyRequest<{ Params: { link: string } }>, reply: FastifyReply) => {
    void reply.headers({
      'request-id': request.id,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    const target = links.read(request.params.link);
    if (target === undefined) {
      return sendError(request, reply, 404, {
        code: 'LINK_UNKNOWN',
        message: 'This gateway has no such link; ask for a new one.',
      });
    }
    if (target === EXPIRED) {
      return sendError(request, reply, 410, {
        code: 'LINK_EXPIRED',
        message: 'The link has expired; ask for a new one.',
      });
    }
    if (downloads >= MAXIMUM_DOWNLOADS) {
      return sendError(request, reply, 503, {
        code: 'RATE_LIMITED',
        message: 'Too many downloads are under way; try again later.',
        retryable: true,
        retryAfter: 10,
      });
    }
    downloads += 1;
    const gone = new AbortController();
    // Emitted when the response is complete, and when the client has disconnected. Both end the upstream transfer.
    reply.raw.once('close', () => {
      downloads -= 1;
      gone.abort(new DOMException('The caller has closed the connection.', 'AbortError'));
    });
    return download(request, reply, upstreams, target, gone.signal);
  };
  app.route({ method: ['GET', 'HEAD'], url: '/download/:link', handler: serve });
}

async function download(
  request: FastifyRequest,
  reply: FastifyReply,
  upstreams: Upstreams,
  { caller, tssUuid, exportUuid }: DownloadTarget,
  signal: AbortSignal,
): Promise<FastifyReply> {
  const { exports } = upstreams.forOperation(caller, signal, undefined, PATIENCE);
  let file: AnswerStream;
  try {
    file = await exports.openFile(tssUuid, exportUuid);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return sendError(request, reply, statusOf(error), error);
  }
  void reply.headers({
    'content-type': 'application/x-tar',
    'content-disposition': `attachment; filename="${exportFileName(exportUuid)}"`,
  });
  reply.raw.setTimeout(LONGEST_STALL, () => reply.raw.destroy());
  const { content, size } = file;
  if (size === undefined) return send(request, reply, content);
  // The archive of an export never changes. If it did, its size would most likely change too.
  const tag = `"${exportUuid}-${size}"`;
  void reply.headers({ 'accept-ranges': 'bytes', etag: tag });
  const condition = request.headers['if-range'];
  const range = readRange(condition === undefined || condition === tag ? request.headers.range : undefined, size);
  if (range === undefined) return send(request, reply.header('content-length', size), content);
  if (range === UNSATISFIABLE) {
    content.destroy();
    void reply.headers({ 'content-range': `bytes */${size}` }).removeHeader('content-disposition');
    const message = `The archive has ${size} bytes; the range begins after them.`;
    return sendError(request, reply, 416, { code: 'RANGE_NOT_SATISFIABLE', message });
  }
  const { start, end } = range;
  void reply.code(206).headers({ 'content-range': `bytes ${start}-${end}/${size}`, 'content-length': end - start + 1 });
  return send(request, reply, content, range);
}

/** Sends the archive or a range of it. A HEAD request gets only the headers, and the upstream transfer is aborted. */
function send({ method }: FastifyRequest, reply: FastifyReply, content: Readable, range?: Range): FastifyReply {
  if (method === 'HEAD') {
    content.destroy();
    return reply.send();
  }
  return reply.send(range ? Readable.from(cut(content, range)) : content);
}
