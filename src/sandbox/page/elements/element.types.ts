import type { Surface, Target } from '../blocks/surface.ts';
import type { Json } from '../json.ts';
import type { Put } from './use-draft.ts';

/** What an input block sets for its element. */
export type InputPart = {
  readonly id: string;
  readonly labelledBy: string;
  /** Ids of the error and the hint, empty when there are none. */
  readonly describedBy: string;
  readonly invalid: boolean;
  readonly optional: boolean;
  /** Notifies the bot of every change (dispatch_action). */
  readonly dispatches: boolean;
};

export type ElementProps = {
  readonly element: Json;
  readonly target: Target;
  readonly surface: Surface;
  /** The value object as in view.state.values; undefined in messages. */
  readonly value: Json | undefined;
  /** UserActions the value over, in the shape that the sandbox's Slack server wants for this element. */
  readonly put: (value: unknown) => Promise<Put>;
  /** Set inside an input block. */
  readonly input: InputPart | undefined;
  /** Accessible name, description and state, to be spread over the control. */
  readonly naming: Readonly<Record<string, string | boolean>>;
};
