import type { Permissions } from '../invite.ts';
import type { RuledHost } from './guest-rule.ts';

/** An invite somebody could ask for, in the words of a policy file. Instants are epoch milliseconds. */
export type ExampleAsk = {
  /** A Slack id of a person or of a user group they are in, or `anyone`, `admins`, `coordinators`. */
  readonly person: string;
  readonly guest: string;
  readonly host: RuledHost;
  /** '' for none. */
  readonly channel: string;
  readonly permissions: Permissions;
  readonly startsAt: number;
  readonly endsAt: number;
  /** When it is asked for. */
  readonly now: number;
  readonly zone: string;
};

/** What the admins expect of the rules: the invite, the decision, and what makes it where that matters. */
export type PolicyExample = ExampleAsk & {
  readonly name: string;
  readonly expect: 'allowed' | 'approval' | 'refused';
  /** Of approval: whose, in any order, and how many of them; undefined where it does not matter. */
  readonly by?: readonly string[];
  readonly count?: number;
  readonly rule?: string;
};
