import { useEffect, useState } from 'preact/hooks';
import type { Option, Options } from '../../slack/slack-server.types.ts';
import type { Outcome } from '../gestures.ts';

export type Found =
  | { readonly kind: 'too short'; readonly min: number }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'found'; readonly groups: Options['groups']; readonly flat: readonly Option[] };

const PAUSE_MS = 200;

/**
 * What the bot offers for `text`, asked for once the person pauses. Answers to older texts are thrown away: they may arrive
 * late. `min` letters are needed before the bot is asked (Slack: 3 unless the element says otherwise).
 */
export function useSearch(on: boolean, text: string, min: number, ask: (text: string) => Promise<Outcome>): Found {
  const [found, setFound] = useState<Found>({ kind: 'loading' });
  useEffect(() => {
    if (!on) return;
    if (Array.from(text).length < min) return setFound({ kind: 'too short', min });
    let old = false;
    setFound({ kind: 'loading' });
    const timer = setTimeout(() => void look(), text === '' ? 0 : PAUSE_MS);
    async function look() {
      const outcome = await ask(text);
      if (old) return;
      const groups = outcome.kind === 'done' ? groupsOf(outcome.result) : undefined;
      setFound(
        groups === undefined
          ? { kind: 'failed' }
          : { kind: 'found', groups, flat: groups.flatMap((one) => one.options) },
      );
    }
    return () => {
      old = true;
      clearTimeout(timer);
    };
  }, [on, text, min]);
  return found;
}

// The sandbox answers with Options, or 'failed' when the bot did not.
function groupsOf(result: unknown): Options['groups'] | undefined {
  if (typeof result !== 'object' || result === null || !('groups' in result)) return undefined;
  return Array.isArray(result.groups) ? result.groups : undefined;
}
