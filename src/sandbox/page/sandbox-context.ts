import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageState, ParsecState, Person } from './page-state.types.ts';
import type { Outcome } from './send-action.ts';

export type Sandbox = {
  readonly state: PageState;
  readonly you: Person;
  /** Runs an action as this person. A failure is shown at the bottom of the page. */
  readonly run: (action: string, body?: object) => Promise<Outcome>;
  /** Opens a thread on the right, by its first message. */
  readonly openThread: (root: { readonly channel: string; readonly ts: string }) => void;
};

export const SandboxContext = createContext<Sandbox | undefined>(undefined);

export function useSandbox(): Sandbox {
  const sandbox = useContext(SandboxContext);
  if (sandbox === undefined) throw new Error('used outside the page');
  return sandbox;
}

/** Parsec's state, where it is emulated. */
export function useParsec(): ParsecState {
  const { parsec } = useSandbox().state;
  if (parsec === undefined) throw new Error('used where Parsec is not emulated');
  return parsec;
}

/** Names as a list: `Mia, Ben and Ada`. */
export function namesOf(state: PageState, ids: readonly string[]): string {
  return new Intl.ListFormat('en').format(ids.map((id) => personName(state, id)));
}

/** A person's name on the page. */
export function personName(state: PageState, id: string): string {
  const person = state.people.find((one) => one.id === id);
  return person === undefined ? id : person.realName || person.name;
}
