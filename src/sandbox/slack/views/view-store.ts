import { completeBlocks, completeTexts } from '../blocks/complete.ts';
import { asJson, asText } from '../json.ts';
import type { Json, OpenView } from '../slack-server.types.ts';
import { newBlockId, newId } from '../workspace/ids.ts';
import { valuesOf } from './input-values.ts';

/** Slack: at most three views on one another. */
const DEPTH = 3;

/** The modals on each person's screen, topmost last, and each person's home tab of the bot. */
export type ViewStore = {
  stackOf(person: string): readonly OpenView[];
  home(person: string): OpenView | undefined;
  /** A modal that is open, or a home tab. */
  find(id: string): { readonly person: string; readonly open: OpenView } | undefined;
  findExternal(externalId: string): { readonly person: string; readonly open: OpenView } | undefined;
  /** Opens a new stack in place of the one there was. */
  open(person: string, view: Json, channel: string | undefined): OpenView;
  /** Lays a view over the topmost one; undefined when three are open. */
  push(person: string, view: Json, channel: string | undefined): OpenView | undefined;
  replace(open: OpenView, view: Json): void;
  publish(person: string, view: Json): OpenView;
  /** Takes these away. */
  close(person: string, gone: readonly OpenView[]): void;
};

export function createViewStore(now: () => number): ViewStore {
  const stacks = new Map<string, OpenView[]>();
  const homes = new Map<string, OpenView>();
  const newHash = () => `${Math.floor(now() / 1000)}.${newBlockId()}${newBlockId()}`;

  function complete(view: Json): Json {
    return { ...asJson(completeTexts(view)), blocks: completeBlocks(view.blocks, newBlockId) };
  }

  function create(given: Json, channel: string | undefined, below: OpenView | undefined): OpenView {
    const view = complete(given);
    const id = newId('V');
    return {
      id,
      rootId: below?.rootId ?? id,
      previousId: below?.id,
      hash: newHash(),
      view,
      values: valuesOf(view.blocks, {}, channel),
      errors: {},
      busy: false,
      failure: undefined,
    };
  }

  function* everything(): Generator<{ person: string; open: OpenView }> {
    for (const [person, stack] of stacks) for (const open of stack) yield { person, open };
    for (const [person, open] of homes) yield { person, open };
  }

  return {
    stackOf: (person) => stacks.get(person) ?? [],
    home: (person) => homes.get(person),
    find: (id) => everything().find(({ open }) => open.id === id),
    findExternal: (externalId) => everything().find(({ open }) => asText(open.view.external_id) === externalId),
    open(person, view, channel) {
      const open = create(view, channel, undefined);
      stacks.set(person, [open]);
      return open;
    },
    push(person, view, channel) {
      const stack = stacks.get(person) ?? [];
      if (stack.length >= DEPTH) return undefined;
      const open = create(view, channel, stack.at(-1));
      stacks.set(person, [...stack, open]);
      return open;
    },
    replace(open, view) {
      open.view = complete(view);
      open.values = valuesOf(open.view.blocks, open.values, undefined);
      open.hash = newHash();
      open.failure = undefined;
      open.errors = Object.fromEntries(
        Object.entries(open.errors).filter(([blockId]) => open.values[blockId] !== undefined),
      );
    },
    publish(person, view) {
      const before = homes.get(person);
      if (before !== undefined) {
        this.replace(before, view);
        return before;
      }
      const open = create(view, undefined, undefined);
      homes.set(person, open);
      return open;
    },
    close(person, gone) {
      stacks.set(
        person,
        (stacks.get(person) ?? []).filter((one) => !gone.includes(one)),
      );
    },
  };
}
