// Builds dist/: the scripts and the style sheet, minified, named by their content, compressed with gzip and brotli, and
// manifest.json, which maps the plain name to the hashed one. The server embeds the folder and never compresses these files
// itself; it unpacks one for the rare client that takes no compression, so that they are not in the program uncompressed.
// ssr is run by the server alone, which reads gzip.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const out = new URL('dist/', import.meta.url);

const options = {
  absWorkingDir: new URL('.', import.meta.url).pathname,
  bundle: true,
  minify: true,
  write: false,
  outdir: 'dist',
  target: ['es2022'],
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};
// The charts are a part of their own, which the page asks for when it is painted; parts name one another by their hashes.
const parts = await build({ ...options, entryPoints: { app: 'src/app.ts' }, format: 'esm', splitting: true, metafile: true, entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]' });
const app = Object.values(parts.metafile.outputs).find((f) => f.entryPoint === 'src/app.ts');
// What the page's script cannot begin without is asked for beside it, not when it has come and names it.
options.define.besideApp = JSON.stringify(app.imports.filter((i) => i.kind === 'import-statement').map((i) => i.path.split('/').pop()));
const whole = await build({ ...options, entryPoints: { early: 'src/early.ts', ssr: 'src/ssr.ts', ru: 'src/ru.ts', first: 'css/first.css', rest: 'css/rest.css', embed: 'css/embed.css' }, format: 'iife' });

const named = (f) => ({ name: f.path.split('/').pop(), bytes: Buffer.from(f.contents) });
const files = whole.outputFiles.map(named);
files.push({ name: 'favicon.svg', bytes: await readFile(new URL('icons/favicon.svg', import.meta.url)) });

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const manifest = {};
for (const { name, bytes } of files) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  manifest[name] = name.replace(/(\.[a-z]+)$/, `-${hash}$1`);
  await keep(manifest[name], bytes);
}
for (const { name, bytes } of parts.outputFiles.map(named)) {
  if (name.startsWith('app-')) manifest['app.js'] = name; // the page asks for this part, it for the others
  if (name.startsWith('charts-')) manifest['charts.js'] = name; // which a page that begins with a chart has fetched early
  await keep(name, bytes);
}
// Written last: make takes it for the sign that everything else is there.
await writeFile(new URL('manifest.json', out), JSON.stringify(manifest, null, 2) + '\n');

async function keep(hashed, bytes) {
  await writeFile(new URL(`${hashed}.gz`, out), gzipSync(bytes, { level: 9 }));
  if (hashed === manifest['ssr.js']) return;
  await writeFile(
    new URL(`${hashed}.br`, out),
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  );
}
