import type { Button } from '@slack/types';
import { button } from './blocks.ts';

/** Lines put together to texts of at most `max` characters, none of them cut in two. */
export function paragraphs(lines: readonly string[], max: number): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last === undefined || last.length + line.length + 1 > max) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts;
}

/** Previous and Next, as far as there are such pages. `pageValue` a page, counted from 0. */
export function pageButtons(
  actionId: string,
  at: { readonly page: number; readonly more: boolean },
  pageValue: (page: number) => string,
): Button[] {
  return [
    ...(at.page > 0 ? [button('Previous', `${actionId}:previous`, pageValue(at.page - 1))] : []),
    ...(at.more ? [button('Next', `${actionId}:next`, pageValue(at.page + 1))] : []),
  ];
}
