import { runSuite } from '../../support/run-suite.js';

runSuite(import.meta.dirname);
