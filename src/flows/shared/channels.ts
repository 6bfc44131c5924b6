import type { Problem } from '../../domain/problem.ts';

/** A conversation as Slack describes it. */
export type DescribedChannel = {
  readonly kind: 'public' | 'private' | 'im' | 'mpim';
  /** Without `#`; '' for direct messages. */
  readonly name: string;
  /** With another company, or about to be; also when Slack does not say. */
  readonly isShared: boolean;
  readonly isArchived: boolean;
  /** Whether Guestlist is in it. */
  readonly hasBot: boolean;
};

/** What Slack says of conversations and of who is in them. Implemented in slack/directory/channels.ts. Every answer is closed when in doubt. */
export type Channels = {
  /** Whether a person is in a conversation. Asked at Slack, remembered for a minute, false when in doubt. */
  isMember(channelId: string, personId: string): Promise<boolean>;
  /** Of these conversations the ones the person is in: one answer for a whole list. */
  memberOf(channelIds: readonly string[], personId: string): Promise<ReadonlySet<string>>;
  /**
   * What kind of place it is. Problems: slack_channel_unavailable (there is none, or Guestlist may not see it), slack_refused (a scope is missing),
   * slack_busy, slack_unreachable, slack_outcome_unknown.
   */
  describe(channelId: string): Promise<DescribedChannel | Problem>;
};
