/** What the signs look like, in a square of 16. Each has a shape of its own, so that colour is never the only sign. */
const PATHS = {
  check: 'm3.5 8.5 3 3 6-7',
  clock: 'M8 4.5V8l2.2 1.6M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z',
  dot: 'M8 7.4a.6.6 0 1 1 0 1.2.6.6 0 0 1 0-1.2Z',
  sent: 'M3 8h9M8.5 4 12.5 8l-4 4',
  calendar: 'M3 4.5h10v9H3zM3 7.5h10M5.5 2.5v3M10.5 2.5v3',
  cross: 'm4 4 8 8M12 4l-8 8',
  document: 'M4 2.5h5l3 3v8H4zM8 7v2.8M8 11.6v.1',
  coin: 'M6 13V3.5h2.7a2.6 2.6 0 1 1 0 5.2H4.5M4.5 11h5',
  pause: 'M5.5 4v8M10.5 4v8',
  leaving: 'M2.5 8.5 5 11l4-5M11 8.5h3.5',
  question: 'M5.8 6.2A2.3 2.3 0 1 1 8 9v1M8 12.4v.1',
  plus: 'M8 3v10M3 8h10',
  list: 'M3 4.5h10M3 8h10M3 11.5h6',
  chart: 'M3 13V8.5M8 13V3M13 13V6',
  phone: 'M5 1.8h6v12.4H5zM7.3 12h1.4',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5Z',
  globe: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c2.2 2 2.2 10 0 12M8 2c-2.2 2-2.2 10 0 12',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3 14 14',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  next: 'M6.5 3.5 11 8l-4.5 4.5',
  down: 'm4 6 4 4 4-4',
  upload: 'M8 10.5V3M4.8 6 8 2.8 11.2 6M3 11v2.5h10V11',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9',
  warning: 'M8 2.5 14.2 13H1.8zM8 6.5v3M8 11.2v.1',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.5V11M8 5v.1',
  filter: 'M2.5 4h11M5 8h6M7 12h2',
  out: 'M6.5 2.5h-3v11h3M7 8h6.5M10.5 5l3 3-3 3',
} as const;
export type SignName = keyof typeof PATHS;

/** A drawing beside words: assistive technology reads the words. */
export function Sign({ name, size = 16 }: { name: SignName; size?: number }) {
  return (
    <svg className="sign" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
