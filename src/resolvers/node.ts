import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Client } from '../schema/client.js';
import { decodeGlobalId, Node } from '../schema/node.js';
import { Transaction } from '../schema/transaction.js';
import { Tss } from '../schema/tss.js';
import type { Context } from './context.js';

/** `node`: fetches any object again by its global id. */
@Resolver(() => Node)
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Any object by its global id (Relay).' })
  async node(
    @Arg('id', () => ID, { description: 'The `id` that this API gave the object.' }) id: string,
    @Ctx() { datasources }: Context,
  ): Promise<Node> {
    const global = decodeGlobalId(id);
    switch (global.type) {
      case 'Tss':
        return new Tss(await datasources.tss.load(global.tssId));
      case 'Client':
        return new Client(await datasources.clients.load(global.tssId, global.clientId));
      case 'Transaction':
        return new Transaction(await datasources.transactions.load(global.tssId, global.transactionId));
    }
  }
}
