import { GraphQLError } from 'graphql';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Datasources } from '../datasources/index.js';
import { Client } from '../schema/sign-de/client.js';
import { Export } from '../schema/sign-de/export/export.js';
import { decodeGlobalId, Node } from '../schema/common/node.js';
import { Transaction } from '../schema/sign-de/transaction/transaction.js';
import { Tss } from '../schema/sign-de/tss.js';
import { CashPointClosing } from '../schema/dsfinvk/closing/closing.js';
import { CashRegister } from '../schema/dsfinvk/cash-register.js';
import { DsfinvkExport } from '../schema/dsfinvk/export.js';
import { PurchaserAgency } from '../schema/dsfinvk/purchaser-agency.js';
import { VatDefinition } from '../schema/dsfinvk/vat-definition.js';
import type { Context } from './common/context.js';

/** Maximum number of ids per call of `nodes`: the maximum size of a page. */
const MAXIMUM_IDS = 100;

/** `node` and `nodes`: read objects by their global ids. */
@Resolver(() => Node)
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'One object by its global id (Relay).' })
  async node(
    @Arg('id', () => ID, { description: 'The `id` of the object that this API returned.' }) id: string,
    @Ctx() { datasources }: Context,
  ): Promise<Node> {
    return load(datasources, id);
  }

  @Query(() => [Node], {
    nullable: 'itemsAndList',
    description: 'Several objects by their global ids, in the same order. An object that cannot be read is null.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'Up to 100 values of `id` that this API returned.' }) ids: readonly string[],
    @Ctx() { datasources }: Context,
  ): readonly Promise<Node>[] {
    if (ids.length > MAXIMUM_IDS) {
      throw new GraphQLError(`Argument "ids" accepts at most ${MAXIMUM_IDS} ids, but has ${ids.length}.`, {
        extensions: { code: 'BAD_USER_INPUT', argumentName: 'ids' },
      });
    }
    return ids.map((id) => load(datasources, id));
  }
}

async function load(datasources: Datasources, id: string): Promise<Node> {
  const global = decodeGlobalId(id);
  switch (global.type) {
    case 'Tss':
      return new Tss(await datasources.tss.load(global.tssId));
    case 'Client':
      return new Client(await datasources.clients.load(global.tssId, global.clientId));
    case 'Transaction': {
      const { tssId, transactionId, revision } = global;
      const { transactions } = datasources;
      return revision === undefined
        ? new Transaction(await transactions.load(tssId, transactionId))
        : new Transaction(await transactions.revision(tssId, transactionId, revision)).asRevision;
    }
    case 'Export':
      return new Export(await datasources.exports.load(global.tssId, global.exportId));
    case 'VatDefinition':
      return new VatDefinition(await datasources.vatDefinitions.load(Number(global.ownId)));
    case 'CashRegister':
      return new CashRegister(await datasources.cashRegisters.load(global.ownId));
    case 'PurchaserAgency':
      return new PurchaserAgency(await datasources.purchaserAgencies.load(global.ownId));
    case 'DsfinvkExport':
      return new DsfinvkExport(await datasources.dsfinvkExports.load(global.ownId));
    case 'CashPointClosing':
      return new CashPointClosing(await datasources.closings.load(global.ownId));
  }
}
