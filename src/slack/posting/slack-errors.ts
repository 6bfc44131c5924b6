import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { type Problem, problem } from '../../domain/problem.ts';

/** The channel cannot be written to, now or later, unless somebody changes it. Slack's error codes of chat.postMessage and chat.update. */
const placeGone: ReadonlySet<string> = new Set([
  'is_archived',
  'is_inactive',
  'channel_not_found',
  'not_in_channel',
  'no_permission',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'channel_is_limited_access',
  'team_access_not_granted',
  'messages_tab_disabled',
  'user_not_found',
  'cannot_dm_bot',
]);

/** The message to edit is not there, or cannot be edited any more. */
const messageGone: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'cant_delete_message',
  'edit_window_closed',
  'thread_not_found',
]);

/** The wait after a rate limit without a time, ms. */
const UNNAMED_WAIT_MS = 5_000;
/** What the client throws for a 429 without Retry-After: a plain Error, known by its words only (web-api 8.2, WebClient). */
const UNNAMED_WAIT = 'Retry header did not contain a valid timeout';

/**
 * What a failed Web API call means. A lost answer is `slack_outcome_unknown`; nothing sent is `slack_unreachable`. What is
 * not Slack's is a bug and is thrown on. `now` in epoch ms.
 */
export function slackProblem(error: unknown, now: number): Problem {
  if (error instanceof WebAPIRateLimitedError) {
    return problem('slack_busy', { retryAt: now + Math.max(1, error.retryAfter) * 1000 });
  }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === 'ratelimited' || code === 'rate_limited')
      return problem('slack_busy', { retryAt: now + UNNAMED_WAIT_MS });
    if (placeGone.has(code)) return problem('slack_channel_unavailable', { error: code });
    if (messageGone.has(code)) return problem('slack_message_deleted', { error: code });
    // Slack's own faults, of which it says that the work may or may not have been done.
    if (code === 'internal_error' || code === 'fatal_error') return problem('slack_outcome_unknown');
    if (code === 'service_unavailable' || code === 'team_added_to_org') return problem('slack_unreachable');
    return problem('slack_refused', { error: code });
  }
  if (error instanceof WebAPIRequestError) {
    return problem(neverSent(error) ? 'slack_unreachable' : 'slack_outcome_unknown');
  }
  if (error instanceof WebAPIHTTPError) {
    return problem('slack_outcome_unknown');
  }
  if (error instanceof Error && error.message.startsWith(UNNAMED_WAIT)) {
    return problem('slack_busy', { retryAt: now + UNNAMED_WAIT_MS });
  }
  throw error;
}

const neverSentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

// undici hides the code of the socket in a chain of causes, several deep.
function neverSent(error: unknown): boolean {
  let cause: unknown = error;
  for (let depth = 0; depth < 6 && typeof cause === 'object' && cause !== null; depth++) {
    if ('code' in cause && typeof cause.code === 'string' && neverSentCodes.has(cause.code)) return true;
    if ('original' in cause) cause = cause.original;
    else cause = 'cause' in cause ? cause.cause : undefined;
  }
  return false;
}
