import { parentPort } from 'node:worker_threads';
import { verifyExport } from '../../../tse/archive/verify-export.js';

// What runs in a thread of its own: the archive comes in as the thread's standard input, the result is its one message.
parentPort?.postMessage(await verifyExport(process.stdin));
