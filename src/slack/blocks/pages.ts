import type { Button, SectionBlock } from '@slack/types';
import { button, section } from './blocks.ts';
import { limits } from './limits.ts';

/** Lines put together to texts that each fit into a section, none of them cut in two. */
export function paragraphs(lines: readonly string[]): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last === undefined || last.length + line.length + 1 > limits.text) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts;
}

/** The same as sections. */
export function lineSections(lines: readonly string[]): SectionBlock[] {
  return paragraphs(lines).map((text) => section(text));
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
