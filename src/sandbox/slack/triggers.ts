import { newId } from './workspace/ids.ts';

/** Slack: a trigger_id is good once and for 3 seconds. */
const LIFE_MS = 3_000;

/** What a gesture allows the bot to open, and whose screen that is. */
export type Trigger = {
  readonly person: string;
  /** The channel a default_to_current_conversation would take. */
  readonly channel: string | undefined;
  /** The view the gesture was made in: views.push lays a view over it. */
  readonly viewId: string | undefined;
};

export type Triggers = {
  issue(trigger: Trigger): string;
  /** The trigger, or Slack's error; it is used up only by redeem. */
  look(id: string): Trigger | { readonly error: string };
  redeem(id: string): void;
};

/** Measures real time with `performance.now`, since the 3 seconds are real ones. */
export function createTriggers(lifeMs: number = LIFE_MS): Triggers {
  const issued = new Map<string, Trigger & { readonly at: number; used: boolean }>();
  return {
    issue(trigger) {
      const id = `${Math.floor(performance.timeOrigin / 1000)}.${issued.size + 1}.${newId('').toLowerCase()}`;
      issued.set(id, { ...trigger, at: performance.now(), used: false });
      return id;
    },
    look(id) {
      const trigger = issued.get(id);
      if (trigger === undefined) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (performance.now() - trigger.at > lifeMs) return { error: 'expired_trigger_id' };
      return trigger;
    },
    redeem(id) {
      const trigger = issued.get(id);
      if (trigger !== undefined) trigger.used = true;
    },
  };
}
