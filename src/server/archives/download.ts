import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Range } from 'range-parser';
import type { Upstreams } from '../../datasources/index.js';
import type { AnswerStream } from '../../upstream/transport/transport-answer.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { dsfinvkFileName } from '../../schema/dsfinvk/export.js';
import { exportFileName } from '../../schema/sign-de/export/export.js';
import { cut, readRange, UNSATISFIABLE } from './byte-range.js';
import { type DownloadLinks, type DownloadTarget, EXPIRED } from './download-links.js';
import { sendError, statusOf } from '../host/error-answer.js';

/** Maximum number of parallel downloads. Each holds a connection to the upstream, and signing needs connections too. */
const MAXIMUM_DOWNLOADS = 16;
/** Maximum time in which a client reads nothing, in milliseconds. Then its connection is closed. */
const LONGEST_STALL = 60_000;
/** Maximum time that a download waits for the rate limit of the upstream, in milliseconds. */
const LONGEST_RATE_LIMIT_WAIT = 10_000;

/**
 * `GET` and `HEAD /download/<link>`: streams the archive of an export from the upstream. The gateway never stores the
 * archive.
 */
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
        message: 'This gateway does not know this link. Request a new link.',
      });
    }
    if (target === EXPIRED) {
      return sendError(request, reply, 410, {
        code: 'LINK_EXPIRED',
        message: 'The link has expired. Request a new link.',
      });
    }
    if (downloads >= MAXIMUM_DOWNLOADS) {
      return sendError(request, reply, 503, {
        code: 'RATE_LIMITED',
        message: 'Too many downloads are running. Try again later.',
        retryable: true,
        retryAfter: 10,
      });
    }
    downloads += 1;
    const disconnected = new AbortController();
    // `close` is emitted when the response is complete and when the client has disconnected. Both end the upstream
    // transfer.
    reply.raw.once('close', () => {
      downloads -= 1;
      disconnected.abort(new DOMException('The caller has closed the connection.', 'AbortError'));
    });
    return download(request, reply, upstreams, target, disconnected.signal);
  };
  app.route({ method: ['GET', 'HEAD'], url: '/download/:link', handler: serve });
}

async function download(
  request: FastifyRequest,
  reply: FastifyReply,
  upstreams: Upstreams,
  { caller, exportUuid, ...source }: DownloadTarget,
  signal: AbortSignal,
): Promise<FastifyReply> {
  // A download has no deadline: a large archive may take long.
  const { exports, dsfinvkExports } = upstreams.forOperation(caller, signal, undefined, LONGEST_RATE_LIMIT_WAIT);
  let file: AnswerStream;
  try {
    file = await (source.tssUuid === undefined
      ? dsfinvkExports.openArchive(exportUuid)
      : exports.openFile(source.tssUuid, exportUuid));
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return sendError(request, reply, statusOf(error), error);
  }
  void reply.headers({
    'content-type': source.dsfinvk === 'zip' ? 'application/zip' : 'application/x-tar',
    'content-disposition': `attachment; filename="${
      source.dsfinvk ? dsfinvkFileName(exportUuid, source.dsfinvk) : exportFileName(exportUuid)
    }"`,
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
    const message = `The range begins after the end of the archive, which has ${size} bytes.`;
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
