import type { ArchiveCheck } from '../../../dsfinvk/archive/check/check-archive.js';
import { VerificationThreads } from '../../common/verification-threads.js';

/** Checks DSFinV-K archives, one at a time: each takes a CPU core and disk space for its rows. */
export class DsfinvkArchiveVerifier extends VerificationThreads<ArchiveCheck> {
  constructor() {
    super({ module: new URL('./archive-verifier-worker', import.meta.url), maximum: 1, needsFolder: true });
  }
}
