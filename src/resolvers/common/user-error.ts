import { FieldResolver, Resolver, Root } from 'type-graphql';
import { cashierMessages } from '../../errors/cashier-messages.js';
import { LocalizedText } from '../../schema/sign-de/signing/receipt-note.js';
import { UserError } from '../../schema/common/user-error.js';

/** Fields that depend only on the code of a user error. */
@Resolver(() => UserError)
export class UserErrorResolver {
  @FieldResolver(() => LocalizedText, {
    nullable: true,
    description:
      'The text to show to the cashier. It is short enough for the display of a till. Null for errors that cannot occur during a sale. The text for the receipt is in `receiptNote`.',
  })
  cashierMessage(@Root() { code }: UserError): LocalizedText | null {
    return cashierMessages[code] ?? null;
  }
}
