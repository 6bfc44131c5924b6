import { useEffect, useState } from 'preact/hooks';
import type { Option, Options } from '../../slack/slack-server.types.ts';
import type { Outcome } from '../send-action.ts';

export type Found =
  | { readonly kind: 'too short'; readonly min: number }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'found'; readonly groups: Options['groups']; readonly flat: readonly Option[] };

const PAUSE_MS = 200;

/**
 * The bot's options for `text`, requested when the person pauses. Late responses to older texts are dropped. The search starts at `min`
 * letters (3 by default at Slack).
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

// The sandbox returns Options, or 'failed' when the bot did not answer.
function groupsOf(result: unknown): Options['groups'] | undefined {
  if (typeof result !== 'object' || result === null || !('groups' in result)) return undefined;
  return Array.isArray(result.groups) ? result.groups : undefined;
}
