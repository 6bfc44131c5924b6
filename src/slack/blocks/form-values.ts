import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import { notAChoice } from '../../domain/not-a-choice.ts';

/** What an input holds. It comes from outside: anything of another form reads as empty. */
const Value = z.object({
  value: z.string().catch(''),
  selected_date: z.string().catch(''),
  selected_time: z.string().catch(''),
  selected_date_time: z.number().int().optional().catch(undefined),
  selected_conversation: z.string().catch(''),
  selected_user: z.string().catch(''),
  selected_users: z.array(z.string()).catch([]),
  selected_option: z.unknown().optional(),
  selected_options: z.array(z.unknown()).catch([]),
});
const Option = z.object({ value: z.string(), text: z.object({ text: z.string() }).catch({ text: '' }) });
const Block = z.record(z.string(), z.unknown());
const State = z.object({ values: z.record(z.string(), z.unknown()).catch({}) }).catch({ values: {} });

const emptyValue = Value.parse({});

/** The elements of a block with several, by action_id: the chosen option's value, the person or the day; '' without one. */
export function elementValues(
  view: Pick<ViewOutput, 'state'>,
  blockId: string,
): (actionId: string) => { readonly choice: string; readonly user: string; readonly date: string } {
  const held = Block.safeParse(State.parse(view.state).values[blockId]).data ?? {};
  return (actionId) => {
    const { selected_option, selected_user, selected_date } = Value.safeParse(held[actionId]).data ?? emptyValue;
    return { choice: Option.safeParse(selected_option).data?.value ?? '', user: selected_user, date: selected_date };
  };
}

/**
 * The inputs of a modal by block, whatever their element: each of our blocks holds one input. Missing and null read the same. Labels come
 * from outside, so what they name is looked up.
 */
export type FormValues = {
  text(blockId: string): string;
  date(blockId: string): string;
  time(blockId: string): string;
  /** The value of the chosen option, '' without one. */
  choice(blockId: string): string;
  /** The chosen option's value and label. */
  option(blockId: string): { readonly value: string; readonly label: string } | undefined;
  /** The values of all checked options. */
  ticked(blockId: string): readonly string[];
  /** Slack ids of the chosen people. */
  people(blockId: string): readonly string[];
  /** Epoch seconds as text, '' without one. */
  instant(blockId: string): string;
  conversation(blockId: string): string | undefined;
  has(blockId: string): boolean;
};

export function formValues(view: Pick<ViewOutput, 'state'>): FormValues {
  const { values } = State.parse(view.state);
  // A block whose id was counted up (countedBlockId) is still the same input; only one of them is in the view.
  const blockOf = (blockId: string): unknown =>
    Object.hasOwn(values, blockId)
      ? values[blockId]
      : Object.entries(values).find(([id]) => id.startsWith(`${blockId}:`))?.[1];
  const of = (blockId: string) => {
    const [held] = Object.values(Block.safeParse(blockOf(blockId)).data ?? {});
    return Value.safeParse(held).data ?? emptyValue;
  };
  const chosen = (blockId: string) => Option.safeParse(of(blockId).selected_option).data;
  const ticked = (blockId: string) => of(blockId).selected_options.flatMap((each) => Option.safeParse(each).data ?? []);
  return {
    text: (blockId) => of(blockId).value,
    date: (blockId) => of(blockId).selected_date,
    time: (blockId) => of(blockId).selected_time,
    choice: (blockId) => chosen(blockId)?.value ?? '',
    option: (blockId) => {
      const option = chosen(blockId);
      // An option that only says why there is nothing to choose is no choice.
      return option && option.value !== notAChoice ? { value: option.value, label: option.text.text } : undefined;
    },
    ticked: (blockId) => ticked(blockId).map((each) => each.value),
    people: (blockId) => of(blockId).selected_users,
    instant: (blockId) => String(of(blockId).selected_date_time ?? ''),
    conversation: (blockId) => of(blockId).selected_conversation || undefined,
    has: (blockId) => blockOf(blockId) !== undefined,
  };
}

const ContextBlock = z.object({ block_id: z.string(), elements: z.array(z.object({ text: z.string() })) });

/** A line an open modal shows, mrkdwn, read back from its blocks so that it need not be made again; undefined for none. */
export function shownLine(view: { readonly blocks: readonly unknown[] }, blockId: string): string | undefined {
  for (const block of view.blocks) {
    const { data } = ContextBlock.safeParse(block);
    if (data?.block_id === blockId) return data.elements[0]?.text;
  }
  return undefined;
}
