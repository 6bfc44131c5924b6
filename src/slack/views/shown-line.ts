import { z } from 'zod';

const ContextBlock = z.object({ block_id: z.string(), elements: z.array(z.object({ text: z.string() })) });

/** A line an open modal shows, mrkdwn, read back from its blocks: it need not be made again. Undefined when there is none. */
export function shownLine(view: { readonly blocks: readonly unknown[] }, blockId: string): string | undefined {
  for (const block of view.blocks) {
    const { data } = ContextBlock.safeParse(block);
    if (data?.block_id === blockId) return data.elements[0]?.text;
  }
  return undefined;
}
