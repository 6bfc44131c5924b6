import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageMessage } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

/** Something new that this person does not see, since it is above or below what the list shows. */
export type Unseen = {
  readonly message: PageMessage;
  readonly what: 'posted' | 'edited';
  readonly where: 'above' | 'below';
};

/**
 * The latest message that was posted or edited out of sight, until it is seen. Own messages, and answers to what the person typed, are
 * scrolled into view instead.
 */
export function useUnseen(list: { current: HTMLElement | null }, messages: readonly PageMessage[]) {
  const { you } = useSandbox();
  const [latest, setLatest] = useState<Unseen>();
  const known = useRef<ReadonlyMap<string, number>>(undefined);

  useLayoutEffect(() => {
    const before = known.current;
    known.current = new Map(messages.map((one) => [one.ts, one.edits]));
    if (before === undefined || list.current === null) return;
    const news = messages.findLast(({ ts, edits }) => before.get(ts) !== edits);
    if (news === undefined) return;
    const what = before.has(news.ts) ? 'edited' : 'posted';
    const isOwn = what === 'posted' && news.user === you.id;
    const answersTyping = news.ephemeralFor !== undefined && document.activeElement?.closest('.composer') != null;
    if (isOwn || answersTyping) find(list.current, news)?.scrollIntoView({ block: 'nearest' });
    const where = whereIs(list.current, news);
    setLatest(where === 'in sight' ? undefined : { message: news, what, where });
  }, [messages]);

  return {
    latest,
    /** Looks again, after the list was scrolled. */
    look: (): void => {
      if (latest !== undefined && list.current !== null && whereIs(list.current, latest.message) === 'in sight')
        setLatest(undefined);
    },
    /** Scrolls to it. */
    jump: (): void => {
      if (latest !== undefined && list.current !== null)
        find(list.current, latest.message)?.scrollIntoView({ block: 'nearest' });
      setLatest(undefined);
    },
  };
}

/** The message in the list, or the one it replies to. */
function find(list: HTMLElement, { ts, threadTs }: PageMessage): Element | null {
  return list.querySelector(`[data-ts="${ts}"]`) ?? list.querySelector(`[data-ts="${threadTs ?? ts}"]`);
}

const SLACK_PX = 8;

function whereIs(list: HTMLElement, message: PageMessage): 'in sight' | Unseen['where'] {
  const place = find(list, message)?.getBoundingClientRect();
  const frame = list.getBoundingClientRect();
  if (place === undefined) return 'in sight';
  if (place.bottom > frame.bottom + SLACK_PX && place.top > frame.top) return 'below';
  return place.bottom < frame.top + SLACK_PX ? 'above' : 'in sight';
}
