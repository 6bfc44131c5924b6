import type { ElementProps } from './element.types.ts';
import type { Draft } from './use-draft.ts';

/** The attributes of the page's fields: their name, their focus, and what sends their draft. */
export function fieldProps(
  { element, input, naming }: Pick<ElementProps, 'element' | 'input' | 'naming'>,
  { onFocus, onBlur }: Pick<Draft<unknown>, 'onFocus' | 'onBlur'>,
) {
  const focus = element.focus_on_load === true ? '' : undefined;
  return { ...naming, id: input?.id, class: 'field', 'data-focus-on-load': focus, onFocus, onBlur };
}
