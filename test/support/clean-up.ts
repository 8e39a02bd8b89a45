type Close = () => unknown;

/** What is closed at the end of the file whose tests run, or that is being loaded. */
let ofThisFile: Close[];

cleanUpAtEnd(); // of a file that Jest runs by itself

/** Closes something when all tests of this file have run, in particular one that failed before it could close it. */
export function atEndOfFile(close: Close): void {
  ofThisFile.push(close);
}

/** Called in a describe block before a test file is loaded: closes at its end what this file has opened. */
export function cleanUpAtEnd(): void {
  const own: Close[] = [];
  ofThisFile = own;
  beforeAll(() => {
    ofThisFile = own; // other files have been loaded meanwhile
  });
  afterAll(async () => {
    for (const close of own.splice(0).reverse()) await close();
  });
}
