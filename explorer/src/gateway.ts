import type { GraphiQLProps } from 'graphiql';
import { getOperationAST, OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-sse';
import { REDACTED } from './redact.js';

type Fetcher = GraphiQLProps['fetcher'];

/** An answer that the page gives itself, in the form of the gateway's. */
const refusal = (message: string) => ({ errors: [{ message }] });

/**
 * Sends an operation to the gateway that this page came from, and asks it to say what the operation cost
 * (`extensions.upstream`). Never throws: what keeps the gateway from answering comes back as an error of the operation.
 * A subscription is an iterable of its results, over Server-Sent Events, which take the same headers.
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
      // What GraphiQL parsed from its JSON.
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

/** What the gateway says about itself to this page. */
export interface Viewer {
  readonly environment: 'TEST' | 'LIVE' | null;
  readonly sandbox: boolean;
}

/**
 * Asks which environment the gateway's credential belongs to; undefined when the gateway does not tell without a token.
 */
export async function readViewer(): Promise<Viewer | undefined> {
  const answer = await fetcher({ query: '{ viewer { environment sandbox } }' });
  // The schema promises this form; anything else leaves the page without the line.
  return (answer as { readonly data?: { readonly viewer?: Viewer | null } | null }).data?.viewer ?? undefined;
}
