/** Whether a conversation is a direct message, by its id: Slack's begin with D (https://docs.slack.dev/reference/objects/conversation-object). */
export function isDirectMessage(channelId: string): boolean {
  return channelId.startsWith('D');
}
