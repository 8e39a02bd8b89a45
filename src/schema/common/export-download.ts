import { Field, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.js';

/** Where to download the archive of an export. */
@ObjectType({ description: 'A link to the archive of an export.' })
export class ExportDownload {
  @Field(() => String, {
    description:
      'Path on this gateway, relative to its address. Until it expires, anybody with this link can download the archive without a credential. Supports `Range: bytes=…`.',
  })
  readonly url!: string; // made by the resolver

  @Field(() => DateTime, {
    description:
      'Until when a download can be started with this link; query again for a new one. A running download continues.',
  })
  readonly expiresAt!: Date;

  @Field(() => String, { description: 'Name to save the archive under.' })
  readonly fileName!: string;
}
