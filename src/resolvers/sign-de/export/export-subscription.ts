import { Arg, Resolver, Root, Subscription } from 'type-graphql';
import type { ExportJson } from '../../../datasources/sign-de/export.js';
import { UUID } from '../../../schema/common/scalars.js';
import { Export } from '../../../schema/sign-de/export/export.js';
import type { SubscribeInput } from '../../common/subscribe-input.js';

/** `exportUpdated`. The root of each event is the JSON that the upstream returned, with the id of the TSS. */
@Resolver()
export class ExportSubscriptionResolver {
  @Subscription(() => Export, {
    description:
      'Sends the current state of the export, then the export after each change. The subscription ends when the export is completed or cancelled, or has failed.',
    subscribe: ({ args, context }: SubscribeInput<{ tssUuid: string; exportUuid: string }>) =>
      context.datasources.watch.export(args.tssUuid, args.exportUuid),
  })
  exportUpdated(
    @Arg('tssUuid', () => UUID, { description: 'UUID of its TSS.' }) _tssUuid: string,
    @Arg('exportUuid', () => UUID, { description: 'UUID of the export.' }) _exportUuid: string,
    @Root() json: ExportJson,
  ): Export {
    return new Export(json);
  }
}
