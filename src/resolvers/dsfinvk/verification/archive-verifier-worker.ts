import { parentPort, workerData } from 'node:worker_threads';
import { checkArchive } from '../../../dsfinvk/archive/check/check-archive.js';

// Runs in a worker thread: reads the archive from the thread's standard input and posts the result as its one message.
parentPort?.postMessage(await checkArchive(process.stdin, { folder: String(workerData) }));
