import type { ViewOutput } from '@slack/bolt';

type Values = ViewOutput['state']['values'];
type Value = Values[string][string];

/**
 * The inputs of a modal by block, whatever their element: each of our blocks holds one input. Missing and null read the same.
 */
export type FormValues = {
  text(blockId: string): string;
  date(blockId: string): string;
  time(blockId: string): string;
  /** The value of the chosen option, '' without one. */
  choice(blockId: string): string;
  /** The chosen option's value and label. */
  option(blockId: string): { readonly value: string; readonly label: string } | undefined;
  /** The values of all ticked options. */
  ticked(blockId: string): readonly string[];
  /** Epoch seconds as text, '' without one. */
  instant(blockId: string): string;
  conversation(blockId: string): string | undefined;
  has(blockId: string): boolean;
};

export function formValues(view: Pick<ViewOutput, 'state'>): FormValues {
  const values: Values = view.state?.values ?? {};
  // A block whose id was counted up (see form-memory) is still the same input; only one of them is in the view.
  const blockOf = (blockId: string) =>
    values[blockId] ?? Object.entries(values).find(([id]) => id.startsWith(`${blockId}:`))?.[1];
  const of = (blockId: string): Value | undefined => Object.values(blockOf(blockId) ?? {})[0];
  return {
    text: (blockId) => of(blockId)?.value ?? '',
    date: (blockId) => of(blockId)?.selected_date ?? '',
    time: (blockId) => of(blockId)?.selected_time ?? '',
    choice: (blockId) => of(blockId)?.selected_option?.value ?? '',
    option: (blockId) => {
      const chosen = of(blockId)?.selected_option;
      return chosen ? { value: chosen.value, label: chosen.text.text } : undefined;
    },
    ticked: (blockId) => (of(blockId)?.selected_options ?? []).map((chosen) => chosen.value),
    instant: (blockId) => String(of(blockId)?.selected_date_time ?? ''),
    conversation: (blockId) => of(blockId)?.selected_conversation ?? undefined,
    has: (blockId) => blockOf(blockId) !== undefined,
  };
}
