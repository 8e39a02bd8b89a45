import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import {
  fromProcessDataInput,
  ProcessDataInput,
  processDataProblems,
} from '../../../schema/sign-de/process-data/process-data.js';
import { ProcessDataPreview } from '../../../schema/sign-de/signing/process-data-preview.js';
import { processDataWarnings } from '../../../schema/sign-de/process-data/process-data-warnings.js';
import { processDataOf } from '../../../tse/process-data/process-data.js';
import { taximeterProcessData } from '../../../tse/process-data/taximeter.js';
import type { Context } from '../../common/context.js';
import { invalid } from '../../common/to-user-error.js';

/** `processDataPreview`: shows the process data that would be signed. */
@Resolver()
export class ProcessDataPreviewResolver {
  @Query(() => ProcessDataPreview, {
    nullable: true,
    description:
      'The bytes that would be signed for the given process data, with its errors and warnings. You cannot undo a signature, so check first. Makes no upstream call.',
  })
  processDataPreview(
    @Arg('input', () => ProcessDataInput, { description: 'The process data to sign.' }) input: ProcessDataInput,
    @Ctx() { compute }: Context,
  ): ProcessDataPreview | Promise<ProcessDataPreview> {
    return compute(() => preview(input));
  }
}

function preview(input: ProcessDataInput): ProcessDataPreview {
  const problems = processDataProblems(input, [], false);
  if (problems.length > 0) return new ProcessDataPreview(null, false, [], invalid(problems));
  const schema = fromProcessDataInput(input);
  const { processType, processData } =
    'dsfinvtw_v1' in schema ? taximeterProcessData(schema.dsfinvtw_v1) : processDataOf(schema);
  const signed = { processType, processData: Buffer.from(processData).toString('base64') };
  const isExact = !input.other && !input.taximeter;
  return new ProcessDataPreview(signed, isExact, processDataWarnings(input, []), []);
}
