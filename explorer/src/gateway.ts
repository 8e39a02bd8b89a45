import type { GraphiQLProps } from 'graphiql';
import { getOperationAST, OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-sse';
import { REDACTED } from './redact.js';

type Fetcher = GraphiQLProps['fetcher'];

/** An answer that the page creates itself, in the format of the gateway's errors. */
const refusal = (message: string) => ({ errors: [{ message }] });

/**
 * Sends an operation to the gateway of this page, and asks for the cost of the operation (`extensions.upstream`). Never
 * throws: if the gateway cannot answer, the operation gets an error. A subscription returns an iterable of its results.
 * They come as Server-Sent Events, because these allow the same headers.
 */
export const fetcher: Fetcher = async ({ query, variables, operationName }, options) => {
  const body = JSON.stringify({ query, variables: variables as unknown, operationName });
  if (body.includes(REDACTED)) {
    return refusal(
      `Type the secret again where it says "${REDACTED}": this page forgets PINs, PUKs, secrets and tokens.`,
    );
  }
  const operation = options?.documentAST && getOperationAST(options.documentAST, operationName);
  if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
    const events = createClient({ url: '/graphql/stream', headers: { ...options?.headers } });
    return events.iterate({
      query,
      // GraphiQL has parsed the variables from a JSON object.
      variables: variables as Record<string, unknown>,
      ...(typeof operationName === 'string' && { operationName }),
    });
  }
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        'content-type': 'application/json',
        'x-explain': '1',
        ...options?.headers,
      },
      body,
    });
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null ? answer : refusal(`The gateway answered ${response.status}.`);
  } catch {
    return refusal('The gateway does not answer, or not with JSON. Is it still running?');
  }
};

/** What this page needs to know about the gateway. */
export interface Viewer {
  readonly environment: 'TEST' | 'LIVE' | null;
  readonly sandbox: boolean;
}

/** Reads the environment of the gateway's credential; undefined if the gateway does not tell without a token. */
export async function readViewer(): Promise<Viewer | undefined> {
  const answer = await fetcher({ query: '{ viewer { environment sandbox } }' });
  // The schema guarantees this type. If the answer is an error, the title bar shows no environment.
  return (answer as { readonly data?: { readonly viewer?: Viewer | null } | null }).data?.viewer ?? undefined;
}
