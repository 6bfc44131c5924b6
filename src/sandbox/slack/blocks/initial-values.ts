import { asJson, asList, jsonList, textOf } from '../json.ts';
import type { Json } from '../slack-server.types.ts';
import { type At, type Check, fault, within } from './check.ts';

/** Every option of a select, in groups or not. */
export function optionsOf(element: Json): readonly Json[] {
  const grouped = jsonList(element.option_groups).flatMap((group) => jsonList(group.options));
  return [...jsonList(element.options), ...grouped];
}

function sameOption(a: Json, b: Json): boolean {
  return a.value === b.value && textOf(a.text) === textOf(b.text);
}

/** Slack: an initial option must equal one of the options in text and value. */
export function initialOptionsAmongOptions(element: Json, at: At): void {
  const options = optionsOf(element);
  const check = (initial: unknown, place: At) => {
    if (!options.some((one) => sameOption(one, asJson(initial))))
      fault(place, 'initial option is not among the options');
  };
  if (element.initial_option) check(element.initial_option, within(at, 'initial_option'));
  asList(element.initial_options).forEach((initial, index) => {
    check(initial, within(within(at, 'initial_options'), index));
  });
}

export const knownId: Check = (value, at) => {
  if (typeof value !== 'string' || !at.knows(value)) fault(at, 'must be a valid id');
};

/** A day of the calendar, `2026-11-23`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** A time of the day, `14:00`. */
export function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

export function isEmail(text: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+$/.test(text);
}

export function isUrl(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text);
}

export function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}
