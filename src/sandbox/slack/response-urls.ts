import { newSecret } from './workspace/ids.ts';

/** Slack: five uses within 30 minutes. */
const USES = 5;
const LIFE_MS = 30 * 60_000;

/** What a response_url stands for. */
export type ResponseTarget = {
  readonly channel: string;
  readonly person: string;
  /** The message whose element was used: what replace_original and delete_original mean. */
  readonly messageTs: string | undefined;
  readonly threadTs: string | undefined;
};

export type ResponseUrls = {
  /** The url; `kind` is the first part of its path, as Slack has it. */
  issue(kind: 'commands' | 'actions' | 'app', target: ResponseTarget): string;
  /** The target of a path, one use of it gone; or Slack's error. */
  use(path: string): ResponseTarget | { readonly error: 'expired_url' | 'used_url' | 'invalid_url' };
};

/** Lives by the sandbox's clock, so that "half an hour later" can be tried. */
export function createResponseUrls(now: () => number, base: () => string, teamId: string): ResponseUrls {
  const issued = new Map<string, ResponseTarget & { readonly until: number; left: number }>();
  return {
    issue(kind, target) {
      const path = `/${kind}/${teamId}/${issued.size + 1}/${newSecret('r').slice(2)}`;
      issued.set(path, { ...target, until: now() + LIFE_MS, left: USES });
      return base() + path;
    },
    use(path) {
      const target = issued.get(path);
      if (target === undefined) return { error: 'invalid_url' };
      if (now() > target.until) return { error: 'expired_url' };
      if (target.left <= 0) return { error: 'used_url' };
      target.left -= 1;
      return target;
    },
  };
}
