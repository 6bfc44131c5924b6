/** That some of what a system has is not offered, plain text. `one`: what it is, as in "computer"; '' where that is not known. */
export function leftOutCopy(count: number, one: string): string {
  const noun = one || 'entry';
  const many = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return count === 1
    ? `1 ${noun} isn't shown: Slack can't carry its id.`
    : `${count.toLocaleString('en-US')} ${many} aren't shown: Slack can't carry their ids.`;
}
