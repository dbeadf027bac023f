// Lighthouse on the pages of a running server: node run.mjs http://127.0.0.1:8080. Prints a table of scores and what holds one
// below the wanted 95, and ends with 1 where one is. Paths behind the address replace the usual ones. CHROME_PATH names the browser.
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const wanted = 95;
const usual = ['/', '/events/20220207-macron-and-putin-hold-five-hour-talks-in-the-kremlin', '/study'];
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const [base, ...named] = process.argv.slice(2);
const pages = named.length ? named : usual;
if (!base) {
  console.error('usage: node run.mjs http://127.0.0.1:PORT');
  process.exit(2);
}

/** What a category lost points by, the dearest first. */
function losses(lhr, category) {
  return category.auditRefs.filter((r) => r.weight > 0 && (lhr.audits[r.id].score ?? 1) < 0.9)
    .map((r) => `    ${r.id}: ${lhr.audits[r.id].displayValue ?? lhr.audits[r.id].title}`);
}

async function audit(path, form, chrome) {
  const options = { port: chrome.port, output: 'json', logLevel: 'error', onlyCategories: categories };
  const { lhr } = await lighthouse(base + path, options, form === 'desktop' ? desktopConfig : undefined);
  if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
  const scores = categories.map((id) => Math.round(lhr.categories[id].score * 100));
  console.log([form.padEnd(8), ...scores.map((s) => String(s).padStart(5)), path].join(' '));
  categories.forEach((id, i) => scores[i] < wanted && console.log([`  ${id}`, ...losses(lhr, lhr.categories[id])].join('\n')));
  return Math.min(...scores);
}

const chrome = await launch({ chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
let least = 100;
try {
  console.log('form      perf  a11y  best   seo  page');
  for (const form of ['desktop', 'mobile']) for (const path of pages) least = Math.min(least, await audit(path, form, chrome));
} finally {
  chrome.kill();
}
process.exit(least < wanted ? 1 : 0);
