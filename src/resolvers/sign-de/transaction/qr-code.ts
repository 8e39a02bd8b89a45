import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { QrCode } from '../../../schema/sign-de/transaction/qr-code.js';
import type { Context } from '../../common/context.js';

/** Computed fields of a QR code. */
@Resolver(() => QrCode)
export class QrCodeResolver {
  @FieldResolver()
  svg(@Root() code: QrCode, @Ctx() { compute }: Context): string | null | Promise<string | null> {
    return compute(() => code.svg);
  }
}
