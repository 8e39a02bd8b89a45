import { Arg, Resolver, Root, Subscription } from 'type-graphql';
import type { Schemas } from '../../received/sign-de.js';
import { UUID } from '../../schema/common/scalars.js';
import { Tss } from '../../schema/sign-de/tss.js';
import type { SubscribeInput } from '../common/subscribe-input.js';

/** `tssChanged`. The root of each event is the JSON that the upstream returned. */
@Resolver()
export class TssSubscriptionResolver {
  @Subscription(() => Tss, {
    description:
      'Sends the current state of the TSS, then the TSS after each change. Signing increases its counters, so a busy TSS causes an event every two seconds.',
    subscribe: ({ args, context }: SubscribeInput<{ tssUuid: string }>) => context.datasources.watch.tss(args.tssUuid),
  })
  tssChanged(
    @Arg('tssUuid', () => UUID, { description: 'UUID of the TSS.' }) _tssUuid: string,
    @Root() json: Schemas['TssResponse'],
  ): Tss {
    return new Tss(json);
  }
}
