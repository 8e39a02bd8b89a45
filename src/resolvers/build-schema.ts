import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
// The order of imports is the order of fields in the schema.
import { TssResolver } from './sign-de/tss.js';
import { ClientResolver } from './sign-de/client.js';
import { TransactionResolver } from './sign-de/transaction/transaction.js';
import { QrCodeResolver } from './sign-de/transaction/qr-code.js';
import { SignedLogResolver } from './sign-de/transaction/signed-log.js';
import { ExportResolver } from './sign-de/export/export.js';
import { ExportVerificationResolver } from './sign-de/verification/export-verification.js';
import { ReceiptVerificationResolver } from './sign-de/verification/receipt-verification.js';
import { ProcessDataPreviewResolver } from './sign-de/signing/process-data-preview.js';
import { VatDefinitionResolver } from './dsfinvk/vat-definition.js';
import { CashRegisterResolver } from './dsfinvk/cash-register.js';
import { PurchaserAgencyResolver } from './dsfinvk/purchaser-agency.js';
import { CashPointClosingResolver } from './dsfinvk/closing.js';
import { SignedTransactionResolver } from './ties/signed-transaction.js';
import { DsfinvkVerificationResolver } from './dsfinvk/verification/verification.js';
import { DsfinvkExportResolver } from './dsfinvk/export.js';
import { CashRegisterOfClientResolver, SignDeOfCashRegisterResolver } from './ties/cash-register-of-client.js';
import { NodeResolver } from './node.js';
import { ViewerResolver } from './session/viewer.js';
import { SessionResolver } from './session/session.js';
import { ProvisioningResolver } from './sign-de/administration/provisioning.js';
import { TssMutationsResolver } from './sign-de/administration/tss-mutations.js';
import { AdminMutationsResolver } from './sign-de/administration/admin-mutations.js';
import { ClientMutationsResolver } from './sign-de/administration/client-mutations.js';
import { SigningMutationsResolver } from './sign-de/signing/signing-mutations.js';
import { TransactionMutationsResolver } from './sign-de/signing/transaction-mutations.js';
import { ExportMutationsResolver } from './sign-de/export/export-mutations.js';
import { ExportAllResolver } from './sign-de/export/export-all.js';
import { OpenTransactionsResolver } from './sign-de/signing/open-transactions.js';
import { metadataMutationResolvers } from './sign-de/metadata-mutations.js';
import { dsfinvkMetadataResolvers } from './dsfinvk/metadata-mutations.js';
import { TssSubscriptionResolver } from './sign-de/tss-subscription.js';
import { ExportSubscriptionResolver } from './sign-de/export/export-subscription.js';
import { TransactionSubscriptionResolver } from './sign-de/transaction/transaction-subscription.js';
import { UserErrorResolver } from './common/user-error.js';
import { nameFieldsOfInput } from './fields-at-fault.js';
import { requireRoles } from './roles.js';
import { buildByTypeGraphQL, type RootDescriptions } from './type-graphql.js';

/** Builds the executable schema from all resolvers and schema classes. */
export function buildSchema(): GraphQLSchema {
  const schema = buildByTypeGraphQL(
    {
      resolvers: [
        TssResolver,
        ClientResolver,
        TransactionResolver,
        QrCodeResolver,
        SignedLogResolver,
        ExportResolver,
        ExportVerificationResolver,
        ReceiptVerificationResolver,
        ProcessDataPreviewResolver,
        VatDefinitionResolver,
        CashRegisterResolver,
        PurchaserAgencyResolver,
        CashPointClosingResolver,
        DsfinvkExportResolver,
        DsfinvkVerificationResolver,
        SignedTransactionResolver,
        CashRegisterOfClientResolver,
        SignDeOfCashRegisterResolver,
        NodeResolver,
        ViewerResolver,
        SessionResolver,
        ProvisioningResolver,
        TssMutationsResolver,
        AdminMutationsResolver,
        ClientMutationsResolver,
        SigningMutationsResolver,
        TransactionMutationsResolver,
        ExportMutationsResolver,
        ExportAllResolver,
        OpenTransactionsResolver,
        ...metadataMutationResolvers,
        ...dsfinvkMetadataResolvers,
        TssSubscriptionResolver,
        ExportSubscriptionResolver,
        TransactionSubscriptionResolver,
        UserErrorResolver,
      ],
      // Apollo validates the schema when it starts. TypeGraphQL would also run an introspection query, which takes
      // longer than building the schema.
      skipCheck: true,
      validate: false, // the schema files have their own …Problems functions, which name the field
    },
    DESCRIPTIONS,
  );
  nameFieldsOfInput(schema);
  requireRoles(schema);
  return schema;
}

/** Descriptions of the root types. */
const DESCRIPTIONS: RootDescriptions = {
  query: 'All queries. They read from the Backend of the upstream, and read only the requested fields.',
  mutation:
    'All changes. Expected failures are in the `userErrors` of each payload. The `outcome` of a signing mutation says whether the transaction is signed.',
  subscription:
    'All subscriptions: over WebSocket at the same URL as queries, or as Server-Sent Events at `/graphql/stream`. A subscription ends with an error when the credential expires or the upstream fails for five minutes.',
};
