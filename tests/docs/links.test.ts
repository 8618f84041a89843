import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import test from 'ava';
import { anchorsOf, readPages } from './pages.js';

const pages = await readPages();

/** What a page links to, images included, but for addresses elsewhere. */
function linksOf(text: string): { readonly path: string; readonly anchor: string | undefined }[] {
  const prose = text.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path, anchor] = target.split('#');
    return [{ path, anchor }];
  });
}

test('every link of a page leads to a file of the repository, and to a heading of a page', (t) => {
  let count = 0;
  for (const [page, text] of pages) {
    for (const { path, anchor } of linksOf(text)) {
      const target = path === '' ? page : normalize(join(dirname(page), path));
      count += 1;
      t.true(existsSync(target), `${page}: there is no ${target}`);
      const targetText = pages.get(target);
      if (anchor !== undefined && targetText !== undefined) t.true(anchorsOf(targetText).has(anchor), `${page}: ${target} has no #${anchor}`);
    }
  }
  t.true(count > 150);
});

test('every page of docs/ can be reached from README, or from CONTRIBUTING', (t) => {
  const reached = new Set<string>();
  const visit = (page: string): void => {
    if (reached.has(page) || !pages.has(page)) return;
    reached.add(page);
    for (const { path } of linksOf(pages.get(page) ?? '')) if (path !== '') visit(normalize(join(dirname(page), path)));
  };
  // Pages for those who change cellnode are not in the package, whose README must lead to none of them.
  visit('README.md');
  visit('CONTRIBUTING.md');
  t.deepEqual([...pages.keys()].filter((page) => page.startsWith('docs/') && !reached.has(page)), []);
});
