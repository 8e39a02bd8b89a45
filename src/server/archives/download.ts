import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Range } from 'range-parser';
import type { Upstreams } from '../../datasources/index.js';
import type { AnswerStream } from '../../upstream/transport/transport.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { exportFileName } from '../../schema/sign-de/export/export.js';
import { cut, readRange, UNSATISFIABLE } from './byte-range.js';
import { type DownloadLinks, type DownloadTarget, EXPIRED } from './download-links.js';
import { refuse, statusOf } from '../host/refusal.js';

/** Downloads at a time; each holds a connection to the upstream, of which signing needs some as well. */
const MAXIMUM_DOWNLOADS = 16;
/** Longest time in which a reader takes nothing, in milliseconds. */
const LONGEST_STALL = 60_000;
/** How long a download waits for its turn in the upstream's limit of calls, in milliseconds. */
const PATIENCE = 10_000;

/** `GET` and `HEAD /download/<link>`: archives of exports, passed on as they come in and never held. */
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
      return refuse(request, reply, 404, {
        code: 'LINK_UNKNOWN',
        message: 'This gateway has no such link; ask for a new one.',
      });
    }
    if (target === EXPIRED) {
      return refuse(request, reply, 410, { code: 'LINK_EXPIRED', message: 'The link has expired; ask for a new one.' });
    }
    if (downloads >= MAXIMUM_DOWNLOADS) {
      return refuse(request, reply, 503, {
        code: 'RATE_LIMITED',
        message: 'Too many downloads are under way; try again later.',
        retryable: true,
        retryAfter: 10,
      });
    }
    downloads += 1;
    const gone = new AbortController();
    // Whether it was sent to its end or its reader has gone: what is left of the upstream's transfer ends.
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
    return refuse(request, reply, statusOf(error), error);
  }
  void reply.headers({
    'content-type': 'application/x-tar',
    'content-disposition': `attachment; filename="${exportFileName(exportUuid)}"`,
  });
  reply.raw.setTimeout(LONGEST_STALL, () => reply.raw.destroy());
  const { content, size } = file;
  if (size === undefined) return send(request, reply, content);
  // The archive of an export never changes; should it all the same, its size most likely does.
  const tag = `"${exportUuid}-${size}"`;
  void reply.headers({ 'accept-ranges': 'bytes', etag: tag });
  const condition = request.headers['if-range'];
  const range = readRange(condition === undefined || condition === tag ? request.headers.range : undefined, size);
  if (range === undefined) return send(request, reply.header('content-length', size), content);
  if (range === UNSATISFIABLE) {
    content.destroy();
    void reply.headers({ 'content-range': `bytes */${size}` }).removeHeader('content-disposition');
    const message = `The archive has ${size} bytes; the range begins after them.`;
    return refuse(request, reply, 416, { code: 'RANGE_NOT_SATISFIABLE', message });
  }
  const { start, end } = range;
  void reply.code(206).headers({ 'content-range': `bytes ${start}-${end}/${size}`, 'content-length': end - start + 1 });
  return send(request, reply, content, range);
}

/** Sends an archive or a range of it; to a HEAD the headers alone, and the upstream's transfer ends. */
function send({ method }: FastifyRequest, reply: FastifyReply, content: Readable, range?: Range): FastifyReply {
  if (method === 'HEAD') {
    content.destroy();
    return reply.send();
  }
  return reply.send(range ? Readable.from(cut(content, range)) : content);
}
