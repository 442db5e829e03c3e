import { expect, test } from 'vitest';
import { Report, summary } from './report';

const good: Report = {
  electron: '33.2.1',
  host: 'Demo host',
  session: { xProxy: 'tigervnc', mode: 'software', display: 1, geometry: '1280x800' },
  timings: { connect: 60, sessionStart: 240, firstPicture: 90, verdict: 2100 },
  measurement: { renderedFps: 312.4, deliveredFps: null },
  verdict: { kind: 'software', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)', evidence: ['Renderer string: llvmpipe'] },
};

test('a report says everything, and nothing else', () => {
  expect(Report.parse(good)).toEqual(good);
  expect(Report.safeParse({ ...good, more: 1 }).success).toBe(false);
  expect(Report.safeParse({ ...good, timings: { ...good.timings, verdict: Number.NaN } }).success).toBe(false);
  expect(Report.safeParse({ ...good, session: { ...good.session, geometry: 'undefinedxundefined' } }).success).toBe(false);
});

test('its summary has units, and no number where there was no reading', () => {
  expect(summary(good)).toBe(
    [
      'Connected in 60 ms, desktop started in 240 ms, first picture after 90 ms, verdict after 2100 ms.',
      'Verdict: software (llvmpipe (LLVM 15.0.6, 256 bits)); rendered 312.4 FPS, delivered no reading.',
    ].join('\n'),
  );
});
