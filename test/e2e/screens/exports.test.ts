import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { demo } from '../../../src/sandbox/index.js';
import { verifyExport } from '../../../src/tse/archive/verify-export.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
const tssUuid = demo.tssId;

beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.client.Viewer(); // opens the gateway's own session, so that no test below counts the login
});
afterAll(() => gateway.close());

/** Triggers an export of the demo TSS, and waits for its end. */
async function exportLogs(input: Partial<Parameters<TestGateway['client']['TriggerExport']>[0]['input']> = {}) {
  const exportUuid = randomUUID();
  const { triggerExport } = await gateway.client.TriggerExport({ input: { tssUuid, exportUuid, ...input } });
  expect(triggerExport.userErrors).toEqual([]);
  expect(triggerExport.export).toMatchObject({ uuid: exportUuid, tssUuid, state: 'PENDING', progress: 0 });
  const { awaitExport } = await gateway.client.AwaitExport({ tssUuid, uuid: exportUuid });
  return awaitExport!;
}

/** The bytes behind an export's link. */
async function fetchArchive(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(gateway.url + url, { headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('An export', () => {
  test('goes from the trigger to a verified archive', async () => {
    const done = await exportLogs();
    expect(done).toMatchObject({ state: 'COMPLETED', exception: null, progress: 1, environment: 'TEST' });
    expect(done.download!.fileName).toBe(`export-${done.uuid}.tar`);
    const { status, headers, bytes } = await fetchArchive(done.download!.url);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/x-tar');
    expect(headers.get('content-length')).toBe(String(bytes.length));
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${done.download!.fileName}"`);
    expect(headers.get('cache-control')).toBe('private, no-store');
    const verification = await verifyExport(Readable.from([bytes]));
    expect(verification.problems).toEqual([]);
  });

  test('holds what the selection says, in each of its ways', async () => {
    const { transaction } = await gateway.client.Transaction({ tssUuid, number: '1' });
    const { number, startedAt, endedAt } = transaction!;
    const [counter, clientUuid] = [transaction!.signature!.counter!, transaction!.clientUuid!];
    const selections = [
      { transactionNumber: number },
      { transactionNumbers: { from: number, to: number } },
      { signatureCounters: { from: counter, to: counter } },
      { logTimes: { from: startedAt, to: endedAt! } },
      { clientUuid },
    ];
    const verifications = await Promise.all(
      selections.map(async (selection) => {
        const done = await exportLogs({ selection });
        const { bytes } = await fetchArchive(done.download!.url);
        return verifyExport(Readable.from([bytes]));
      }),
    );
    for (const [index, selection] of selections.entries()) {
      const { counts, counters } = verifications[index]!;
      expect(counts.transaction).toBeGreaterThan(0);
      if ('clientUuid' in selection) continue;
      expect(counters!.first).toBeLessThanOrEqual(Number(counter));
      expect(counters!.last).toBeGreaterThanOrEqual(Number(counter));
      if (!('logTimes' in selection)) expect(counts.transaction).toBeLessThanOrEqual(2);
    }
  });

  test('with nothing in it fails, and says why', async () => {
    const done = await exportLogs({ selection: { signatureCounters: { from: '900000000' } } });
    expect(done).toMatchObject({ state: 'ERROR', exception: 'NO_DATA_AVAILABLE', progress: null, download: null });
    expect(done.failedAt).not.toBeNull();
  });

  test('with more than its maximum fails, and says why', async () => {
    expect(await exportLogs({ maximumRecords: 3 })).toMatchObject({ state: 'ERROR', exception: 'TOO_MANY_RECORDS' });
  });

  test('carries metadata, is found by its global id, and is listed with its TSS', async () => {
    const { uuid, id } = await exportLogs();
    const input = { tssUuid, exportUuid: uuid, metadata: [{ key: 'case', value: '4711' }] };
    const { updateExportMetadata } = await gateway.client.UpdateExportMetadata({ input });
    expect(updateExportMetadata.metadata).toEqual([{ key: 'case', value: '4711' }]);
    const { data } = await gateway.post(
      `query ($ids: [ID!]!, $id: ID!) {
        nodes(ids: $ids) { id ... on Export { uuid metadata { key value } tss { uuid } } ... on Tss { uuid } }
        node(id: $id) { id ... on Export { state } }
      }`,
      { id, ids: [id, Buffer.from(`Tss:${tssUuid}`).toString('base64url')] },
    );
    expect(data!.nodes[0]).toEqual({ id, uuid, metadata: [{ key: 'case', value: '4711' }], tss: { uuid: tssUuid } });
    expect(data!.nodes[1].uuid).toBe(tssUuid);
    expect(data!.node).toEqual({ id, state: 'COMPLETED' });
  });
});

describe('Lists of exports', () => {
  test('can be filtered and sorted in every way that the upstream knows', async () => {
    await exportLogs();
    const fields = ['STATE', 'REQUESTED_AT', 'STARTED_AT', 'ENDED_AT', 'EXPIRES_AT', 'FAILED_AT'] as const;
    for (const field of fields) {
      const orderBy = { field, direction: 'DESC' as const };
      const { tss } = await gateway.client.Exports({ tssUuid, orderBy, filter: { states: ['COMPLETED'] } });
      expect(tss!.exports!.nodes.map((row) => row!.state)).toContain('COMPLETED');
      expect(new Set(tss!.exports!.nodes.map((row) => row!.state)).size).toBe(1);
    }
    const { data } = await gateway.post(
      '{ exports(first: 2, filter: { states: [COMPLETED], includeDeleted: false }, orderBy: { field: REQUESTED_AT, direction: DESC }) { nodes { tssUuid state } pageInfo { hasNextPage } } }',
    );
    expect(data!.exports.nodes).toHaveLength(2);
  });

  test('cost one call, whatever hangs on their rows', async () => {
    const { extensions } = await gateway.post(
      'query ($uuid: UUID!) { tss(uuid: $uuid) { exports(first: 50) { nodes { uuid metadata { key } tss { uuid } download { url } } } } }',
      { uuid: tssUuid },
    );
    expect(extensions!.upstream.operations.map(({ operation }) => operation)).toEqual(['retrieveTss', 'listExports']);
  });
});

describe('Triggering', () => {
  const refused = async (selection: object | null, maximumRecords?: number) => {
    const { data, extensions } = await gateway.post(
      'mutation ($input: TriggerExportInput!) { triggerExport(input: $input) { export { uuid } userErrors { code field } } }',
      { input: { tssUuid, exportUuid: randomUUID(), selection, maximumRecords } },
    );
    expect(extensions!.upstream.calls).toBe(0);
    expect(data!.triggerExport.export).toBeNull();
    return data!.triggerExport.userErrors;
  };
  const invalid = (...field: string[]) => [{ code: 'INVALID_INPUT', field }];

  test('refuses ranges and numbers that nothing comes of, before any call', async () => {
    expect(await refused({ transactionNumbers: {} })).toEqual(invalid('selection', 'transactionNumbers'));
    expect(await refused({ signatureCounters: { from: '2', to: '1' } })).toEqual(
      invalid('selection', 'signatureCounters'),
    );
    expect(await refused({ signatureCounters: { from: '90071992547409930', to: '90071992547409929' } })).toEqual(
      invalid('selection', 'signatureCounters'),
    );
    expect(await refused({ logTimes: { from: '2026-01-01T00:00:00.100Z', to: '2026-01-01T00:00:00.900Z' } })).toEqual(
      invalid('selection', 'logTimes'),
    );
    expect(await refused(null, 0)).toEqual(invalid('maximumRecords'));
    expect(await refused(null, 1_000_001)).toEqual(invalid('maximumRecords'));
    expect(await refused({ clientUuid: demo.clientId }, 10)).toEqual(invalid('maximumRecords'));
  });

  test('takes one way to select only', async () => {
    const { errors } = await gateway.post(
      'mutation ($input: TriggerExportInput!) { triggerExport(input: $input) { userErrors { code } } }',
      {
        input: { tssUuid, exportUuid: randomUUID(), selection: { transactionNumber: '1', clientUuid: demo.clientId } },
      },
    );
    expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('with a UUID that there is already says so and shows that export', async () => {
    const { uuid } = await exportLogs();
    const { triggerExport } = await gateway.client.TriggerExport({ input: { tssUuid, exportUuid: uuid } });
    expect(triggerExport.userErrors).toMatchObject([{ code: 'EXPORT_CONFLICT', upstreamCode: 'E_DUPLICATE_EXPORT' }]);
    expect(triggerExport.export).toMatchObject({ uuid, state: 'COMPLETED' });
  });

  test('for what is not there says which', async () => {
    const trigger = async (input: object) =>
      (
        await gateway.client.TriggerExport({
          input: { tssUuid, exportUuid: randomUUID(), ...input },
        })
      ).triggerExport.userErrors.map(({ code }) => code);
    expect(await trigger({ tssUuid: randomUUID() })).toEqual(['TSS_NOT_FOUND']);
    expect(await trigger({ selection: { clientUuid: randomUUID() } })).toEqual(['CLIENT_NOT_FOUND']);
    expect(await trigger({ selection: { transactionNumber: '999999' } })).toEqual(['TRANSACTION_NOT_FOUND']);
    const created = randomUUID();
    await gateway.client.CreateTss({ input: { tssUuid: created } });
    expect(await trigger({ tssUuid: created })).toEqual(['TSS_NOT_EXPORTABLE']);
  });

  test('an export that is over cannot be cancelled, and is shown', async () => {
    const { uuid } = await exportLogs();
    const { cancelExport } = await gateway.client.CancelExport({ input: { tssUuid, exportUuid: uuid } });
    expect(cancelExport.userErrors).toMatchObject([{ code: 'EXPORT_NOT_CANCELLABLE' }]);
    expect(cancelExport.export).toMatchObject({ uuid, state: 'COMPLETED' });
  });
});

describe('exportAll', () => {
  const all = async (input: { uuid: string; signaturesPerExport: number }) =>
    (await gateway.client.ExportAll({ input: { tssUuid, ...input } })).exportAll;

  test('splits by signature counter, and its parts together hold every signature once', async () => {
    const { tss } = await gateway.client.Tss({ uuid: tssUuid });
    const last = Number(tss!.signatureCounter);
    const uuid = randomUUID();
    const size = Math.ceil(last / 3);
    const { parts, complete, userErrors } = await all({ uuid, signaturesPerExport: size });
    expect(userErrors).toEqual([]);
    expect(complete).toBe(true);
    expect(parts.map((part) => [part.firstSignatureCounter, part.lastSignatureCounter].map(Number))).toEqual([
      [1, size],
      [size + 1, 2 * size],
      [2 * size + 1, last],
    ]);
    let next = 1;
    for (const part of parts) {
      const { awaitExport } = await gateway.client.AwaitExport({ tssUuid, uuid: part.export.uuid });
      const { bytes } = await fetchArchive(awaitExport!.download!.url);
      const { counters, gaps } = await verifyExport(Readable.from([bytes]));
      expect(counters).toEqual({ first: next, last: Math.min(next + size - 1, last) });
      expect(gaps).toEqual([]);
      next += size;
    }
    // Sent again: the same exports, and nothing triggered twice.
    const again = await all({ uuid, signaturesPerExport: size });
    expect(again.userErrors).toEqual([]);
    expect(again.parts.map((part) => part.export.uuid)).toEqual(parts.map((part) => part.export.uuid));
    expect(again.parts.map((part) => part.export.state)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
  });

  test('refuses sizes that nothing comes of', async () => {
    const uuid = randomUUID();
    const receipt = {
      amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount: '1.00' }],
      amountsPerPaymentType: [{ paymentType: 'CASH' as const, amount: '1.00' }],
    };
    for (let sold = 0; sold < 10; sold += 1) {
      const input = { tssUuid, clientUuid: demo.clientId, transactionUuid: randomUUID(), receipt };
      await gateway.client.SignReceipt({ input });
    }
    // One signature each would be more than a hundred exports.
    for (const signaturesPerExport of [0, 1_000_001, 1]) {
      expect(await all({ uuid, signaturesPerExport })).toMatchObject({
        complete: false,
        parts: [],
        userErrors: [{ code: 'INVALID_INPUT', field: ['signaturesPerExport'] }],
      });
    }
  });
});

describe('A transaction', () => {
  test('shows all its revisions, oldest first, each with the log that was signed', async () => {
    const { transaction: newest } = await gateway.client.Transaction({ tssUuid, number: '1' });
    const { transaction } = await gateway.client.TransactionHistory({ tssUuid, uuid: newest!.uuid });
    const revisions = transaction!.revisions!;
    expect(revisions.map((each) => each!.revision)).toEqual([1, 2]);
    expect(new Set(revisions.map((each) => each!.id)).size).toBe(2);
    expect(revisions.map((each) => each!.id)).not.toContain(newest!.id);
    for (const each of revisions) {
      const { signedLog, log, signature, number, clientSerialNumber, raw, tssSerialNumber } = each!;
      expect(signedLog!.message).toEqual({
        kind: 'TRANSACTION',
        operation: log!.operation,
        signatureCounter: signature!.counter,
        loggedAt: log!.timestamp,
        tssSerialNumber,
        clientSerialNumber,
        transactionNumber: number,
        processType: raw?.processType ?? ' ',
        processData: raw?.processData ?? '',
        signatureAlgorithm: signature!.algorithm,
        signature: signature!.value,
      });
      expect(Buffer.from(signedLog!.bytes, 'base64').includes(Buffer.from(signature!.value!, 'base64'))).toBe(true);
    }
  });

  test('costs a call only for revisions that are not shown', async () => {
    const { data, extensions } = await gateway.post(
      `query ($tss: UUID!) { transaction(tssUuid: $tss, number: 1) {
        revision
        itself: revisionAt(number: 2) { state revisionAt(number: 2) { state } }
        start: revisionAt(number: 1) { id state }
        revisions { revision tss { uuid } }
      } }`,
      { tss: tssUuid },
    );
    expect(data!.transaction.itself).toEqual({ state: 'FINISHED', revisionAt: { state: 'FINISHED' } });
    expect(data!.transaction.start.state).toBe('ACTIVE');
    const calls = extensions!.upstream.operations.map(({ operation }) => operation);
    expect(calls.toSorted()).toEqual(['retrieveTransaction', 'retrieveTransaction', 'retrieveTss']);
    const node = await gateway.post('query ($id: ID!) { node(id: $id) { id ... on Transaction { revision state } } }', {
      id: data!.transaction.start.id,
    });
    expect(node.data!.node).toEqual({ id: data!.transaction.start.id, revision: 1, state: 'ACTIVE' });
  });

  test('without such a revision says so', async () => {
    const ask = async (revision: number) => {
      const { errors } = await gateway.post(
        'query ($tss: UUID!, $revision: Int) { transaction(tssUuid: $tss, number: 1, revision: $revision) { state } }',
        { tss: tssUuid, revision },
      );
      return errors![0]!.extensions.code;
    };
    expect(await ask(9)).toBe('REVISION_NOT_FOUND');
    expect(await ask(0)).toBe('BAD_USER_INPUT');
  });
});

test('The archive is the same each time, in one piece or in several', async () => {
  const { download } = await exportLogs();
  const whole = await fetchArchive(download!.url);
  const size = whole.bytes.length;
  const middle = Math.floor(size / 2);
  const first = await fetchArchive(download!.url, { range: `bytes=0-${middle - 1}` });
  const rest = await fetchArchive(download!.url, { range: `bytes=${middle}-`, 'if-range': whole.headers.get('etag')! });
  const tail = await fetchArchive(download!.url, { range: 'bytes=-1024' });
  expect([first.status, rest.status, tail.status]).toEqual([206, 206, 206]);
  expect(rest.headers.get('content-range')).toBe(`bytes ${middle}-${size - 1}/${size}`);
  expect(rest.headers.get('content-length')).toBe(String(rest.bytes.length));
  const digest = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
  expect(digest(first.bytes, rest.bytes)).toBe(digest(whole.bytes));
  expect(tail.bytes.equals(whole.bytes.subarray(-1024))).toBe(true);

  const other = await fetchArchive(download!.url, { range: `bytes=${middle}-`, 'if-range': '"another"' });
  expect([other.status, other.bytes.length]).toEqual([200, size]);
  const beyond = await fetchArchive(download!.url, { range: `bytes=${size}-` });
  expect(beyond.status).toBe(416);
  expect(beyond.headers.get('content-range')).toBe(`bytes */${size}`);
  expect(JSON.parse(beyond.bytes.toString()).errors[0].extensions.code).toBe('RANGE_NOT_SATISFIABLE');
});

test('waiting for less than no time is refused, and the argument is named', async () => {
  const { errors } = await gateway.post(
    `{ awaitExport(tssUuid: "${crypto.randomUUID()}", uuid: "${crypto.randomUUID()}", timeout: -1) { state } }`,
  );
  expect(errors).toMatchObject([
    { message: expect.stringContaining('is -1'), extensions: { code: 'BAD_USER_INPUT', argumentName: 'timeout' } },
  ]);
});
