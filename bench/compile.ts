import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

const FOLDER = '.dist-bench';

/** Compiles the servers of the benchmark, so that they run as plain JavaScript, without a loader in their processes. */
export function compileServers(): void {
  const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson({ ...compilerOptions, module: 'ESNext', noEmit: false }, '.');
  mkdirSync(FOLDER, { recursive: true });
  for (const file of readdirSync('bench/servers')) {
    const { outputText } = ts.transpileModule(readFileSync(`bench/servers/${file}`, 'utf8'), {
      compilerOptions: options,
      fileName: file,
    });
    writeFileSync(`${FOLDER}/${file.replace('.ts', '.js')}`, outputText);
  }
}

/** Arguments of Node.js for a server of the benchmark, once it is compiled. */
export const compiled = (server: string): readonly string[] => [`${FOLDER}/${server}.js`];
