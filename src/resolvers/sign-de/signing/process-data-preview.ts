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

/** Shows what would be signed, without signing it. */
@Resolver()
export class ProcessDataPreviewResolver {
  @Query(() => ProcessDataPreview, {
    nullable: true,
    description:
      'What would be signed for given process data: the very bytes, and what is wrong or odd in them. A signature cannot be taken back, so look first. No call is made.',
  })
  processDataPreview(
    @Arg('input', () => ProcessDataInput, { description: 'What is to be signed.' }) input: ProcessDataInput,
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
