import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import type { Datasources } from '../../../datasources/index.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import {
  differencesTo,
  ReceiptComparison,
  ReceiptVerification,
} from '../../../schema/sign-de/verification/receipt-verification.js';
import { UUID } from '../../../schema/common/scalars.js';
import { Transaction } from '../../../schema/sign-de/transaction/transaction.js';
import type { Context } from '../../common/context.js';

/** Number of TSS per page, and maximum number of pages in which a serial number is searched. */
const [PAGE_SIZE, MAXIMUM_PAGES] = [100, 5];
/** Digits of the largest possible transaction number. */
const MAXIMUM_DIGITS = 20;

/** `verifyReceipt`: checks the QR code of a receipt. */
@Resolver(() => ReceiptVerification)
export class ReceiptVerificationResolver {
  @Query(() => ReceiptVerification, {
    nullable: true,
    description:
      'Checks the QR code of any receipt of any German till, using only the code itself. Known changes that scanners make to the text are undone if the signature is valid then. Needs no credential and costs no call. Accepts any text; the answer says what is wrong with it.',
  })
  verifyReceipt(
    @Arg('qr', () => String, { description: 'The text of the QR code, as a scanner reads it: `V0;…`.' }) qr: string,
    @Ctx() { compute }: Context,
  ): ReceiptVerification | Promise<ReceiptVerification> {
    return compute(() => new ReceiptVerification(qr));
  }

  @FieldResolver(() => ReceiptComparison, {
    nullable: true,
    description:
      'Compares the receipt with the transaction at the upstream, field by field, including the start time. Costs one call with `tssUuid`. Without it, the gateway searches the TSS by its serial number, which costs one more call per hundred TSS, at most five. Null if the code cannot be read.',
  })
  async upstream(
    @Root() { payload, content }: ReceiptVerification,
    @Arg('tssUuid', () => UUID, { nullable: true, description: 'UUID of the TSS, if you know it.' })
    tssUuid: string | null | undefined,
    @Ctx() { datasources }: Context,
  ): Promise<ReceiptComparison | null> {
    if (!payload) return null;
    const found = await find(datasources, tssUuid, content?.tssSerialNumber, payload.transactionNumber);
    if (!found) return { known: false, agrees: false, differences: [], transaction: null };
    const differences = differencesTo(payload, typeof found.qr_code_data === 'string' ? found.qr_code_data : undefined);
    return { known: true, agrees: differences.length === 0, differences, transaction: new Transaction(found) };
  }
}

/** Finds a transaction by its number, in a TSS given by id or serial number. @returns undefined if there is none */
async function find(
  { tss, transactions }: Datasources,
  tssUuid: string | null | undefined,
  serialNumber: string | null | undefined,
  number: string,
): Promise<Schemas['TxResponse'] | undefined> {
  const id = tssUuid ?? (await findTss({ tss }, serialNumber));
  if (id === undefined || number.length > MAXIMUM_DIGITS) return undefined;
  return transactions.load(id, number).catch((error: unknown) => {
    if (error instanceof UpstreamError && error.code === 'TRANSACTION_NOT_FOUND') return undefined;
    throw error;
  });
}

async function findTss(
  { tss }: Pick<Datasources, 'tss'>,
  serialNumber: string | null | undefined,
): Promise<string | undefined> {
  if (!serialNumber) return undefined;
  for (let page = 0; page < MAXIMUM_PAGES; page += 1) {
    const { data } = await tss.list({
      limit: PAGE_SIZE,
      offset: page * PAGE_SIZE,
      order_by: 'time_creation',
      order: 'asc',
    });
    const rows = data.filter((row): row is Schemas['TssResponse'] => !(row instanceof Error));
    const found = rows.find(({ serial_number }) => serial_number === serialNumber);
    if (found || data.length < PAGE_SIZE) return found?._id;
  }
  return undefined;
}
