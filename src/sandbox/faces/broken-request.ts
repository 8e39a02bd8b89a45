import type { FastifyInstance } from 'fastify';
import type { BrokenRequest } from '../../http/broken-request.js';
import { Refusal } from '../engine/refusal.js';

/**
 * The only framework error code that the real service sends (`integration-guide.md §3`). All others are replaced by
 * codes of the contract.
 */
const INVALID_CONTENT_LENGTH = 'FST_ERR_CTP_INVALID_CONTENT_LENGTH';
const MALFORMED = 'E_FAILED_SCHEMA_VALIDATION';

/**
 * Translates an error that Fastify throws before an operation runs into a refusal of the contract.
 * @param bodyLimit maximum bytes of the body, for the message
 * @returns `undefined` for any other error
 */
export function frameworkRefusal(error: unknown, bodyLimit: () => number): Refusal | undefined {
  // Anything can be thrown; missing members are undefined.
  const { statusCode, code, message } = error as Partial<Record<'statusCode' | 'code' | 'message', unknown>>;
  if (typeof statusCode !== 'number' || statusCode >= 500) return undefined;
  if (statusCode === 413) {
    return new Refusal(413, undefined, `body should NOT be larger than ${bodyLimit() / 1024 ** 2} MB`);
  }
  if (code === INVALID_CONTENT_LENGTH) return new Refusal(400, code, String(message));
  if (statusCode === 415) return otherMediaType(); // thrown for an invalid content type
  if (code === 'FST_ERR_BAD_URL') return new Refusal(400, MALFORMED, 'url should be escaped UTF-8');
  return new Refusal(400, MALFORMED, String(message));
}

/**
 * Refuses a body of any content type but JSON. An empty body is accepted with any content type
 * (`integration-guide.md §12`).
 */
export function refuseOtherBodies(server: FastifyInstance, refusal: () => Error): void {
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(refusal());
  });
}

/** The refusal of a body whose content type is not JSON. */
export function otherMediaType(): Refusal {
  return new Refusal(400, MALFORMED, 'headers.content-type should be "application/json"');
}

/** The refusal of bytes that are not an HTTP request. */
export function refusalOfBroken({ status, isOfLength, message }: BrokenRequest): Refusal {
  if (status !== 400) return new Refusal(status, undefined, message);
  return new Refusal(status, isOfLength ? INVALID_CONTENT_LENGTH : MALFORMED, message);
}
