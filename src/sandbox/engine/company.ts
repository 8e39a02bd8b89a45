import { z } from 'zod';
import type { Store } from '../store/store.js';

/**
 * The data of a company in archives: the organization's record of the Management API (`dsfinvk-v1.md §9`). Lengths are
 * those of the columns of archives (`dsfinvk-v1.md §10`).
 */
export const company = z.strictObject({
  name: z.string().min(1).max(60),
  street: z.string().min(1).max(60),
  postalCode: z.string().min(1).max(10),
  city: z.string().min(1).max(62),
  /** Three letters (ISO 3166-1). */
  countryCode: z.string().regex(/^[A-Z]{3}$/),
  taxNumber: z.string().min(1).max(20).optional(),
  vatId: z
    .string()
    .regex(/^[A-Z]{2}.{1,13}$/)
    .optional(),
});

/** The data of a company. */
export type Company = z.infer<typeof company>;

/** The company of an organization for which none was set. */
const NO_COMPANY: Company = {
  name: 'Sandbox',
  street: 'Musterweg 1',
  postalCode: '10115',
  city: 'Berlin',
  countryCode: 'DEU',
  taxNumber: '30/123/45678',
  vatId: 'DE123456789',
};

/** The company of an organization. @param organization key of its row */
export function readCompany({ store }: { readonly store: Store }, organization: number): Company {
  const row = store.one<{ company: string | null }>('SELECT company FROM organization WHERE key = ?', organization);
  return row?.company ? (JSON.parse(row.company) as Company) : NO_COMPANY; // only saveCompany writes it
}

/**
 * Sets the company of an organization, in both environments; only inside a write.
 * @param id UUID of the organization
 */
export function saveCompany(store: Store, id: string, data: Company): void {
  store.run('UPDATE organization SET company = ? WHERE id = ?', JSON.stringify(data), id.toLowerCase());
}
