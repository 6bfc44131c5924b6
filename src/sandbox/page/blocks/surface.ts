import type { Unsent } from '../elements/use-draft.ts';
import type { Json } from '../json.ts';
import type { Outcome } from '../send-action.ts';

export type Target = { readonly blockId: string; readonly actionId: string };
export type Place = { readonly channel: string; readonly ts: string } | { readonly viewId: string };

/** Where blocks are, and what can be done there. */
export type Surface = {
  readonly kind: 'message' | 'view';
  readonly place: Place;
  /** Presses or picks something, and notifies the bot at once. */
  readonly act: (target: Target, value: unknown) => Promise<Outcome>;
  /** Views only: puts a value into an input. */
  readonly fill?: (target: Target, value: unknown) => Promise<Outcome>;
  /** block_id -> action_id -> the current value at the server. */
  readonly values: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Views only: block_id -> error. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Views only: typed values that are not sent yet. */
  readonly unsent?: Unsent;
};
