import { completeBlocks, completeTexts } from '../blocks/complete.ts';
import { asJson, asText } from '../json.ts';
import type { Json, OpenView } from '../slack-server.types.ts';
import { newBlockId, newId } from '../workspace/ids.ts';
import { valuesOf } from './input-values.ts';

/** Slack: at most three views in a stack. */
const DEPTH = 3;

export type ViewStore = ReturnType<typeof createViewStore>;

/** The modals on each person's screen, topmost last, and each person's home tab of the bot. */
export function createViewStore(now: () => number) {
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

  function* everything(): Generator<{ readonly person: string; readonly open: OpenView }> {
    for (const [person, stack] of stacks) for (const open of stack) yield { person, open };
    for (const [person, open] of homes) yield { person, open };
  }

  function replace(open: OpenView, view: Json): void {
    open.view = complete(view);
    open.values = valuesOf(open.view.blocks, open.values, undefined);
    open.hash = newHash();
    open.failure = undefined;
    open.errors = Object.fromEntries(
      Object.entries(open.errors).filter(([blockId]) => open.values[blockId] !== undefined),
    );
  }

  return {
    stackOf: (person: string): readonly OpenView[] => stacks.get(person) ?? [],
    home: (person: string) => homes.get(person),
    /** A modal that is open, or a home tab. */
    find: (id: string) => everything().find(({ open }) => open.id === id),
    findExternal: (externalId: string) => everything().find(({ open }) => asText(open.view.external_id) === externalId),
    /** Opens a new stack, replacing the current one. */
    open(person: string, view: Json, channel: string | undefined): OpenView {
      const open = create(view, channel, undefined);
      stacks.set(person, [open]);
      return open;
    },
    /** Pushes a view on the stack; undefined when three are open. */
    push(person: string, view: Json, channel: string | undefined): OpenView | undefined {
      const stack = stacks.get(person) ?? [];
      if (stack.length >= DEPTH) return undefined;
      const open = create(view, channel, stack.at(-1));
      stacks.set(person, [...stack, open]);
      return open;
    },
    replace,
    publish(person: string, view: Json): OpenView {
      const before = homes.get(person);
      if (before !== undefined) {
        replace(before, view);
        return before;
      }
      const open = create(view, undefined, undefined);
      homes.set(person, open);
      return open;
    },
    /** Closes these views. */
    close(person: string, gone: readonly OpenView[]): void {
      const left = (stacks.get(person) ?? []).filter((one) => !gone.includes(one));
      stacks.set(person, left);
    },
  };
}
