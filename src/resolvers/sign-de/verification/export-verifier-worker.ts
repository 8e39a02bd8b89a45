import { parentPort } from 'node:worker_threads';
import { verifyExport } from '../../../tse/archive/verify-export.js';

// Runs in a worker thread: reads the archive from the thread's standard input and posts the result as its one message.
parentPort?.postMessage(await verifyExport(process.stdin));
