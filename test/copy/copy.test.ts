import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { problemCodes } from '../../src/domain/problem.ts';
import { copyPage, renderCopyPage } from './page.ts';
import { textsInSource } from './read-source.ts';

const page = readFileSync(copyPage, 'utf8');

it('is current: `npm run copy` writes it', () => {
  expect(renderCopyPage()).toBe(page);
});

it('has every problem, and no hole where a value should be', () => {
  expect(Object.keys(problemCodes).filter((code) => !page.includes(`### ${code}\n`))).toEqual([]);
  expect(page).not.toMatch(/undefined|NaN|\[object/);
});

it('finds texts in a source, and leaves out what only developers read', () => {
  const source = [
    "const label = 'Post in this channel';",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source
    'const copy = (f: Facts) => `Ask ${f.name} in ${channelOf(f)} again`;',
    "log.warn({ err }, 'a form could not be updated');",
    "throw new Error('no copy for this');",
    "import type { A } from 'some module';",
    "type Kind = 'two words';",
  ].join('\n');
  expect(textsInSource(source).map(({ text }) => text)).toEqual(['Post in this channel', 'Ask {name} in {…} again']);
});
