import type { DateOrder } from './date-order.ts';
import type { Day } from './day.ts';
import type { Length } from './durations.ts';
import type { Clock, Token } from './tokens.ts';

/** A stretch of tokens that means one thing; `from` and `to` count tokens, `to` the first that is not part of it. */
export type Item = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'day'; readonly day: Day; readonly half?: 'am' | 'pm' | undefined; readonly isTonight?: boolean }
  | { readonly kind: 'half'; readonly half: 'am' | 'pm' }
  | { readonly kind: 'clock'; readonly clock: Clock }
  /** "14.30" or "10.11": a clock or a day. */
  | { readonly kind: 'dotted'; readonly clock: Clock | undefined; readonly day: Day | undefined }
  | { readonly kind: 'separator'; readonly is: 'dash' | 'to' | 'until' }
  | { readonly kind: 'length'; readonly length: Length; readonly isSaid: boolean }
  /** "8h" by itself: eight o'clock in France, eight hours elsewhere. */
  | { readonly kind: 'hours'; readonly clock: Clock; readonly length: Length }
  /** So long from now, ms. */
  | { readonly kind: 'ahead'; readonly length: Length }
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'now' }
  | { readonly kind: 'name' }
  | { readonly kind: 'link' }
  | { readonly kind: 'stray' }
);

export type Kind<T> = T extends unknown ? Omit<T, 'from' | 'to'> : never;
export type Found = { readonly made: readonly Kind<Item>[]; readonly to: number };

export type Reading = {
  readonly tokens: readonly Token[];
  readonly today: string;
  readonly order: DateOrder | undefined;
};

export function word(token: Token | undefined): string | undefined {
  return token?.kind === 'word' ? token.word : undefined;
}

export function one(made: Kind<Item>, to: number): Found {
  return { made: [made], to };
}
