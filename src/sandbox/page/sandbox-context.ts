import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Outcome } from './gestures.ts';
import type { PageState, Person } from './page-state.types.ts';

export type Sandbox = {
  readonly state: PageState;
  readonly you: Person;
  /** Does a gesture as this person; a gesture that could not be done is told at the bottom of the page. */
  readonly run: (gesture: string, body?: object) => Promise<Outcome>;
};

export const SandboxContext = createContext<Sandbox | undefined>(undefined);

export function useSandbox(): Sandbox {
  const sandbox = useContext(SandboxContext);
  if (sandbox === undefined) throw new Error('used outside the page');
  return sandbox;
}

/** How a person is called on the page. */
export function personName(state: PageState, id: string): string {
  const person = state.people.find((one) => one.id === id);
  return person === undefined ? id : person.realName || person.name;
}
