/** `node bundle.js NAME`: what a bundle weighs in bytes that has this one export of `cellnode`, as Vite makes it. */
import { writeFile } from 'node:fs/promises';
import { build } from 'vite';

const [name] = process.argv.slice(2);
const entry = `${name}.entry.js`;
await writeFile(entry, `export { ${name} } from 'cellnode';\n`);
const [{ output }] = await build({ configFile: false, logLevel: 'warn', build: { write: false, minify: true, lib: { entry, formats: ['es'] } } });
console.log(output.reduce((sum, { code }) => sum + code.length, 0));
