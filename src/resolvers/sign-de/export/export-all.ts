import { createHash } from 'node:crypto';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExportDatasource, ExportJson } from '../../../datasources/sign-de/export.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { Export } from '../../../schema/sign-de/export/export.js';
import { ExportAllInput, ExportAllPayload, type ExportPart } from '../../../schema/sign-de/export/export-mutations.js';
import { optionalCounter } from '../../../schema/common/read-member.js';
import { recordsProblems } from '../../../schema/sign-de/export/export-selection.js';
import type { Context } from '../../common/context.js';
import { invalid, toUserError } from '../../common/to-user-error.js';

/** Maximum number of exports that one call triggers, so that the call ends before its timeout. */
const MAXIMUM_PARTS = 100;

/** States of an export that has an archive now or may have one later. */
const GOOD: ReadonlySet<string> = new Set(['PENDING', 'WORKING', 'COMPLETED']);

/** `exportAll`: exports everything that a TSS has signed, in as many parts as needed. */
@Resolver()
export class ExportAllResolver {
  @Mutation(() => ExportAllPayload, {
    description:
      'Triggers exports that together contain everything the TSS has signed so far. They are split by signature counter, because one export contains at most a million signatures. You may repeat the mutation with the same UUID: existing full parts are not triggered again. The last part ends at the current counter, so it is triggered again if there are new signatures. The upstream works on at most ten exports of a TSS at a time. If there are more parts, send the same input again when some exports are done.',
  })
  async exportAll(
    @Arg('input', () => ExportAllInput, { description: 'The TSS and a UUID for all parts together.' })
    input: ExportAllInput,
    @Ctx() { datasources }: Context,
  ): Promise<ExportAllPayload> {
    const { tssUuid, uuid, signaturesPerExport: size } = input;
    const problems = recordsProblems(size, 'signaturesPerExport');
    if (problems.length > 0) return { parts: [], complete: false, userErrors: invalid(problems) };
    const parts: ExportPart[] = [];
    try {
      const tss = await datasources.tss.load(tssUuid);
      const ranges = splitCounters(Number(optionalCounter(tss, 'signature_counter') ?? 0), size);
      if (ranges.length > MAXIMUM_PARTS) {
        const message = `This needs ${ranges.length} exports, but one call triggers at most ${MAXIMUM_PARTS}.`;
        const userErrors = invalid([{ field: ['signaturesPerExport'], message }]);
        return { parts: [], complete: false, userErrors };
      }
      for (const range of ranges) {
        const json = await triggerPart(datasources.exports, tssUuid, uuid, range);
        const [firstSignatureCounter, lastSignatureCounter] = range.map(String) as [string, string]; // two ends
        parts.push({ firstSignatureCounter, lastSignatureCounter, export: new Export(json, 'write') });
      }
    } catch (error) {
      return {
        parts,
        complete: false,
        userErrors: [toUserError(error, { EXPORT_CONFLICT: ['uuid'], EXPORT_NOT_FOUND: ['uuid'] })],
      };
    }
    return { parts, complete: parts.every(({ export: { state } }) => GOOD.has(state)), userErrors: [] };
  }
}

type Range = readonly [first: number, last: number];

/**
 * Splits the counters from 1 to the last counter, as the contract advises (`sign-de-v2.md §12`). The last range ends
 * at the last counter. An open range would have other content later, because an export contains what was signed before
 * it was triggered.
 */
function splitCounters(last: number, size: number): readonly Range[] {
  const count = Math.max(Math.ceil(last / size), 1);
  return Array.from({ length: count }, (_, index) => [
    index * size + 1,
    Math.max(Math.min((index + 1) * size, last), 1),
  ]);
}

/**
 * Triggers one part. Its id is derived from the TSS, the UUID of all parts and the range, so an existing export with
 * this id has the same content.
 */
async function triggerPart(
  exports: ExportDatasource,
  tssUuid: string,
  uuid: string,
  [first, last]: Range,
): Promise<ExportJson> {
  const partUuid = deriveUuid(`${tssUuid} ${uuid} ${first}-${last}`);
  const query = { start_signature_counter: String(first), end_signature_counter: String(last) };
  try {
    return await exports.trigger(tssUuid, partUuid, query);
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'EXPORT_CONFLICT') return exports.load(tssUuid, partUuid);
    throw error;
  }
}

/**
 * Derives a UUID from a text. It has the form of a random UUID (version 4), which later versions of the upstream
 * require (`sign-de-v2.md §2`).
 */
function deriveUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = '89ab'[parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
