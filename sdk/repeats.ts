import type { RequestMiddleware } from 'graphql-request';

/** Maximum number of mutations that a client remembers. If there are more, the oldest is forgotten. */
const MAXIMUM_SENDINGS = 10_000;

/** The operations that write a transaction, and the step that each of them writes. */
const STEPS: ReadonlyMap<string | undefined, string> = new Map([
  ['SignReceipt', 'FINISH'],
  ['SignOrder', 'FINISH'],
  ['SignOther', 'FINISH'],
  ['SignRaw', 'FINISH'],
  ['SignTaximeter', 'FINISH'],
  ['StartTransaction', 'START'],
  ['UpdateTransaction', 'UPDATE'],
  ['FinishTransaction', 'FINISH'],
  ['CancelTransaction', 'CANCEL'],
]);

/**
 * Sets `repeat: true` in the input of a signing mutation from its second sending on. Two mutations are the same if they
 * write the same step of the same transaction UUID; updates must also have the same `revision`, or without one the same
 * content. It does not matter whether the first sending was answered, because answers can get lost. A new client
 * remembers nothing: after a restart, the caller must set `repeat: true` itself if the mutation may have been sent
 * before.
 */
export function setRepeatFlag(): RequestMiddleware {
  const sent = new Set<string>();
  return (request) => {
    const { operationName, variables, body } = request;
    const input = inputOf(variables);
    const step = STEPS.get(operationName);
    if (step === undefined || !input || typeof body !== 'string') return request;
    const key = JSON.stringify([
      step,
      input.tssUuid,
      input.transactionUuid,
      ...(step === 'UPDATE' ? updateOf(input) : []),
    ]);
    if (sent.has(key)) {
      const repeated = { ...variables, input: { ...input, repeat: true } };
      return { ...request, body: JSON.stringify({ ...parsed(body), variables: repeated }) };
    }
    sent.add(key);
    const [oldest] = sent;
    if (sent.size > MAXIMUM_SENDINGS && oldest !== undefined) sent.delete(oldest);
    return request;
  };
}

function updateOf({ revision, processData }: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [revision ?? processData];
}

function inputOf(variables: object | undefined): Readonly<Record<string, unknown>> | undefined {
  const input: unknown = variables && 'input' in variables ? variables.input : undefined;
  return isRecord(input) ? input : undefined;
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  const request: unknown = JSON.parse(body);
  return isRecord(request) ? request : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
