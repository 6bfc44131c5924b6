import { newSecret } from './workspace/ids.ts';

/** Slack: five uses within 30 minutes. */
const USES = 5;
const LIFE_MS = 30 * 60_000;

/** The channel, person and message of a response_url. */
export type ResponseTarget = {
  readonly channel: string;
  readonly person: string;
  /** The message that replace_original and delete_original change. */
  readonly messageTs?: string;
};

export type ResponseUrls = ReturnType<typeof createResponseUrls>;

/** URLs expire by the sandbox's clock, so that expiry can be tried. */
export function createResponseUrls(now: () => number, base: () => string, teamId: string) {
  const issued = new Map<string, ResponseTarget & { readonly until: number; left: number }>();
  return {
    /** Creates a URL; `kind` is the first part of its path, as at Slack. */
    issue(kind: 'commands' | 'actions' | 'app', target: ResponseTarget): string {
      const path = `/${kind}/${teamId}/${issued.size + 1}/${newSecret('r').slice(2)}`;
      issued.set(path, { ...target, until: now() + LIFE_MS, left: USES });
      return base() + path;
    },
    /** Uses a path once: its target, or Slack's error. */
    use(path: string): ResponseTarget | { readonly error: 'expired_url' | 'used_url' | 'invalid_url' } {
      const target = issued.get(path);
      if (target === undefined) return { error: 'invalid_url' };
      if (now() > target.until) return { error: 'expired_url' };
      if (target.left <= 0) return { error: 'used_url' };
      target.left -= 1;
      return target;
    },
  };
}
