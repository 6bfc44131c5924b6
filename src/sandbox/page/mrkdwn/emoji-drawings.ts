/** Filled paths in a 20 x 20 field, lowest first. */
type Drawing = readonly (readonly [color: string, path: string])[];

const green = '#2f9e5f';
const red = '#d6334c';
const amber = '#e8a317';
const blue = '#3b7dd8';
const grey = '#8b8f98';
const dark = '#4a4f59';
const light = '#f4f5f7';

const disc = 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z';
const tick = 'M8.6 14.2 4.9 10.5l1.5-1.5 2.2 2.2 5-5 1.5 1.5Z';
const cross = 'm5.2 3.8 4.8 4.8 4.8-4.8 1.4 1.4-4.8 4.8 4.8 4.8-1.4 1.4-4.8-4.8-4.8 4.8-1.4-1.4 4.8-4.8-4.8-4.8Z';
const glass = 'M4 2h12v2h-1c0 3-1.7 4.8-3.3 6 1.6 1.2 3.3 3 3.3 6h1v2H4v-2h1c0-3 1.7-4.8 3.3-6C6.7 8.8 5 7 5 4H4Z';
const square = 'M5 2h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3Z';

const hourglass: Drawing = [
  [dark, glass],
  [amber, 'M6.9 16c.2-2 1.6-3.3 3.1-4.3 1.5 1 2.9 2.3 3.1 4.3ZM7.3 6h5.4c-.5 1.2-1.5 2-2.7 2.8C8.8 8 7.8 7.2 7.3 6Z'],
];

/** A light sign on a disc or a square. */
const lightOn = (color: string, shape: string, sign: string): Drawing => [
  [color, shape],
  [light, sign],
];

const clockOn = (color: string): Drawing => [
  ...lightOn(color, disc, 'M10 3.7a6.3 6.3 0 1 0 0 12.6 6.3 6.3 0 0 0 0-12.6Z'),
  [dark, 'M9.2 5.5h1.6v3.7h3.7v1.6H9.2Z'],
];

/** The emoji the bot uses, drawn, since a bare Linux desktop has no emoji font. */
export const drawings: Readonly<Record<string, Drawing>> = {
  large_green_circle: [[green, disc]],
  red_circle: [[red, disc]],
  large_yellow_circle: [[amber, disc]],
  sunrise: [
    [blue, square],
    [amber, 'M4 14a6 6 0 0 1 12 0Z'],
    [light, 'M3 14h14v1.5H3ZM9.3 4h1.4v2.5H9.3Z'],
  ],
  large_blue_circle: [[blue, disc]],
  black_circle: [[dark, disc]],
  wave: [[amber, 'M7 3h1.6v6h.8V2.5H11V9h.8V3.5h1.6V10h.8V5.5H16V12a6 6 0 0 1-11.2 3L3 10.5l1.4-.8L7 12Z']],
  black_square_for_stop: lightOn(dark, square, 'M6.5 6.5h7v7h-7Z'),
  repeat: lightOn(
    blue,
    square,
    'M5 9.5V8a2 2 0 0 1 2-2h5V4l3.5 3-3.5 3V8H7v1.5ZM15 10.5V12a2 2 0 0 1-2 2H8v2l-3.5-3L8 10v2h5v-1.5Z',
  ),
  white_circle: lightOn(grey, disc, 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z'),
  white_check_mark: lightOn(green, square, tick),
  heavy_check_mark: [[green, tick]],
  x: [[red, cross]],
  hourglass,
  hourglass_flowing_sand: hourglass,
  bell: [
    [amber, 'M10 2.5c3 0 5 2.3 5 5.2 0 3.3 1 4.6 2 5.6V15H3v-1.7c1-1 2-2.3 2-5.6 0-2.9 2-5.2 5-5.2Z'],
    [dark, 'M8 16h4a2 2 0 0 1-4 0Z'],
  ],
  mag: [
    [grey, 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z'],
    [dark, 'm12.2 13.6 1.4-1.4 4.6 4.6-1.4 1.4Z'],
  ],
  fast_forward: lightOn(blue, square, 'M4 5.5 9.5 10 4 14.5Zm6 0 5.5 4.5-5.5 4.5Z'),
  raised_hand: [
    [
      amber,
      'M5 7a1 1 0 0 1 2 0v3h.5V3.5a1 1 0 0 1 2 0V9.5h.5V2.5a1 1 0 0 1 2 0v7h.5V4a1 1 0 0 1 2 0v7h.5V7.5a1 1 0 0 1 2 0V13c0 3-2 5-5.5 5S5 16 5 13Z',
    ],
  ],
  warning: [
    [amber, 'M10 2.2 18.6 17a.7.7 0 0 1-.6 1H2a.7.7 0 0 1-.6-1Z'],
    [dark, 'M9 7h2l-.3 6H9.3Zm0 7.2h2v2H9Z'],
  ],
  no_entry_sign: [
    [red, disc],
    [light, 'M10 4.3a5.7 5.7 0 1 1 0 11.4 5.7 5.7 0 0 1 0-11.4Z'],
    [red, 'm5.3 3.9 10.8 10.8-1.4 1.4L3.9 5.3Z'],
  ],
  no_entry: lightOn(red, disc, 'M5 8.7h10v2.6H5Z'),
  calendar: [
    [grey, 'M4 3h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Z'],
    [light, 'M3.5 8h13v8a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5Z'],
    [red, 'M4 3h12a2 2 0 0 1 2 2v2H2V5a2 2 0 0 1 2-2Z'],
    [dark, 'M5.5 10h2v2h-2Zm3.5 0h2v2H9Zm3.5 0h2v2h-2Zm-7 3h2v2h-2ZM9 13h2v2H9Z'],
  ],
  checkered_flag: [
    [dark, 'M3 2h1.6v16H3Z'],
    [light, 'M4.6 3h12.4v8H4.6Z'],
    [
      dark,
      'M4.6 3h3.1v2.7H4.6Zm6.2 0h3.1v2.7h-3.1ZM7.7 5.7h3.1v2.7H7.7Zm6.2 0H17v2.7h-3.1ZM4.6 8.4h3.1V11H4.6Zm6.2 0h3.1V11h-3.1Z',
    ],
    [grey, 'M4.6 2.7H17v.5H4.6Zm0 8.2H17v.5H4.6Zm12.2-8.2h.5v8.7h-.5Z'],
  ],
  clock3: clockOn(dark),
  alarm_clock: clockOn(red),
  credit_card: [
    [blue, 'M3 4h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 17 16H3a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 3 4Z'],
    [dark, 'M1.5 7h17v2.5h-17Z'],
    [light, 'M4 12h4v1.5H4Z'],
  ],
  free: lightOn(blue, square, 'M6.5 5h7v2h-5v2.3H13v2H8.5V15h-2Z'),
  lock: [
    [grey, 'M5.5 9V6.5a4.5 4.5 0 0 1 9 0V9h-2V6.5a2.5 2.5 0 0 0-5 0V9Z'],
    [amber, 'M5 8.5h10A1.5 1.5 0 0 1 16.5 10v6.5A1.5 1.5 0 0 1 15 18H5a1.5 1.5 0 0 1-1.5-1.5V10A1.5 1.5 0 0 1 5 8.5Z'],
    [dark, 'M9.2 12h1.6v3.2H9.2Z'],
  ],
  door: [
    ['#a8683a', 'M5 2h10v16H5Z'],
    ['#7c4a25', 'M6.5 3.5h7v5h-7Zm0 6.5h7v6.5h-7Z'],
    [amber, 'M12 9.2h1.4v1.4H12Z'],
  ],
  busts_in_silhouette: [
    [grey, 'M13.5 5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Zm-2 6h4c1.9 0 3 1.3 3 3v2h-7Z'],
    [blue, 'M7.5 3.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM5 10.7h5c2.2 0 3.5 1.5 3.5 3.5v2.3h-12v-2.3c0-2 1.3-3.5 3.5-3.5Z'],
  ],
  bust_in_silhouette: [
    [blue, 'M10 3a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Zm-3 8.2h6c2.5 0 4 1.7 4 4V17H3v-1.8c0-2.3 1.5-4 4-4Z'],
  ],
  double_vertical_bar: lightOn(blue, square, 'M6.5 5.5h2.3v9H6.5Zm4.7 0h2.3v9h-2.3Z'),
  leftwards_arrow_with_hook: lightOn(
    blue,
    square,
    'M8.5 5v2.6h3.2c2.2 0 3.8 1.4 3.8 3.5s-1.6 3.6-3.8 3.6' +
      'H7.5v-2h4.2c1 0 1.7-.7 1.7-1.6s-.7-1.5-1.7-1.5H8.5v2.6L4.2 8.6Z',
  ),
  wastebasket: [
    [grey, 'M4 5.5h12L14.8 18H5.2Z'],
    [dark, 'M3 3.8h5V2.2h4v1.6h5v1.7H3Z'],
    [light, 'M7 7.5h1.3l.4 8H7.4Zm2.4 0h1.2v8H9.4Zm2.3 0H13l-.4 8h-1.3Z'],
  ],
  globe_with_meridians: [
    [blue, 'M10 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16Z'],
    [light, 'M9.5 2.2h1v15.6h-1ZM2.2 9.5h15.6v1H2.2Z'],
    [
      light,
      'M10 2c2.7 2 4 4.7 4 8s-1.3 6-4 8c-2.7-2-4-4.7-4-8s1.3-6 4-8Zm0 1.3c-2 1.7-3 4-3 6.7s1 5 3 6.7c2-1.7 3-4 3-6.7s-1-5-3-6.7Z',
    ],
  ],
  gear: [
    [grey, 'M8.8 2h2.4v3H8.8Zm0 13h2.4v3H8.8ZM2 8.8h3v2.4H2Zm13 0h3v2.4h-3Z'],
    [grey, 'M10 4.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z'],
    [light, 'M10 7.7a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6Z'],
  ],
  pencil2: [
    [grey, 'M3 3h8v1.8H4.8v10.4h10.4V9H17v8H3Z'],
    [amber, 'm15 2 3 3-7.5 7.5-3.8.8.8-3.8Z'],
  ],
  rotating_light: [
    [red, 'M10 4a5 5 0 0 1 5 5v5H5V9a5 5 0 0 1 5-5Z'],
    [dark, 'M3.5 15h13v2.5h-13Z'],
    [amber, 'M9.3 1h1.4v2H9.3ZM3.2 3.8l1-1 1.5 1.5-1 1Zm12.6-1 1 1-1.5 1.5-1-1Z'],
  ],
  arrows_counterclockwise: lightOn(
    blue,
    square,
    'M10 5a5 5 0 0 1 4.6 3.1L16 7.5v4h-4l1.2-1.5A3.2 3.2 0 0 0 6.9 9H5.1A5 5 0 0 1 10 5Z' +
      'M4 8.5h4L6.8 10a3.2 3.2 0 0 0 6.3 1h1.8a5 5 0 0 1-9.5.900L4 12.5Z',
  ),
  information_source: lightOn(blue, square, 'M9 8.5h2V15H9ZM9 5h2v2.2H9Z'),
  ballot_box_with_check: lightOn(blue, square, tick),
  arrow_forward: lightOn(blue, square, 'M7 5.5 14.5 10 7 14.5Z'),
  page_facing_up: [
    [grey, 'M4 1.5h8l4 4v13H4Z'],
    [light, 'M5.2 2.7h6v3.6h3.6v11H5.2Z'],
    [grey, 'M7 8.5h6v1.2H7Zm0 2.7h6v1.2H7Zm0 2.7h4v1.2H7Z'],
  ],
  email: [
    [grey, 'M2 4h16v12H2Z'],
    [light, 'M3.2 5.2h13.6v9.6H3.2Z'],
    [blue, 'm3.2 5.2 6.8 5.3 6.8-5.3v1.7L10 12.2 3.2 6.9Z'],
  ],
  link: [
    [grey, 'M5 6.5h4.5a3.5 3.5 0 0 1 0 7H5a3.5 3.5 0 0 1 0-7Z'],
    [light, 'M5 8.3h4.5a1.7 1.7 0 0 1 0 3.4H5a1.7 1.7 0 0 1 0-3.4Z'],
    [blue, 'M10.5 6.5H15a3.5 3.5 0 0 1 0 7h-4.5a3.5 3.5 0 0 1 0-7Z'],
    [light, 'M10.5 8.3H15a1.7 1.7 0 0 1 0 3.4h-4.5a1.7 1.7 0 0 1 0-3.4Z'],
  ],
  scissors: [
    [grey, 'm6 6.4 1.3-1.2L18 15.5l-2 .8ZM6 13.6l1.3 1.2L18 4.5l-2-.8Z'],
    [red, 'M4.8 2.6a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6Zm0 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6Z'],
    [light, 'M4.8 4.1a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Zm0 9.2a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Z'],
  ],
  zap: [[amber, 'M11.5 1 4 11.5h5L7.5 19 16 8h-5.5Z']],
};
