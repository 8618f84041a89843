import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { SabotagedSource } from './sources.js';

/** What of the project is not copied. */
const LEFT_OUT = ['.git', 'build', 'dist', 'node_modules'];
/** What suites need of what is built. */
const BUILT = ['modules', 'host-sim', 'tests'];
const OPTIONS: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, verbatimModuleSyntax: true };

/** A compiled copy of the project, below it, so that Node finds its packages. Broken in one place at a time. */
export class Sandbox {
  readonly folder: string;
  #undo: (() => void) | undefined;

  constructor(root: string, folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(root).filter((entry) => !LEFT_OUT.includes(entry))) {
      cpSync(join(root, name), join(folder, name), { recursive: true, filter: (path) => !path.includes('node_modules') });
    }
    for (const name of BUILT) cpSync(join(root, 'build', name), join(folder, 'build', name), { recursive: true });
  }

  /** Compiles the changed source, alone: the others do not see what it is compiled from. */
  breakWith({ path, text }: SabotagedSource): void {
    const options = { compilerOptions: OPTIONS, fileName: path, reportDiagnostics: true };
    const { outputText, diagnostics = [] } = ts.transpileModule(text, options);
    if (diagnostics.length > 0) throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(diagnostics[0].messageText, '\n')}`);
    const [source, compiled] = [join(this.folder, path), join(this.folder, 'build', path.replace(/\.ts$/, '.js'))];
    const before = [source, compiled].map((file) => readFileSync(file));
    this.#undo = () => [source, compiled].forEach((file, index) => writeFileSync(file, before[index]));
    writeFileSync(source, text);
    writeFileSync(compiled, outputText);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  mend(): void {
    this.#undo?.();
    this.#undo = undefined;
  }
}
