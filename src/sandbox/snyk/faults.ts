import type { EmulatedAnswer } from '../provider-server.types.ts';
import type { SnykEmulatorOptions } from './snyk-emulator.types.ts';

export type Fault = {
  readonly status: number;
  readonly detail: string;
  readonly parameter?: string;
  readonly pointer?: string;
};

export function isFault(value: object): value is Fault {
  return 'detail' in value;
}

/** An error as documented; with `details`, as the server sends it; or flat, as another page documents it. */
export function refuse(
  { status, detail, parameter, pointer }: Fault,
  form: SnykEmulatorOptions['faults'],
): EmulatedAnswer {
  if (form === 'flat') return { status, body: { status: String(status), code: detail } };
  const source = parameter === undefined ? pointer && { pointer } : { parameter };
  const fault = {
    status: String(status),
    ...(form === 'details' ? { details: detail } : { detail }),
    ...(source ? { source } : {}),
  };
  return { status, body: { jsonapi: { version: '1.0' }, errors: [fault] } };
}
