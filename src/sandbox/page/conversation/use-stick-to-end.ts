import { useLayoutEffect } from 'preact/hooks';

const NEAR_PX = 80;

/**
 * Keeps the newest message in view, unless the person has scrolled up. The position is read while rendering, before the list
 * changes.
 */
export function useStickToEnd(list: { current: HTMLDivElement | null }): void {
  const shown = list.current;
  const atEnd = shown === null || shown.scrollHeight - shown.scrollTop - shown.clientHeight < NEAR_PX;
  useLayoutEffect(() => {
    if (atEnd && list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  });
}
