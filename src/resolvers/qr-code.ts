import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { QrCode } from '../schema/qr-code.js';
import type { Context } from './context.js';

/** What of a QR code is computed. */
@Resolver(() => QrCode)
export class QrCodeResolver {
  @FieldResolver()
  svg(@Root() code: QrCode, @Ctx() { compute }: Context): string | null | Promise<string | null> {
    return compute(() => code.svg);
  }
}
