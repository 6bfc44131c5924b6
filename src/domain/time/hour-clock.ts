/** Whether a day has 24 hours on the clock, or twice 12. */
export type HourClock = '12' | '24';

/** A wall time on such a clock: `14:30` as "2:30 PM". */
export function writeClock(time: string, clock: HourClock): string {
  const [hours = '', minutes = ''] = time.split(':');
  if (clock === '24' || minutes === '') return time;
  const hour = Number(hours);
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minutes} ${hour < 12 ? 'AM' : 'PM'}`;
}
