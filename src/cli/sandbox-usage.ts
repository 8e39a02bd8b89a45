import { TEST_LIMITS } from '../sandbox/index.js';

/** Words in lines of at most `width` characters, each indented. */
function wrap(text: string, indent: number, width: number): string {
  const pattern = new RegExp(`.{1,${width - indent}}(?:\\s|$)`, 'g');
  return (text.match(pattern) ?? []).map((line) => ' '.repeat(indent) + line.trimEnd()).join('\n');
}

/** What `fiskaly-graphql sandbox --help` prints. */
export const SANDBOX_USAGE = `fiskaly-graphql sandbox: SIGN DE V2 and DSFinV-K on this machine, for any till that speaks REST

  --host ADDRESS        where the three faces listen (HOST, 127.0.0.1); the control API is on this machine only
  --middleware-port N   port of the Middleware (SANDBOX_MIDDLEWARE_PORT, 4010); 0 takes any free one
  --backend-port N      port of the Backend (SANDBOX_BACKEND_PORT, 4011)
  --dsfinvk-port N      port of DSFinV-K (SANDBOX_DSFINVK_PORT, 4013)
  --control-port N      port of the control API (SANDBOX_CONTROL_PORT, 4012)
  --data FOLDER         where its state is kept (SANDBOX_DATA, .data/sandbox)
  --key NAME:SECRET:TEST|LIVE[:ORGANIZATION]
                        an API key beside the demo key; again for more. Keys of one organization (a UUID) and one
                        environment see the same TSS; without an organization a key has one of its own
  --company JSON        the company in archives of DSFinV-K, like '{"organization": "…", "name": "…", "street": "…",
                        "postalCode": "…", "city": "…", "countryCode": "DEU", "taxNumber": "…", "vatId": "…"}'; the
                        demo's organization unless one is named; again for more
  --no-demo             start empty, without demo data (SANDBOX_DEMO=off)
  --seed TEXT           keys, PUKs and signatures that repeat from run to run (SANDBOX_SEED)
  --no-limits           lift the limits of TEST on how many there may be and how often one may call
  --limit NAME=N        set one of them; again for more. Their names:
${wrap(Object.keys(TEST_LIMITS).join(', '), 24, 100)}
  --export-seconds N    how long an export or a cash point closing takes at least; 0

What the control API can change later, see docs/reference/sandbox-control.md:

  --load NAME           begin with this saved state
  --clock TIME          the clock stands still at this time, Unix seconds or like 2026-11-25T08:00:00Z
  --latency NAME=MS     milliseconds that an operation takes longer, * for all others; again for more
  --fault JSON          a fault, like '{"kind": "reset", "operation": "upsertTransaction", "times": 1}'; again for more
  -h, --help            this text
`;
