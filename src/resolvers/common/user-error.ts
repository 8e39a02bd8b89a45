import { FieldResolver, Resolver, Root } from 'type-graphql';
import { cashierMessages } from '../../errors/cashier-messages.js';
import { LocalizedText } from '../../schema/sign-de/signing/receipt-note.js';
import { UserError } from '../../schema/common/user-error.js';

/** Fields that follow from the code of a user error. */
@Resolver(() => UserError)
export class UserErrorResolver {
  @FieldResolver(() => LocalizedText, {
    nullable: true,
    description:
      'What to show to the cashier, short enough for the display of a till; null for errors that selling never meets. What goes on the receipt is in `receiptNote`.',
  })
  cashierMessage(@Root() { code }: UserError): LocalizedText | null {
    return cashierMessages[code] ?? null;
  }
}
