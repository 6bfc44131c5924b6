import { newId } from './workspace/ids.ts';

/** Slack: a trigger_id is valid once, within 3 seconds. */
const LIFE_MS = 3_000;

/** Lets the bot open a view on the screen of the person who acted. */
export type Trigger = {
  readonly person: string;
  /** The channel for default_to_current_conversation. */
  readonly channel?: string | undefined;
  /** The view in which the person acted: views.push opens a view over it. */
  readonly viewId?: string;
};

export type Triggers = ReturnType<typeof createTriggers>;

/** Measures real time, as the 3 seconds are real. */
export function createTriggers(lifeMs: number = LIFE_MS) {
  const issued = new Map<string, Trigger & { readonly at: number; used: boolean }>();
  return {
    issue(trigger: Trigger): string {
      const id = `${Math.floor(performance.timeOrigin / 1000)}.${issued.size + 1}.${newId('').toLowerCase()}`;
      issued.set(id, { ...trigger, at: performance.now(), used: false });
      return id;
    },
    /** The trigger, or Slack's error. Only redeem uses it up. */
    look(id: string): Trigger | { readonly error: string } {
      const trigger = issued.get(id);
      if (trigger === undefined) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (performance.now() - trigger.at > lifeMs) return { error: 'expired_trigger_id' };
      return trigger;
    },
    redeem(id: string): void {
      const trigger = issued.get(id);
      if (trigger !== undefined) trigger.used = true;
    },
  };
}
