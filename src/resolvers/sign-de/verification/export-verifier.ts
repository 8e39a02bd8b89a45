import type { ExportVerification } from '../../../tse/archive/verify-export.js';
import { VerificationThreads } from '../../common/verification-threads.js';

/** Verifies archives of TSE exports, two at a time, about 10,000 signatures per second each. */
export class ExportVerifier extends VerificationThreads<ExportVerification> {
  constructor() {
    super({ module: new URL('./export-verifier-worker', import.meta.url), maximum: 2, needsFolder: false });
  }
}
