import { readFileSync } from 'node:fs';
import type { DateOrder } from '../../../src/domain/time/date-order.ts';
import type { Length } from '../../../src/domain/time/durations.ts';
import type { LineContext, ReadLine } from '../../../src/domain/time/read-line.ts';
import { readWallTime } from '../../../src/domain/time/zoned-time.ts';

/** A line of corpus.txt: what was typed, where and when, and what it means. */
export type Entry = { readonly text: string; readonly context: LineContext; readonly meaning: string };

/** All lines of corpus.txt. Throws for one that cannot be read. */
export function readCorpus(): Entry[] {
  const entries: Entry[] = [];
  let context: LineContext | undefined;
  for (const line of readFileSync(new URL('corpus.txt', import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('#') || line.trim() === '') continue;
    if (line.startsWith('@')) context = contextOf(line.slice(1));
    else {
      const [text, meaning] = line.split(' => ');
      if (text === undefined || meaning === undefined || context === undefined) throw new Error(`no entry: ${line}`);
      entries.push({ text, meaning, context });
    }
  }
  return entries;
}

function contextOf(line: string): LineContext {
  const [zone = '', clock = '', order = '', hosts = ''] = line.split('|').map((part) => part.trim());
  const wall = readWallTime(clock.replace(' ', 'T'), zone);
  if (wall.kind !== 'once') throw new Error(`no one instant: ${line}`);
  return {
    now: wall.at,
    zone,
    order: order === '-' ? undefined : (order as DateOrder),
    hosts: hosts.split(',').map((name) => name.trim()),
  };
}

/** What was read, as corpus.txt writes it. */
export function written({ hostText, window, unread }: ReadLine, length: (length: Length) => string): string {
  const moment = (end: NonNullable<ReadLine['window']>['end'] | { readonly kind: 'now' }) => {
    if (end === undefined) return '-';
    if (end.kind === 'now') return 'now';
    return end.kind === 'for' ? `for ${length(end.length)}` : `${end.date || '?'} ${end.time || '?'}`;
  };
  const read = [hostText ?? '-', window ? moment(window.start) : '-', window ? moment(window.end) : '-'].join(' | ');
  return unread.length === 0 ? read : `${read} / ${unread.join(', ')}`;
}

/**
 * How a reading compares with what was meant. Asked: what is not as it was meant is left open. Wrong: something could be submitted that was
 * not meant, or a word was passed over.
 */
export function compare(read: string, meaning: string): 'read' | 'asked' | 'wrong' {
  const [readTimes = '', readWords = ''] = read.split(' / ');
  const [meantTimes = '', meantWords = ''] = meaning.split(' / ');
  if (meantWords.split(', ').some((word) => word !== '' && !readWords.includes(word))) return 'wrong';
  const parts = (times: string) => times.split(' | ').flatMap((part, index) => (index === 0 ? [part] : fields(part)));
  const [got, wanted] = [parts(readTimes), parts(meantTimes)];
  const open = got.map((part, index) => {
    if (part === wanted[index]) return 'same';
    // A word that was said not to be read may be looked up as a computer, too.
    return part === '?' || (index === 0 && readWords.split(', ').includes(part)) ? 'open' : 'other';
  });
  if (open.includes('other') || got.length !== wanted.length) return 'wrong';
  return open.includes('open') || got.includes('?') ? 'asked' : 'read';
}

/** "for 2 hours" and "? ?" are compared by day and clock, so that what is asked of both counts as asked. */
function fields(part: string): string[] {
  if (part === 'now' || part === '-' || part.startsWith('for ')) return [part, part];
  return part.split(' ');
}
