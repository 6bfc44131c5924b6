import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCircles } from './architecture/circles.ts';
import { type Import, readSource } from './architecture/read-source.ts';
import { emptyWords, onlyIn, packages, parts, rooms } from './architecture/rules.ts';

/** Every rule that a file breaks, one sentence each. `file` is its path from the root on, e.g. `src/domain/invite.ts`. */
function violations(file: string, source: string): string[] {
  const place = file.replace(/^src\//, '');
  const { imports, restricted } = readSource(source);
  const faults = [...restricted].filter((what) => !onlyIn[what].some((allowed: string) => covers(allowed, place)));
  return [...nameFaults(file), ...imports.flatMap((one) => importFault(place, one)), ...faults].map(
    (what) => `${file}: ${what}`,
  );
}

/** Whether a path is this place, or a folder (`slack/`) that it is in. */
function covers(path: string, place: string): boolean {
  return place === path || (path.endsWith('/') && place.startsWith(path));
}

function importFault(place: string, { from, typeOnly }: Import): string[] {
  const what = typeOnly ? `imports types of ${from}` : `imports ${from}`;
  // zoned-time.ts says why it needs require().
  if (place === 'domain/time/zoned-time.ts' && from === 'node:module') return [];
  if (from.startsWith('node:')) return partOf(place) === 'domain' ? [what] : [];
  if (!from.startsWith('.')) {
    const rule = packages[packageOf(from)];
    const allowed = [...(rule?.imports ?? []), ...(typeOnly ? (rule?.types ?? []) : [])];
    return allowed.some((path) => covers(path, place)) ? [] : [what];
  }
  const target = posix.join(posix.dirname(place), from);
  const [mine, other] = [partOf(place), partOf(target)];
  if (mine === other) return betweenProviders(place, target) || betweenRooms(place, target, typeOnly) ? [what] : [];
  const rule = parts[mine];
  const free = rule?.imports.includes(other) || (typeOnly && (other === 'log' || rule?.types?.includes(other)));
  return free ? [] : [what];
}

/** Whether a file of one room imports one of a room that is closed to it. */
function betweenRooms(place: string, target: string, typeOnly: boolean): boolean {
  const [mine, other] = [roomOf(place), roomOf(target)];
  if (mine === undefined || other === undefined || mine === other) return false;
  const rule = rooms[partOf(place)]?.[mine];
  return rule !== undefined && !rule.imports.includes(other) && !(typeOnly && rule.types?.includes(other));
}

/** `guest` of `flows/guest/sync/reconcile.ts`; undefined for a file beside the rooms. */
function roomOf(place: string): string | undefined {
  const [, room, ...rest] = place.split('/');
  return rest.length === 0 ? undefined : room;
}

/** `domain` of `domain/invite.ts`, `config` of `config.ts` and `config/variables.ts`, `..` of what lies outside src. */
function partOf(place: string): string {
  return place.split('/')[0]?.replace(/\.ts$/, '') ?? place;
}

function packageOf(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Each provider can be taken out alone: its folder knows the contract, never a neighbour. */
function betweenProviders(place: string, target: string): boolean {
  const [mine, other] = [place, target].map((path) => /^providers\/([^/]+)\//.exec(path)?.[1]);
  return mine !== undefined && other !== undefined && mine !== other;
}

function nameFaults(file: string): string[] {
  const steps = file.replace(/(\.types|\.test)?\.ts$/, '').split('/');
  return steps.flatMap((step) => {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(step)) return [`${step} is not kebab-case`];
    return emptyWords.some((word) => step.split('-').includes(word))
      ? [`${step} says nothing about what is in it`]
      : [];
  });
}

function filesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => posix.join(folder, file));
  return files.filter((file) => file.endsWith('.ts')).sort();
}

describe('the plan of the rooms', () => {
  const sources = filesIn('src');

  test('names only files that exist', () => {
    expect(sources.length).toBeGreaterThan(30);
    const found = new Set(sources.map((file) => partOf(file.slice('src/'.length))));
    expect([...found].sort()).toEqual(Object.keys(parts).sort());
  });

  test.each(sources)('is kept by %s', (file) => {
    expect(violations(file, readFileSync(file, 'utf8'))).toEqual([]);
  });

  test('every folder of flows and slack is a room with a rule', () => {
    const found = sources
      .filter((file) => /^src\/(flows|slack)\/.*\//.test(file))
      .map((file) => file.split('/').slice(1, 3));
    expect(found.filter(([part = '', room = '']) => rooms[part]?.[room] === undefined)).toEqual([]);
  });

  test('no files import each other in a circle, types included', () => {
    const imports = sources.map((file): [string, string[]] => {
      const own = readSource(readFileSync(file, 'utf8')).imports.filter(({ from }) => from.startsWith('.'));
      return [file, own.map(({ from }) => posix.join(posix.dirname(file), from))];
    });
    expect(findCircles(new Map(imports))).toEqual([]);
  });

  test('file names say what is in the files', () => {
    const others = [...filesIn('test'), ...filesIn('manifest')];
    expect(others.length).toBeGreaterThan(10);
    expect(others.flatMap(nameFaults)).toEqual([]);
  });
});

describe('a planted violation is reported', () => {
  test.each([
    ['src/domain/a.ts', "import { b } from '../flows/b.ts';", 'imports ../flows/b.ts'],
    ['src/domain/a.ts', "import type { B } from '../store/b.ts';", 'imports types of ../store/b.ts'],
    ['src/domain/a.ts', "import { readFileSync } from 'node:fs';", 'imports node:fs'],
    ['src/domain/a.ts', "import { DateTime } from 'luxon';", 'imports luxon'],
    ['src/providers/parsec/api.ts', "import { b } from '../snyk/api.ts';", 'imports ../snyk/api.ts'],
    ['src/providers/parsec/api.ts', "import { request } from 'undici';", 'imports undici'],
    ['src/providers/parsec/api.ts', "import type { C } from '../../config.ts';", 'imports types of ../../config.ts'],
    ['src/store/a.ts', "export * from '../flows/b.ts';", 'imports ../flows/b.ts'],
    ['src/flows/a.ts', "import { openStore } from '../store/open-store.ts';", 'imports ../store/open-store.ts'],
    ['src/flows/a.ts', "import { type S } from '../store/open-store.ts';", 'imports ../store/open-store.ts'],
    ['src/flows/a.ts', "const b = await import('../slack/b.ts');", 'imports ../slack/b.ts'],
    ['src/flows/a.ts', "type B = import('../slack/b.ts').B;", 'imports types of ../slack/b.ts'],
    ['src/flows/a.ts', "import { createLog } from '../log.ts';", 'imports ../log.ts'],
    [
      'src/jobs/a.ts',
      "import type { P } from '../providers/provider.ts';",
      'imports types of ../providers/provider.ts',
    ],
    [
      'src/slack/views/a.ts',
      "import type { S } from '../../store/schema.ts';",
      'imports types of ../../store/schema.ts',
    ],
    [
      'src/sandbox/a.ts',
      "import type { P } from '../domain/policy/policy.ts';",
      'imports types of ../domain/policy/policy.ts',
    ],
    [
      'src/sandbox/a.ts',
      "import { Invite } from '../providers/parsec/schema.ts';",
      'imports ../providers/parsec/schema.ts',
    ],
    ['src/sandbox/slack/a.ts', "import { WebClient } from '@slack/web-api';", 'imports @slack/web-api'],
    ['src/sandbox/page/a.ts', "import type { View } from '@slack/types';", 'imports types of @slack/types'],
    ['src/app.ts', "import { b } from './sandbox/b.ts';", 'imports ./sandbox/b.ts'],
    ['src/app.ts', "import { Agent } from 'undici';", 'imports undici'],
    ['src/main.ts', "import './sandbox/main.ts';", 'imports ./sandbox/main.ts'],
    ['src/flows/a.ts', "import { test } from '../../test/support/x.ts';", 'imports ../../test/support/x.ts'],
    ['src/flows/a.ts', "import { sql } from 'kysely';", 'imports kysely'],
    ['src/flows/a.ts', "import left from 'left-pad';", 'imports left-pad'],
    ['src/new/a.ts', "import { b } from '../domain/b.ts';", 'imports ../domain/b.ts'],
    ['src/flows/a.ts', 'export const at = Date.now();', 'asks what time it is'],
    ['src/flows/a.ts', "export const at = globalThis.Date['now']();", 'asks what time it is'],
    ['src/flows/a.ts', 'export const now = Date.now;', 'asks what time it is'],
    ['src/flows/a.ts', 'export const at = new Date();', 'asks what time it is'],
    ['src/flows/a.ts', 'export const at = Date();', 'asks what time it is'],
    ['src/domain/time/zoned-time.ts', 'export const at = DateTime.now();', 'asks what time it is'],
    ['src/slack/a.ts', 'export const a = process.env.A;', 'reads process.env'],
    ['src/slack/a.ts', 'const { env } = process;', 'reads process.env'],
    ['src/slack/a.ts', "import { env } from 'node:process';", 'reads process.env'],
    ['src/slack/a.ts', "console.log('x');", 'writes to the console'],
    ['src/slack/a.ts', 'export default 1;', 'has a default export'],
    ['src/slack/a.ts', 'await slack.flows.store.getInvite(id);', 'reads the store past the flows'],
    ['src/slack/a.ts', 'const { store } = slack.flows;', 'reads the store past the flows'],
    ['src/slack/a.ts', "app.action('x', run);", 'listens to Slack past the gate'],
    ['src/slack/connection/slack-app.ts', "bolt.event('app_home_opened', run);", 'listens to Slack past the gate'],
    ['src/flows/guest/a.ts', "import { b } from '../member/b.ts';", 'imports ../member/b.ts'],
    ['src/flows/guest/sync/a.ts', "import type { B } from '../../team/b.ts';", 'imports types of ../../team/b.ts'],
    ['src/flows/shared/a.ts', "import { b } from '../guest/b.ts';", 'imports ../guest/b.ts'],
    ['src/slack/team/operation/a.ts', "import { b } from '../../guest/card/b.ts';", 'imports ../../guest/card/b.ts'],
    ['src/slack/guest/a.ts', "import { b } from '../connection/b.ts';", 'imports ../connection/b.ts'],
    ['src/slack/blocks/a.ts', "import type { B } from '../shared/b.ts';", 'imports types of ../shared/b.ts'],
    ['src/domain/text/a.ts', "import { toZonedTime } from 'date-fns-tz';", 'imports date-fns-tz'],
    ['src/domain/time/a.ts', "import { parse } from 'csv-parse/sync';", 'imports csv-parse/sync'],
    ['src/flows/inviteGuest.ts', '', 'inviteGuest is not kebab-case'],
    ['src/flows/time-utils.ts', '', 'time-utils says nothing about what is in it'],
    ['src/service/a.ts', '', 'service says nothing about what is in it'],
  ])('in %s: %s', (file, source, fault) => {
    expect(violations(file, source)).toEqual([`${file}: ${fault}`]);
  });

  test('in a circle, of two files or of more, also where one imports a type only', () => {
    const typeOnly = readSource("import type { A } from './a.ts';").imports.map(({ from }) => from);
    const imports: [string, string[]][] = [
      ['./a.ts', ['./b.ts', './d.ts']],
      ['./b.ts', typeOnly],
      ['./d.ts', []],
      ['./e.ts', ['./f.ts', './a.ts']],
      ['./f.ts', ['./g.ts']],
      ['./g.ts', ['./e.ts']],
    ];
    expect(findCircles(new Map(imports))).toEqual([
      ['./a.ts', './b.ts'],
      ['./e.ts', './f.ts', './g.ts'],
    ]);
  });

  test.each([
    ['src/slack/guest/a.ts', "import type { B } from '../connection/b.ts'; import { c } from '../shared/c.ts';"],
    ['src/flows/guest/sync/a.ts', "import { b } from '../b.ts'; import { c } from '../../shared/c.ts';"],
    ['src/flows/a.ts', "import type { Store } from '../store/open-store.ts'; import type { Log } from '../log.ts';"],
    ['src/app.ts', "import type { Dispatcher } from 'undici'; import { a } from './slack/a.ts';"],
    ['src/domain/time/zoned-time.ts', "import { DateTime } from 'luxon'; export const a = new Date(0);"],
    ['src/clock.ts', 'export const now = () => Date.now();'],
    ['src/config.ts', 'export const env = process.env;'],
    ['src/flows/a.ts', 'await context.store.getInvite(id);'],
    ['src/slack/a.ts', "// Date.now() and console.log\nexport const text = 'process.env, new Date()';"],
    ['src/store/migrations/0001-invites.ts', "import { sql } from 'kysely';"],
  ])('but not what is allowed: %s %s', (file, source) => {
    expect(violations(file, source)).toEqual([]);
  });
});
