import { isJson, wordOf } from '../json.ts';

export type Surface = 'message' | 'modal' | 'home';

/** Where in a payload a check looks, what it may ask, and where it reports to. */
export type At = {
  readonly pointer: string;
  readonly surface: Surface;
  /** Whether a person or conversation of that id exists here: initial values must. */
  readonly knows: (id: string) => boolean;
  readonly faults: string[];
};

/** Reports what is wrong with a value. */
export type Check = (value: unknown, at: At) => void;

/** In Slack's format: `[ERROR] must be less than 25 characters [json-pointer:/view/title/text]`. */
export function fault(at: At, message: string): void {
  at.faults.push(`[ERROR] ${message} [json-pointer:${at.pointer}]`);
}

export function within(at: At, key: string | number): At {
  return { ...at, pointer: `${at.pointer}/${key}` };
}

/** A string of `min` to `max` UTF-16 units, the stricter way to count where Slack does not say. */
export function string(max: number, min = 1): Check {
  return (value, at) => {
    if (typeof value !== 'string') fault(at, 'must provide a string');
    else if (value.length < min) fault(at, `must be more than ${min - 1} characters`);
    else if (value.length > max) fault(at, `must be less than ${max + 1} characters`);
  };
}

export const boolean: Check = (value, at) => {
  if (typeof value !== 'boolean') fault(at, 'must provide a boolean');
};

export function integer(min: number, max: number): Check {
  return (value, at) => {
    if (!Number.isInteger(value)) fault(at, 'must provide an integer');
    else if (Number(value) < min) fault(at, `must be greater than or equal to ${min}`);
    else if (Number(value) > max) fault(at, `must be less than or equal to ${max}`);
  };
}

export function oneOf(...allowed: readonly string[]): Check {
  return (value, at) => {
    if (typeof value !== 'string' || !allowed.includes(value)) fault(at, 'must be a valid enum value');
  };
}

/** A string that `valid` accepts; `message` says what it should have been. */
export function pattern(valid: (text: string) => boolean, message: string): Check {
  return (value, at) => {
    if (typeof value !== 'string' || !valid(value)) fault(at, message);
  };
}

export function list(item: Check, min: number, max: number): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return fault(at, 'must provide an array');
    if (value.length < min) fault(at, `no fewer than ${min} items allowed`);
    if (value.length > max) fault(at, `no more than ${max} items allowed`);
    value.forEach((entry, index) => {
      item(entry, within(at, index));
    });
  };
}

/** An object with these keys and no others; `also` checks several keys together. */
export function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
  also?: (value: Readonly<Record<string, unknown>>, at: At) => void,
): Check {
  const known = { ...optional, ...required };
  return (value, at) => {
    if (!isJson(value)) return fault(at, 'must provide an object');
    for (const key of Object.keys(required)) {
      // A key that is null counts as missing, in both tables.
      if (value[key] === undefined || value[key] === null) fault(at, `missing required field: ${key}`);
    }
    for (const [key, entry] of Object.entries(value)) {
      const check = Object.hasOwn(known, key) ? known[key] : undefined;
      if (check === undefined) fault(at, `invalid additional property: ${key}`);
      else if (entry !== undefined && entry !== null) check(entry, within(at, key));
    }
    also?.(value, at);
  };
}

/** An object whose `type` selects its check; any other type is unsupported. */
export function byType(kinds: () => Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    if (!isJson(value)) return fault(at, 'must provide an object');
    const type = value.type;
    if (type === undefined) return fault(at, 'missing required field: type');
    const table = kinds();
    const check = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
    if (check === undefined) fault(within(at, 'type'), `unsupported type: ${wordOf(type)}`);
    else check(value, at);
  };
}

export const anything: Check = () => {};

/** The `type` of an object that has only one. */
export function type(name: string): { readonly type: Check } {
  return { type: oneOf(name) };
}
