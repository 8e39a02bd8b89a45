import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { Operations, Schemas } from '../../../src/contract/sign-de.js';
import { readTar, type ReadTarFile } from '../../../src/tse/archive/tar-reader.js';
import { type ExportVerification, verifyExport } from '../../../src/tse/archive/verify-export.js';
import type { Answer, ContractClient } from './contract-client.js';

export type ExportQuery = NonNullable<Operations['triggerExport']['parameters']['query']>;

/** Triggers an export and returns its id. */
export async function trigger(client: ContractClient, tss_id: string, query: ExportQuery = {}): Promise<string> {
  const export_id = randomUUID();
  const answer = await client.ok('triggerExport', { path: { tss_id, export_id }, query });
  expect(answer).toMatchObject({ state: 'PENDING', _id: export_id, tss_id, metadata: {} });
  return export_id;
}

/** The current state of an export, read from the list, which has no rate limit. */
export async function look(client: ContractClient, tss_id: string, id: string): Promise<Schemas['ExportResponse']> {
  const { data } = await client.ok('listExports', { path: { tss_id }, query: { limit: 100, order: 'desc' } });
  return data.find(({ _id }) => _id === id)!;
}

/** Waits until an export is in one of the states, and returns it. */
export async function reach(
  client: ContractClient,
  tss_id: string,
  id: string,
  ...states: readonly Schemas['ExportState'][]
): Promise<Schemas['ExportResponse']> {
  for (;;) {
    const found = await look(client, tss_id, id);
    if (states.includes(found.state)) return found;
    await setTimeout(5);
  }
}

/** Downloads the file of an export. */
export function download(client: ContractClient, tss_id: string, export_id: string): Promise<Answer> {
  return client.send('retrieveExportFile', { path: { tss_id, export_id } });
}

/** An export from trigger to archive, verified and read. */
export interface DoneExport {
  readonly answer: Schemas['ExportResponse'];
  readonly verification: ExportVerification;
  readonly files: readonly ReadTarFile[];
}

/** Exports, and expects a valid archive. */
export async function exportLogs(client: ContractClient, tss_id: string, query: ExportQuery = {}): Promise<DoneExport> {
  const id = await trigger(client, tss_id, query);
  const answer = await reach(client, tss_id, id, 'COMPLETED', 'ERROR', 'CANCELLED');
  expect(answer.state).toBe('COMPLETED');
  const { status, headers, bytes } = await download(client, tss_id, id);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/x-tar');
  expect(headers.get('content-length')).toBe(String(bytes.length));
  const verification = await verifyExport(Readable.from([bytes]));
  expect(verification.problems).toEqual([]);
  const files = [];
  for await (const file of readTar(Readable.from([bytes]))) files.push(file);
  return { answer, verification, files };
}
