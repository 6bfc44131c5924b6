import type { Unsent } from '../elements/use-draft.ts';
import type { Outcome } from '../gestures.ts';
import type { Json } from '../json.ts';

export type Target = { readonly blockId: string; readonly actionId: string };
export type Place = { readonly channel: string; readonly ts: string } | { readonly viewId: string };

/** Where blocks stand, and what can be done there. */
export type Surface = {
  readonly kind: 'message' | 'view';
  readonly place: Place;
  /** Presses or picks something: the bot hears of it at once. */
  readonly act: (target: Target, value: unknown) => Promise<Outcome>;
  /** Views only: puts a value into an input. */
  readonly fill?: (target: Target, value: unknown) => Promise<Outcome>;
  /** block_id -> action_id -> what the person has put in so far, as the server knows it. */
  readonly values: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Views only: block_id -> what is wrong with it. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Views only: what was typed and not sent yet. */
  readonly unsent?: Unsent;
};
