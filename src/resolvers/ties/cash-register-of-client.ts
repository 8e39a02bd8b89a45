import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { CashRegister } from '../../schema/dsfinvk/cash-register.js';
import { Client } from '../../schema/sign-de/client.js';
import { Tss } from '../../schema/sign-de/tss.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Context } from '../common/context.js';

/** The cash register of a client. */
@Resolver(() => Client)
export class CashRegisterOfClientResolver {
  @FieldResolver(() => CashRegister, {
    nullable: true,
    description: 'Its cash register in DSFinV-K; null if there is none.',
  })
  async cashRegister(@Root() client: Client, @Ctx() { datasources }: Context): Promise<CashRegister | null> {
    try {
      return new CashRegister(await datasources.cashRegisters.load(client.uuid));
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'CASH_REGISTER_NOT_FOUND') return null;
      throw error;
    }
  }
}

/** What a cash register has at SIGN DE. */
@Resolver(() => CashRegister)
export class SignDeOfCashRegisterResolver {
  @FieldResolver(() => Client, {
    nullable: true,
    description: 'Its client at SIGN DE; null if it has no TSS of SIGN DE.',
  })
  async client(@Root() register: CashRegister, @Ctx() { datasources }: Context): Promise<Client | null> {
    const { tssUuid, clientUuid } = register;
    return tssUuid === undefined ? null : new Client(await datasources.clients.load(tssUuid, clientUuid));
  }

  @FieldResolver(() => Tss, { nullable: true, description: 'Its TSS at SIGN DE; null if it has none.' })
  async tss(@Root() { tssUuid }: CashRegister, @Ctx() { datasources }: Context): Promise<Tss | null> {
    return tssUuid === undefined ? null : new Tss(await datasources.tss.load(tssUuid));
  }
}
