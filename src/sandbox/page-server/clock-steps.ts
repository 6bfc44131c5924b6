import { setTimeout as wait } from 'node:timers/promises';
import type { MovableClock } from '../../clock.ts';
import type { Agenda, BotControl } from '../bot-control.ts';
import { createListeners } from '../listeners.ts';

/** How long a step waits at an event until the bot has done what is due, in real time: Slack takes about a post a second. */
const STOP_MS = 4_000;
const LOOK_MS = 25;
/** A step over months would never end. */
const MOST_STOPS = 200;
const NEWS_MS = 150;

export type ClockSteps = ReturnType<typeof createClockSteps>;

/**
 * Moves the clock for the page. A step stops at every event on the way (a start, a warning, an end) until the bot has done it: a bot that
 * sees a day pass at once has missed what happened in it. `bot` is undefined where none belongs to the sandbox.
 */
export function createClockSteps(clock: MovableClock, bot: BotControl | undefined) {
  const listeners = createListeners();
  let next: Agenda['next'];
  let moving = false;
  let walks = 0;
  let stopped = false;
  let reading: NodeJS.Timeout | undefined;

  function show(news: { readonly next?: Agenda['next']; readonly moving: boolean }): void {
    next = news.next;
    moving = news.moving;
    listeners.notify();
  }

  async function agenda(): Promise<Agenda | undefined> {
    // A bot that is stopped meanwhile closes its store.
    return bot?.agenda().catch(() => undefined);
  }

  /** Waits until the bot has done what is due, and answers what comes next. */
  async function settled(): Promise<Agenda['next']> {
    const giveUpAt = performance.now() + STOP_MS;
    let read = await agenda();
    while (read !== undefined && read.due > 0 && performance.now() < giveUpAt && !stopped) {
      await wait(LOOK_MS);
      read = await agenda();
    }
    return read?.next;
  }

  async function walkTo(target: number): Promise<void> {
    let event = await settled();
    for (let stops = 0; stops < MOST_STOPS && event !== undefined && event.at <= target && !stopped; stops += 1) {
      advanceTo(event.at);
      event = await settled();
      show({ next: event, moving: true });
    }
    advanceTo(target);
    show({ next: await settled(), moving: false });
  }

  function advanceTo(at: number): void {
    const ms = Math.ceil(at - clock.now());
    if (ms > 0) clock.advance(ms);
  }

  /** One step at a time; another one meanwhile is not taken. */
  async function step(target: (now: number) => Promise<number | undefined>): Promise<void> {
    if (moving) return;
    show({ next, moving: true });
    try {
      const at = await target(clock.now());
      if (at !== undefined) await walkTo(at);
    } finally {
      if (moving) show({ next, moving: false });
    }
  }

  async function read(): Promise<void> {
    const news = (await agenda())?.next;
    const isNews = news?.at !== next?.at || news?.kind !== next?.kind;
    if (isNews && !moving && !stopped) show({ next: news, moving });
  }

  return {
    next: () => next,
    isMoving: () => moving,
    advance: (ms: number) => step(async (now) => now + ms),
    /** Goes to the next event, if there is one. */
    toNext: () =>
      step(async () => {
        walks += 1;
        return (await agenda())?.next?.at;
      }),
    /** How often somebody went to the next event. */
    walks: () => walks,
    /** Something happened that may have changed what comes next. */
    lookAgain(): void {
      if (reading !== undefined || moving || stopped) return;
      reading = setTimeout(() => {
        reading = undefined;
        void read();
      }, NEWS_MS);
    },
    onChange: listeners.onChange,
    stop(): void {
      stopped = true;
      clearTimeout(reading);
    },
  };
}
